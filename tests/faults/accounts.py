"""What the database has, beside what the site said that it has."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd, titles

COMMENTS = "SELECT source FROM blog_comment"
REVISIONS = "SELECT source FROM blog_revision"
PAPERS = "SELECT title FROM papers_paper"
SOURCE = "SELECT source FROM blog_post WHERE slug = 'flooded'"
MOST_LOOKED_AT = 250  # under blog.posts.revisions.MOST_KEPT


@dataclass
class Account:
    """``lost`` were acknowledged and are not there; ``doubled`` are there more than once."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def compare(self, taken: set[str], stored: list[str]) -> None:
        assert taken  # else nothing is shown by it
        times = Counter(stored)
        self.lost += sorted(taken - times.keys())
        self.doubled += sorted(text for text in taken if times[text] > 1)


def read_column(site: ServedSite, query: str) -> list[str]:
    if database := site.settings.get("DATABASE_URL"):
        import psycopg  # only where PostgreSQL is used

        with psycopg.connect(database) as connection:
            return [value for (value,) in connection.execute(query).fetchall()]
    return [value for (value,) in sqlite_rows(site.data_dir / "wellcited.sqlite3", query)]


def sqlite_rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path, timeout=20)) as connection:
        return connection.execute(query).fetchall()


def account_of(site: ServedSite, crowd: Crowd) -> Account:
    """Looked at after ``settle``. Of the editor's texts, the newest in the post's history, which
    keeps so many."""
    account = Account(crowd.acknowledged())
    comments = {text for one in crowd.commenters for text in one.ledger.taken}
    account.compare(comments, read_column(site, COMMENTS))
    saved = crowd.editor.ledger.taken & set(crowd.editor.ledger.sent[-MOST_LOOKED_AT:])
    account.compare(saved, read_column(site, REVISIONS))
    works = {title for text in crowd.importer.ledger.taken for title in titles(text)}
    account.compare(works, read_column(site, PAPERS))
    assert read_column(site, SOURCE) == crowd.editor.ledger.sent[-1:]
    return account
