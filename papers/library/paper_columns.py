"""The columns of a paper, which lists are sorted, cut and searched by: filled from its record."""

from collections.abc import Mapping
from typing import Any

from papers.models import UNDATED, Paper
from papers.records.folded_text import title_key

COLUMNS = {
    "type": "type",
    "title": "title",
    "container-title": "container_title",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "language": "language",
    "abstract": "abstract",
}
"""Columns by the fields of CSL that fill them."""
DATE_COLUMNS = ["issued_year", "issued_month", "issued_day"]
FOLLOWING_COLUMNS = [
    *COLUMNS.values(),
    *DATE_COLUMNS,
    *("title_key", "sort_year", "record", "state", "updated_at"),
]
"""What is written of a paper whose sources say something else than before."""
MAX_YEAR = 3000


def set_columns(paper: Paper) -> None:
    """Sets the columns from the record, as far as they hold it. A record without a title leaves
    the paper the one that it has."""
    title = paper.title
    for column, value in column_values(paper.record).items():
        setattr(paper, column, value)
    paper.title = paper.title or title
    paper.title_key = title_key(paper.title)
    paper.sort_year = UNDATED if paper.issued_year is None else paper.issued_year


def column_values(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns hold of a record."""
    values: dict[str, Any] = {
        column: str(record.get(field, ""))[: Paper._meta.get_field(column).max_length]
        for field, column in COLUMNS.items()
    }
    return values | dict(zip(DATE_COLUMNS, [*_date_of(record), None, None, None], strict=False))


def _date_of(record: Mapping[str, Any]) -> list[int]:
    """Year, month and day, as far as they are known and columns hold them."""
    parts = (record.get("issued") or {}).get("date-parts") or [[]]
    date = [int(part) for part in parts[0][:3]]
    return date if date and abs(date[0]) <= MAX_YEAR else []
