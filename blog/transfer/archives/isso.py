"""Isso's comments, out of its database (SQLite).

Source: isso/db/comments.py and isso/db/threads.py of Isso 0.13: tables ``threads`` and
``comments``, texts in Markdown, times in seconds, a mode of 1 for accepted, 2 for waiting and 4 for
deleted ones that have answers. Votes and addresses of senders are not read.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from blog.text.size_limits import MAX_ISSO_DATABASE
from blog.transfer.source.dates import moment
from blog.transfer.source.header_values import as_text, as_url
from blog.transfer.source.import_values import ArchivedComment, Refused, Thread

SQLITE = b"SQLite format 3\0"
MAX_VALUE = 10_000_000
"""Bytes of one value or row, also of one that the database would make up while it is read."""
MAX_STEPS = 10_000
"""Of a million instructions each: more than any honest database takes."""
ACCEPTED, WAITING = 1, 2
TABLES = {"threads", "comments"}
COMMENTS = (
    "SELECT tid, id, parent, created, mode, text, author, email, website FROM comments ORDER BY id"
)


def read_isso(file: Path) -> list[Thread]:
    """The threads of a database. Raises Refused for one that is another program's or damaged,
    OSError."""
    if file.stat().st_size > MAX_ISSO_DATABASE:
        raise Refused(file.name, None, f"it is bigger than {MAX_ISSO_DATABASE // 1_000_000} MB")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return list(_threads(file, database))
    except sqlite3.Error as error:
        raise Refused(file.name, None, f"the database cannot be read: {error}") from error


def _threads(file: Path, database: sqlite3.Connection) -> Iterator[Thread]:
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    steps = iter(range(MAX_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, 1_000_000)
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if lacking := TABLES - {name for (name,) in found}:
        raise Refused(
            file.name,
            None,
            f"it is a database, but not Isso's: it has no table {' and no '.join(sorted(lacking))}",
        )
    database.row_factory = sqlite3.Row
    threads: dict[Any, Thread] = {}
    for row in database.execute("SELECT id, uri, title FROM threads"):
        threads[row["id"]] = Thread(as_text(row["uri"]), as_text(row["title"]))
    for row in database.execute(COMMENTS):
        if comment := _comment(row):
            threads.setdefault(row["tid"], Thread("", "")).comments.append(comment)
    yield from threads.values()


def _comment(row: sqlite3.Row) -> ArchivedComment | None:
    """``None`` for one that was deleted, or says nothing."""
    text, email = as_text(row["text"]), as_text(row["email"])
    if row["mode"] not in (ACCEPTED, WAITING) or not text.strip():
        return None
    return ArchivedComment(
        key=f"isso-{row['id']}",
        parent="" if row["parent"] is None else f"isso-{row['parent']}",
        name=as_text(row["author"]),
        text=text,
        written_at=_moment(row["created"]),
        email=email if "@" in email else "",
        website=as_url(as_text(row["website"])),
        is_published=row["mode"] == ACCEPTED,
    )


def _moment(seconds: Any) -> datetime | None:
    try:
        naive = datetime.fromtimestamp(float(seconds), UTC).replace(tzinfo=None)
        return moment(naive, UTC)[0]
    except (TypeError, ValueError, OverflowError, OSError):
        return None
