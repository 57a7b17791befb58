"""Posts know when a work that they cite was taken back, and editors look at such notices."""

from importlib import import_module

from django.db import migrations, models

groups = import_module("blog.migrations.0003_groups")


def let_editors_look_at_notices(apps, schema_editor):
    rights = {"notice": groups.ALL, "check": "view"}
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        for model, verbs in rights.items():
            group.permissions.add(*groups.permissions(apps, "papers", model, verbs.split()))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0011_pages_know_their_versions_and_sources"),
        ("papers", "0006_checks_and_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="noticed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(let_editors_look_at_notices, migrations.RunPython.noop),
    ]
