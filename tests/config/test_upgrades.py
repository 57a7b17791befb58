"""``make upgrade`` and ``make rollback`` on a site of the release of before."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guards.sources import ROOT
from tests.support.new_databases import new_databases
from tests.support.older_release import git, release, release_of_before
from tests.support.serving import environment

LEFT_OUT = ("blog.backup", "blog.tableversion", "contenttypes", "auth.permission", "auth.group")
"""Groups keep their rights to what only the newer release has."""
FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.support.factories import make_comment, make_paper, make_post
make_paper(key="one")
make_comment(make_post(slug="first", source="A post with é, 학습 and [@one]."))
"""
READ = """
from django.test import Client
from tests.support.factories import make_post
page = Client().get("/posts/first.md", headers={"host": "127.0.0.1"})
assert "학습" in page.content.decode(), page
make_post(slug="second", source="Written by the newer release.")
"""
BROKEN = """
from django.db import migrations, models
def fail(apps, schema_editor):
    raise ValueError("no way on")
class Migration(migrations.Migration):
    dependencies = [("blog", "{newest}")]
    operations = [
        migrations.CreateModel("Half", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(fail, migrations.RunPython.noop),
    ]
"""


BEFORE = release_of_before()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BEFORE, reason="needs a clone with the release of before in it"),
]


@dataclass
class Place:
    """A site's folder and its environment; nothing is installed, all releases use what is here."""

    app: Path
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        command = [".venv/bin/python", "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=self.app, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tell(self, *arguments: str) -> tuple[int, str]:
        """What the program that moves between releases ends with, and what it says."""
        command = [sys.executable, ROOT / "deploy/upgrade.py", *arguments, "--app", self.app]
        done = subprocess.run(
            command, cwd=self.app, env=self.env, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def rows(self) -> list[dict]:
        left = [f"--exclude={name}" for name in LEFT_OUT]
        return json.loads(self.manage("dumpdata", *left))

    def head(self) -> str:
        return git(self.app, "rev-parse", "HEAD")


@pytest.fixture
def place(tmp_path: Path, db) -> Iterator[Place]:
    """Of the release of before, with a post, a paper and a comment."""
    with new_databases("upgraded") as (named,):
        env = environment(tmp_path / "data", INSTALL="true", **named)
        place = Place(release(tmp_path / "app", BEFORE), env)
        place.manage("shell", "-c", FILL)
        yield place


def is_as_before(place: Place, rows: list[dict]) -> bool:
    now = place.rows()
    place.manage("migrate", "--check")
    assert [one for one in rows if one not in now] == []
    return place.head() == BEFORE


def test_a_site_goes_to_the_next_release_and_back_with_what_was_written(place, tmp_path):
    rows, newest = place.rows(), git(ROOT, "rev-parse", "HEAD")
    restarted = tmp_path / "restarted"
    place.env["RESTART"] = f"touch {restarted}"
    code, said = place.tell("upgrade", "--to", newest)
    assert (code, place.head()) == (0, newest), said
    assert "the database's copy was opened and is whole" in said
    assert restarted.exists()
    place.manage("migrate", "--check")
    place.manage("shell", "-c", READ)
    assert place.tell("upgrade", "--to", newest)[1].startswith("This is the release already")
    code, said = place.tell("rollback")
    assert code == 0, said
    assert is_as_before(place, rows)
    assert "second" in [one["fields"].get("slug") for one in place.rows()]
    assert len(list((tmp_path / "data-backups").glob("2*"))) == 2
    assert "No upgrade is told of" in place.tell("rollback")[1]


def test_an_upgrade_that_fails_changes_nothing(place):
    rows = place.rows()
    git(place.app, "checkout", "-q", git(ROOT, "rev-parse", "HEAD"))
    newest = max(one.stem for one in (place.app / "blog/migrations").glob("0*.py"))
    (place.app / "blog/migrations/9999_broken.py").write_text(BROKEN.format(newest=newest))
    git(place.app, "add", "-A")
    git(place.app, "commit", "-q", "-m", "A release that is broken")
    broken = place.head()
    git(place.app, "checkout", "-q", BEFORE)
    code, said = place.tell("upgrade", "--to", broken)
    assert code == 1
    assert "no way on" in said
    assert "Nothing has changed" in said
    assert is_as_before(place, rows)


def test_folders_without_git_are_releases_too(place, tmp_path):
    rows, older = place.rows(), place.app
    place.app = release(tmp_path / "newer", git(ROOT, "rev-parse", "HEAD"))
    (place.app / ".git").rename(tmp_path / "no-git")
    assert "This is no clone" in place.tell("upgrade")[1]
    code, said = place.tell("upgrade", "--from", str(older))
    assert code == 0, said
    place.manage("shell", "-c", READ)
    code, said = place.tell("rollback")
    assert (code, f"The release of before is in {older}" in said) == (0, True), said
    place.app = older
    assert is_as_before(place, rows)


def test_what_stands_in_the_way_is_said_before_anything_is_done(tmp_path):
    place = Place(release(tmp_path / "app", "HEAD"), environment(tmp_path / "data"))
    assert "make rollback goes back" in place.tell("upgrade", "--to", BEFORE)[1]
    assert "name a release" in place.tell("upgrade", "--to", "v99")[1]
    with (place.app / "manage.py").open("a") as file:
        file.write("#\n")
    assert "Files of the release were changed" in place.tell("upgrade", "--to", BEFORE)[1]
    place.env.pop("DATA_DIR")
    assert "set DATA_DIR" in place.tell("upgrade", "--from", "/somewhere")[1]
    assert not (tmp_path / "data-backups").exists()
