"""What a file has no longer, however much that is."""

import sqlite3

import pytest
from django.db import connection

from papers.choices import SourceKind
from papers.library.adding_papers import SeenKeys
from papers.library.gone_entries import find_gone
from papers.library.source_names import SourceName
from papers.models import Source
from tests.support.factories import make_paper

FILE = SourceName(SourceKind.FILE, "library.bib")
MANY = 12_000


@pytest.fixture
def few_values():
    """A database that takes fewer values in one statement than there are entries."""
    kind = sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER
    before = connection.connection.getlimit(kind) if connection.vendor == "sqlite" else None

    def limit(values: int | None) -> None:
        if before is not None:
            connection.connection.setlimit(kind, values or before)

    yield limit
    limit(None)


def test_a_file_may_lose_more_entries_than_a_statement_takes(db, few_values):
    paper = make_paper("Radium")
    Source.objects.bulk_create(
        Source(paper=paper, **FILE.fields, key=f"k{number}") for number in range(MANY)
    )
    few_values(MANY - 1000)
    gone = find_gone(FILE, SeenKeys())
    assert [row.key for row in gone] == [f"k{number}" for number in range(MANY)]
    assert not Source.objects.filter(**FILE.fields, gone_at=None).exists()
    assert find_gone(FILE, SeenKeys()) == []
