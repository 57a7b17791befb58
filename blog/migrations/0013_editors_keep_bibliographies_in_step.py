"""Editors name the bibliographies that the library is kept in step with."""

from importlib import import_module

from django.db import migrations

groups = import_module("blog.migrations.0003_groups")


def let_editors_name_bibliographies(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*groups.permissions(apps, "papers", "watch", groups.ALL.split()))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0012_posts_with_notices"),
        ("papers", "0007_bibliographies_kept_in_step"),
    ]

    operations = [
        migrations.RunPython(let_editors_name_bibliographies, migrations.RunPython.noop),
    ]
