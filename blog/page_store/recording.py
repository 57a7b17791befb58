"""What a page was made of: the statements that its rendering asked, and until when it holds."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from blog.models import Post, current_site
from blog.page_store.table_rules import counted_tables
from papers.queries.page_reads import PageReads, noting_reads

WORD = re.compile(r"\w+")
READS = ("SELECT", "WITH")
WRITES = {"INSERT", "UPDATE", "DELETE", "MERGE", "NEXTVAL", "SETVAL"}
LONGEST_LIFE = timedelta(hours=6)
"""Of a page that nothing changes: far less than that of the stamp in its form."""


@dataclass(frozen=True)
class Statement:
    """``params`` are as the database's module takes them."""

    sql: str
    params: Any
    tables: frozenset[str]


class Recording:
    """The statements of one rendering. ``fault`` says why its page cannot be kept."""

    def __init__(self, reads: PageReads) -> None:
        self.reads = reads
        self.fault = ""
        self.began_at = timezone.now()
        self._ends: list[datetime] = []
        self._statements: dict[tuple[str, str], Statement] = {}

    def __call__(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.note(str(sql), params, many)
        return execute(sql, params, many, context)

    def note(self, sql: str, params: Any, many: bool) -> None:
        words = set(WORD.findall(sql))
        tables = words & all_tables()
        if many or not sql.lstrip(" (\n").startswith(READS) or WRITES & {*map(str.upper, words)}:
            self.fault = f"it does more than read: {sql[:200]}"
        elif not tables or not tables <= counted():
            self.fault = f"it reads what is not counted: {sql[:200]}"
        else:
            statement = Statement(sys.intern(sql), params, frozenset(tables))
            self._statements[sql, repr(params)] = statement

    @property
    def statements(self) -> list[Statement]:
        """Each once, in the order in which they were first asked."""
        return list(self._statements.values())

    @property
    def tables(self) -> frozenset[str]:
        return frozenset().union(*(one.tables for one in self._statements.values()))

    def ends_at(self) -> datetime:
        """The first moment at which the page may be another one though no row changes."""
        return min([*self.reads.changes_at, *self._ends, self.began_at + LONGEST_LIFE])

    def ask_for_ends(self) -> None:
        """At the beginning, and recorded: a post that is published later than now is seen by this
        statement, though those of the page are asked again with the time at which it was made."""
        later = Post.objects.filter(published_at__gt=self.began_at).order_by("published_at")
        next_post = later.values_list("published_at", flat=True).first()
        midnights = [next_midnight(self.began_at, zone) for zone in (UTC, current_site().zone)]
        self._ends = midnights if next_post is None else [next_post, *midnights]


def next_midnight(moment: datetime, zone: Any) -> datetime:
    """Where dates of today become those of yesterday."""
    there = moment.astimezone(zone)
    day = (there + timedelta(days=1)).date()
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@contextmanager
def recording() -> Iterator[Recording]:
    """Records what this thread asks the database meanwhile. The site's row is the first thing, and
    the same for all of the page."""
    with noting_reads() as reads:
        record = Recording(reads)
        with connection.execute_wrapper(record):
            record.ask_for_ends()
            yield record


@cache
def counted() -> frozenset[str]:
    return frozenset(counted_tables())


@cache
def all_tables() -> frozenset[str]:
    """Of the database, so that none is overlooked that has no model."""
    with connection.copy().temporary_connection() as cursor:
        found = connection.introspection.table_names(cursor)
    return frozenset(found) | counted()
