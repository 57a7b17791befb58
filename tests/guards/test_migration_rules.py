"""No new migration stops who writes meanwhile, or the way back."""

from importlib import import_module

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from tests.guards.migration_rules import LAST_RELEASED, faults_of
from tests.guards.sources import ROOT


def test_new_migrations_let_a_site_serve():
    found = {}
    for app, last in LAST_RELEASED.items():
        for path in sorted((ROOT / app / "migrations").glob("0*.py")):
            if int(path.name[:4]) > last:
                kind = import_module(f"{app}.migrations.{path.stem}").Migration
                if told := list(faults_of(kind.operations, is_atomic=kind.atomic)):
                    found[path.name] = told
    assert found == {}


def all_rows(apps, schema_editor):
    for row in apps.get_model("blog", "Post").objects.all():
        row.save()


def test_each_rule_finds_what_it_is_about():
    text = models.TextField()
    index = models.Index(fields=["title"], name="a")
    unique = models.TextField(null=True, unique=True)
    link = models.ForeignKey("blog.Post", models.CASCADE, null=True)
    rule = models.CheckConstraint(condition=models.Q(pk__gt=0), name="a")
    for operation, told in (
        (migrations.RemoveField("post", "title"), "release after"),
        (migrations.RenameField("post", "title", "name"), "old name"),
        (migrations.AddField("series", "a", text), "db_default"),
        (migrations.DeleteModel("Series"), "release after"),
        (migrations.RenameModel("Series", "Row"), "old name"),
        (migrations.AlterField("series", "a", text, preserve_default=False), "in batches"),
        (migrations.AddIndex("post", index), "AddIndexConcurrently"),
        (migrations.AddField("comment", "b", unique), "AddIndexConcurrently"),
        (migrations.AddField("comment", "b", link), "AddIndexConcurrently"),
        (AddIndexConcurrently("post", index), "atomic = False"),
        (migrations.AddConstraint("post", rule), "ValidateConstraint"),
        (migrations.RunPython(all_rows), "no way back"),
        (migrations.RunPython(all_rows, migrations.RunPython.noop), "at once"),
    ):
        assert any(told in one for one in faults_of([operation], is_atomic=True)), operation
    made = [migrations.CreateModel("post", []), migrations.AddIndex("post", index)]
    nullable = migrations.AddField("series", "a", models.TextField(null=True))
    assert list(faults_of([*made, nullable], is_atomic=True)) == []
