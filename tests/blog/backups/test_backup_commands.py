"""Backups as an operator makes them: by commands, in processes and data folders of their own."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from blog.backups.backup_files import read_description, whole_backups
from blog.backups.old_backups import remove_older
from blog.media_store import copy_whole
from blog.models import Backup, DemoObject
from tests.support.migrated_database import begun_site
from tests.support.new_databases import new_databases
from tests.support.serving import environment, manage

FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.support.factories import make_comment, make_paper, make_post
make_paper(key="one")
make_comment(make_post(source="A post with é, 학습 and [@one]."))
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("posts/one.png", ContentFile(b"picture"))
"""
DUMP = """
from django.core.management import call_command
call_command("dumpdata", exclude=["blog.backup", "blog.tableversion"], output={path!r}, verbosity=0)
"""


@pytest.fixture
def places(tmp_path: Path, db, request) -> Iterator[list[dict[str, str]]]:
    """The environments of two sites without rows, the second without tables, on the database that
    the tests run on."""
    folders = [tmp_path / "one", tmp_path / "two"]
    if connection.vendor == "sqlite":
        begun_site(folders[0], request.getfixturevalue("migrated"))
    with new_databases("one", "two") as databases:
        yield [
            environment(folder, **named) for folder, named in zip(folders, databases, strict=True)
        ]


@pytest.mark.slow
def test_a_site_comes_back_elsewhere_with_every_row_and_file(places, tmp_path: Path):
    one, two = places
    kept, before, after = tmp_path / "kept", tmp_path / "before.json", tmp_path / "after.json"
    filled = manage(one, "shell", "-v", "0", "-c", FILL + DUMP.format(path=str(before)))
    assert filled.returncode == 0, filled.stderr
    made = manage(one, "backup", str(kept))
    assert made.returncode == 0, made.stderr
    assert "the database's copy was opened and is whole" in made.stdout
    (backup,) = whole_backups(kept)
    assert backup.stat().st_mode & 0o077 == 0
    back = manage(two, "restore", str(backup))
    assert back.returncode == 0, back.stderr
    dumped = manage(two, "shell", "-v", "0", "-c", DUMP.format(path=str(after)))
    assert dumped.returncode == 0, dumped.stderr
    assert len(json.loads(before.read_text())) > 20
    assert after.read_text() == before.read_text()
    assert (tmp_path / "two/media/posts/one.png").read_bytes() == b"picture"
    assert (tmp_path / "two/secret_key").read_text() == (tmp_path / "one/secret_key").read_text()

    again = manage(two, "restore", str(backup))
    assert again.returncode == 1
    assert "holds tables already, and nothing here is written over" in again.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"database": "oracle"}, "The backup is of oracle"),
        ({"migrations": ["blog.9999_later"]}, "blog.9999_later is not known here"),
        ({"migrations": ["blog.0001_initial"]}, "holds tables already"),  # of an older release
        ({}, "holds tables already"),
    ],
)
def test_what_cannot_be_restored_is_said_before_anything_is_written(
    tmp_path: Path, change: dict, told: str
):
    held = {"format": 1, "made_at": "", "site": "", "migrations": [], "files": []}
    held |= {"database": connection.vendor} | change
    (tmp_path / "backup.json").write_text(json.dumps(held))
    with pytest.raises(CommandError, match=told):
        call_command("restore", str(tmp_path))


def test_a_file_comes_back_under_the_longest_name_that_can_be(tmp_path: Path):
    kept, path = tmp_path / "kept", tmp_path / "media/posts" / ("é" * 125 + ".webp")
    kept.write_bytes(b"picture")
    copy_whole(kept, path)
    assert path.read_bytes() == b"picture"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.django_db
def test_a_backup_among_what_readers_see_is_refused(settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "link").symlink_to(settings.MEDIA_ROOT)
    others = [f"{tmp_path}/x/../static/backups", f"{tmp_path}/link/backups"]
    for place in [f"{settings.MEDIA_ROOT}/backups", *others]:
        with pytest.raises(CommandError, match="which readers see"):
            call_command("backup", place)


@pytest.mark.django_db
def test_to_keep_none_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="from 1 on"):
        call_command("backup", str(tmp_path), keep=0)
    assert list(tmp_path.iterdir()) == []


def described(folder: Path, name: str, site: str) -> None:
    (folder / name).mkdir()
    held = {"format": 1, "made_at": "", "site": site, "database": "", "migrations": [], "files": []}
    (folder / name / "backup.json").write_text(json.dumps(held))


def test_the_oldest_of_this_site_go(tmp_path: Path, settings):
    for day in range(1, 5):
        described(tmp_path, f"2026030{day}T021500Z", settings.SITE_URL)
    described(tmp_path, "20260201T021500Z", "https://another.example")
    (tmp_path / "20260101T021500Z").mkdir()
    described(tmp_path, "20260102T021500Z", settings.SITE_URL)
    (tmp_path / "20260102T021500Z/backup.json").write_text("{")
    assert remove_older(tmp_path, 2, settings.SITE_URL) == 2
    left = [path.name for path in whole_backups(tmp_path)]
    kept = ["20260304T021500Z", "20260303T021500Z", "20260201T021500Z", "20260102T021500Z"]
    assert left == kept  # the last one cannot be read
    assert (tmp_path / "20260101T021500Z").is_dir()
    assert read_description(tmp_path / left[0]).site == settings.SITE_URL


def test_the_admin_tells_of_a_backup_that_is_old_or_was_never_made(admin_client: Client, settings):
    def told() -> str:
        return admin_client.get("/admin/").content.decode()

    never = "No backup of this site was made yet."
    assert never in told()
    settings.BLOG_BACKUP_DAYS = 0
    assert never not in told()
    settings.BLOG_BACKUP_DAYS = 8
    made = Backup.objects.create(folder="/backups/1", bytes=1)
    assert "backup" not in told()
    Backup.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=9))
    assert "The newest backup is of" in told()
    Backup.objects.all().delete()
    DemoObject.objects.create(content_type_id=1, object_id=1)
    assert never not in told()


def test_those_who_do_not_run_the_site_are_not_told_of_backups(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ed", is_staff=True))
    assert "No backup" not in client.get("/admin/").content.decode()
