"""What each source of a paper says of each field, and which of them is shown."""

from dataclasses import dataclass

from django.db.models import QuerySet

from papers.library.paper_rows import sources_of
from papers.library.source_order import in_order, told_by
from papers.models import Paper, Source
from papers.queries.prepared import prepared
from papers.records.projection import CUSTOM, field_value, fields_in, project, value_text


@dataclass(frozen=True)
class FieldCell:
    """What one source says of a field; empty where it says nothing."""

    source: Source
    text: str
    is_said: bool
    is_shown: bool


@dataclass(frozen=True)
class FieldLine:
    """One field of a paper: ``field`` as CSL calls it, with one cell for each source."""

    field: str
    cells: list[FieldCell]

    @property
    def name(self) -> str:
        return self.field.removeprefix(CUSTOM)


def shown_sources(paper: Paper) -> dict[str, Source]:
    """The source that each shown field of a paper is from; none for a paper without sources."""
    rows = in_order(stored_sources(paper.pk))
    _record, given = project([told_by(row) for row in rows])
    return {field: rows[place] for field, place in given.items()}


@prepared
def stored_sources(paper: int) -> QuerySet:
    return Source.objects.filter(paper=paper).order_by()


def field_lines(paper: Paper) -> list[FieldLine]:
    """Every field that a source says something of, by name; the sources as they count."""
    rows = sources_of(paper)
    told = [told_by(row) for row in rows]
    _record, given = project(told)
    said = [set(fields_in(one)) for one in told]
    return [
        FieldLine(
            field,
            [
                FieldCell(
                    row,
                    value_text(field_value(row.record, field)),
                    is_said=field in said[place],
                    is_shown=given.get(field) == place,
                )
                for place, row in enumerate(rows)
            ],
        )
        for field in sorted({field for fields in said for field in fields})
    ]
