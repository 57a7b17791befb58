"""Editors see what is asked of registries, and have it asked again."""

from importlib import import_module

from django.db import migrations

groups = import_module("blog.migrations.0003_groups")


def let_editors_see_questions(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*groups.permissions(apps, "papers", "question", ["view", "change"]))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0015_words_to_search_by"),
        ("papers", "0010_questions_to_registries"),
    ]

    operations = [migrations.RunPython(let_editors_see_questions, migrations.RunPython.noop)]
