"""Nobody else on the machine reads the database, its side files, images or the key."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import make_private, read_data_dir
from tests.guards.sources import ROOT
from tests.support.serving import environment, read_page, start

OPEN = 0o077


def modes(folder: Path) -> dict[str, str]:
    """The paths that somebody else may read, write or enter."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): oct(path.stat().st_mode) for path in paths if path.stat().st_mode & OPEN}


@pytest.mark.slow
def test_a_served_site_keeps_its_files_to_itself(tmp_path, port):
    folder = tmp_path / "data"
    before = os.umask(0o022)
    try:
        server = start(folder, port)
    finally:
        os.umask(before)
    try:
        names: set[str] = set()
        for _time in range(100):  # the last connection that closes takes the -wal away
            if "wellcited.sqlite3-wal" not in names:
                read_page(port, server)
                names = {path.name for path in folder.iterdir()}
        assert {"secret_key", "wellcited.sqlite3", "wellcited.sqlite3-wal"} <= names
        assert modes(folder) == {}
    finally:
        server.terminate()
        server.communicate(timeout=60)


@pytest.mark.slow
def test_an_image_is_stored_as_private(tmp_path):
    code = (
        "from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import default_storage\n"
        "default_storage.save('posts/a.png', ContentFile(b'a'))"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment(tmp_path / "data"), check=True)
    assert (tmp_path / "data/media/posts/a.png").exists()
    assert modes(tmp_path / "data") == {}


def test_what_an_older_release_left_open_is_closed(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    for name in ("wellcited.sqlite3", "wellcited.sqlite3-wal", "secret_key", "first-start"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    read_data_dir(tmp_path)
    assert list(modes(tmp_path)) == [str(tmp_path / "first-start")]


def test_a_folder_that_many_share_stays_open(tmp_path):
    tmp_path.chmod(0o1777)
    (tmp_path / "secret_key").touch()
    make_private(tmp_path)
    assert tmp_path.stat().st_mode & 0o1777 == 0o1777


def test_a_folder_that_is_not_in_use_stays_as_it_is(tmp_path):
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
