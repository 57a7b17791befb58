import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from blog.backups.backup_files import BackupError
from blog.backups.database_copies import check_sqlite, copy_sqlite

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE post (id INTEGER PRIMARY KEY, text TEXT)")
        made.execute("CREATE TABLE citation (post INTEGER NOT NULL REFERENCES post (id))")
        made.execute("INSERT INTO post VALUES (1, ?)", ["x" * 2_000_000])
        made.commit()
    return path


def write_until(stopped: threading.Event, database: Path, started: threading.Event) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as writer:
        while not stopped.is_set():
            post = writer.execute("INSERT INTO post (text) VALUES ('y')").lastrowid
            writer.execute("INSERT INTO citation VALUES (?)", [post])
            writer.commit()
            started.set()


def test_a_copy_made_while_others_write_is_of_one_moment(database: Path, tmp_path: Path):
    stopped, started = threading.Event(), threading.Event()
    writer = threading.Thread(target=write_until, args=[stopped, database, started])
    writer.start()
    started.wait()
    copies = [tmp_path / f"copy{number}.sqlite3" for number in range(5)]
    for copy in copies:
        copy_sqlite(database, copy)
    stopped.set()
    writer.join()
    counted = []
    for copy in copies:
        check_sqlite(copy)
        with closing(sqlite3.connect(copy)) as opened:
            (posts,) = opened.execute("SELECT COUNT(*) FROM post WHERE id > 1").fetchone()
            (citations,) = opened.execute("SELECT COUNT(*) FROM citation").fetchone()
        assert posts == citations
        counted.append(posts)
    assert counted == sorted(counted)
    assert counted[0] > 0
    assert {path.name for path in tmp_path.glob("copy*")} == {copy.name for copy in copies}


def test_a_copy_that_is_torn_is_told(database: Path, tmp_path: Path):
    copy = tmp_path / "copy.sqlite3"
    copy_sqlite(database, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="cannot be opened"):
        check_sqlite(copy)
    copy.write_bytes(b"no database at all")
    with pytest.raises(BackupError, match="cannot be opened"):
        check_sqlite(copy)


def test_a_row_that_names_one_that_is_gone_is_told(database: Path, tmp_path: Path):
    copy = tmp_path / "copy.sqlite3"
    copy_sqlite(database, copy)
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute("INSERT INTO citation VALUES (99)")
        opened.commit()
    with pytest.raises(BackupError, match="a row of citation"):
        check_sqlite(copy)
