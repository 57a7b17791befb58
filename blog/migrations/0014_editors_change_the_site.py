"""Editors change the site itself and the old addresses of its lists, as they do its pages."""

from importlib import import_module

from django.db import migrations

groups = import_module("blog.migrations.0003_groups")


def let_editors_change_the_site(apps, schema_editor):
    rights = {"site": "view change", "listaddress": groups.ALL}
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        for model, verbs in rights.items():
            group.permissions.add(*groups.permissions(apps, "blog", model, verbs.split()))


class Migration(migrations.Migration):
    dependencies = [("blog", "0013_editors_keep_bibliographies_in_step")]
    operations = [migrations.RunPython(let_editors_change_the_site, migrations.RunPython.noop)]
