"""No new migration stops who writes meanwhile, or the way back."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.guards.migration_rules import LAST_RELEASED, columns_of, faults_of
from tests.guards.sources import ROOT


def test_new_migrations_let_a_site_serve():
    found, loader = {}, MigrationLoader(None)
    for app, last in LAST_RELEASED.items():
        for path in sorted((ROOT / app / "migrations").glob("0*.py")):
            if int(path.name[:4]) > last:
                one = loader.get_migration(app, path.stem)
                before = columns_of(loader.project_state((app, path.stem), at_end=False), app)
                told = list(faults_of(one.operations, is_atomic=one.atomic, before=before))
                found |= {path.name: told} if told else {}
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


def test_what_a_column_was_before_is_known():
    before = columns_of(MigrationLoader(None).project_state(), "blog")
    short, longer = models.CharField(max_length=10), models.CharField(max_length=900)
    for name, field, told in (
        ("title", short, "anew"),
        ("title", longer, ""),
        ("title", models.TextField(), ""),
        ("title", models.IntegerField(), "anew"),
        ("import_path", models.IntegerField(), "anew"),
        ("published_at", models.DateTimeField(default=None), "in batches"),
    ):
        altered = migrations.AlterField("post", name, field)
        found = " ".join(faults_of([altered], is_atomic=True, before=before))
        assert (told in found) if told else not found, (name, field, found)
