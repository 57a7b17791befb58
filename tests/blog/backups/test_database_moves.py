"""A blog moved to another database by the command: whole, or not at all."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.backups.copied_rows import TableDigest
from tests.support.flooding import own_database
from tests.support.migrated_database import begun_site
from tests.support.serving import environment, manage

FILL = """
import datetime
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_tasks_db.models import DBTaskResult
from blog.models import AddressKey, Comment
from blog.server.jobs import render_citing
from tests.support.factories import make_comment, make_paper, make_post
make_paper(key="curie1903")
post = make_post(title="Moved", slug="moved", source="Polonium, 학습, é and [@curie1903].")
kept = make_comment(post, source="A thought on thorium.")
make_comment(post, parent=kept, thread=kept)
Comment.objects.filter(pk=make_comment(post).pk).delete()
AddressKey.objects.create(day=datetime.date(2026, 3, 1), key=bytes(range(32)))
Client().force_login(User.objects.create_superuser("ed"))
render_citing.enqueue([1])
MigrationRecorder(connection).record_applied("blog", "0001_initial")  # as an older release did
print("jobs:", DBTaskResult.objects.count())
"""
LOOK = """
import json
from django.db import connection
from django.test import Client
from blog.models import AddressKey, Post, TableVersion, UserSession
from django_tasks_db.models import DBTaskResult
from tests.support.factories import make_comment
def version():
    return sum(TableVersion.objects.filter(name="blog_comment").values_list("number", flat=True))
before, client = version(), Client(headers={"host": "localhost"})
seen = {
    "vendor": connection.vendor,
    "sessions": UserSession.objects.count(),
    "jobs": DBTaskResult.objects.count(),
    "key": bytes(AddressKey.objects.get().key).hex(),
    "found": [
        "A thought on" in client.get(f"/search/?q={word}").content.decode()
        for word in ("thorium", "radium")
    ],
    "next": make_comment(Post.objects.get(slug="moved")).pk,
}
print(json.dumps(seen | {"counted": version() > before}))
"""


@contextmanager
def empty_database(migrated: Path, folder: Path) -> Iterator[str]:
    """The address of a migrated one of the kind that the tests run on."""
    begun_site(folder, migrated)
    with own_database(os.environ.get("DATABASE_URL", "")) as url:
        if url:
            run(environment(folder, DATABASE_URL=url), "migrate", "-v0")
        yield url or f"sqlite:///{folder / 'wellcited.sqlite3'}"


def run(place: dict[str, str], *arguments: str) -> str:
    done = manage(place, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell(place: dict[str, str], code: str) -> str:
    return run(place | {"DEBUG": "1"}, "shell", "--no-imports", "-v0", "-c", code)


def copied_to(*urls: str) -> str:
    """Copies to each of them in turn, and says why where that is refused."""
    return f"""
from django.core.management import CommandError, call_command
for url in {urls!r}:
    try:
        call_command("copy_database", to=url)
    except CommandError as error:
        print("refused:", error)
"""


def told_tables(said: str) -> list[str]:
    return [line for line in said.splitlines() if " rows  " in line]


@pytest.mark.slow
def test_every_row_is_there_and_the_site_goes_on(migrated: Path, tmp_path: Path):
    here = environment(begun_site(tmp_path / "one", migrated))
    third = begun_site(tmp_path / "three", migrated) / "wellcited.sqlite3"
    empty, none = f"sqlite:///{tmp_path}/new", f"sqlite:///{tmp_path}/no/new"
    with empty_database(migrated, tmp_path / "two") as url:
        said = shell(here, FILL + copied_to(empty, none, url, url))
        assert "2 rows" in next(line for line in told_tables(said) if "blog_comment " in line)
        assert "Not copied, counted anew there: blog_tableversion" in said
        lacks, away, full = (line for line in said.splitlines() if line.startswith("refused:"))
        assert re.search("lacks .* such as contenttypes.0001_initial; apply them with `DATA", lacks)
        assert "Nothing was copied: unable to open database file" in away
        assert "The other database holds rows already" in full

        there = environment(tmp_path / "two", DATABASE_URL=url)
        *back, seen = shell(there, copied_to(f"sqlite:///{third}") + LOOK).splitlines()
    assert told_tables("\n".join(back)) == told_tables(said)
    assert json.loads(seen) == {
        "vendor": "postgresql" if url.startswith("postgres") else "sqlite",
        "sessions": 1,
        "jobs": int(re.search(r"jobs: (\d+)", said)[1]),
        "key": bytes(range(32)).hex(),
        "found": [True, False],
        "next": 4,  # the third was deleted, and its address is nobody else's
        "counted": True,
    }


@pytest.mark.parametrize("address", ["mysql://x/y", "postgres://host:port/y", "somewhere"])
def test_an_address_of_no_database_is_refused(address: str):
    with pytest.raises(CommandError, match="--to cannot be read; set it to postgres://user"):
        call_command("copy_database", to=address)


def test_a_digest_is_of_what_values_mean_in_any_order():
    def digest(*rows: tuple) -> str:
        found = TableDigest()
        for row in rows:
            found.add(row)
        return str(found)

    assert digest((1, "a"), (2, "b")) == digest((2, "b"), (1, "a"))
    assert digest((1, memoryview(b"x"), {"a": 1.0, "b": [None]})) == digest(
        (1, b"x", {"b": [None], "a": 1})
    )
    others = [digest((1, "a")), digest((1, "b")), digest(("1", "a")), digest((1, "a"), (1, "a"))]
    assert len({*others, digest((None, "a")), digest((1, {"a": True})), digest((1, {"a": 1}))}) == 7
