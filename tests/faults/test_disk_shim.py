"""That the shim is a disk: what was not synced is gone after a power cut, and the test would see a
database that does not sync."""

import errno
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.faulty_disk import FaultyDisk

pytestmark = pytest.mark.slow
COMMITS = """
import os, pathlib, signal, sqlite3, sys
database = sqlite3.connect("site.sqlite3", isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute(f"PRAGMA synchronous = {sys.argv[1]}")
database.execute("CREATE TABLE comment (number)")
for number in range(5):
    database.execute("INSERT INTO comment VALUES (?)", (number,))
pathlib.Path("unsynced").write_text("never on the disk")
os.kill(os.getpid(), signal.SIGKILL)
"""


def run(disk: FaultyDisk, code: str, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=disk.folder, env=disk.environment, capture_output=True)


@pytest.mark.parametrize(("synchronous", "kept"), [("FULL", 5), ("OFF", 0)])
def test_a_power_cut_takes_what_was_not_synced(shim: Path, tmp_path, synchronous: str, kept: int):
    folder = tmp_path / "data"
    folder.mkdir()
    disk = FaultyDisk(shim, folder, tmp_path)
    disk.sync()
    assert run(disk, COMMITS, synchronous).returncode == -signal.SIGKILL
    assert len(rows(folder)) == 5
    disk.cut_power(random.Random(3))  # its first choice is that nothing stays by chance
    assert not (folder / "unsynced").exists()
    assert len(rows(folder)) == kept


def rows(folder: Path) -> list:
    with closing(sqlite3.connect(folder / "site.sqlite3")) as database:
        try:
            return database.execute("SELECT number FROM comment").fetchall()
        except sqlite3.OperationalError:  # not even the table was written down
            return []


def test_a_failing_disk_and_a_wrong_clock_are_what_programs_see(shim: Path, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    disk = FaultyDisk(shim, folder, tmp_path)
    disk.shift_clock(86400)
    with disk.failing(errno.EROFS):
        assert b"[Errno 30]" in run(disk, "open('one', 'w')").stderr
    seen = run(disk, "import time; open('one', 'w').write(str(time.time()))")
    assert seen.returncode == 0
    tomorrow = float((folder / "one").read_text())
    assert 86300 < tomorrow - (folder / "one").stat().st_mtime < 86500
