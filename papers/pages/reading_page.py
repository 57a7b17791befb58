"""What the reading list shows: each function costs a fixed number of queries."""

from papers.models import Reading
from papers.queries.paging import Page, page_by_time


def reading_page(state: str, cursor: str, size: int) -> Page:
    """One page of a state of the reading list, the last changed first."""
    rows = Reading.objects.filter(state=state).select_related("paper")
    rows = rows.defer("paper__abstract", "paper__note", "paper__note_html", "note")
    return page_by_time(rows, cursor, size, time="changed_at")
