"""The rows of Retraction Watch's CSV, which Crossref gives away: a notice each, with the DOI and
PMID of the work that it is of. No Django here.

Two shapes are read by their column names: the whole file, and an extract of DOIs with the natures
of their notices.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from papers.records.identifiers import Id, library_identifier
from papers.registries.registry_record import FoundNotice, NoticeKind

SOURCE = "retraction-watch"
NATURES = {
    "retraction": NoticeKind.RETRACTION,
    "expression of concern": NoticeKind.CONCERN,
    "correction": NoticeKind.CORRECTION,
    "reinstatement": NoticeKind.REINSTATEMENT,
}
NEEDED = (("OriginalPaperDOI", "RetractionNature"), ("doi", "nature"))
LONGEST_REASON = 500
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True)
class RetractionRow:
    """What names the work of a row; ``problem`` says why the row is refused. Its notices are read
    where they are asked for: most rows are of works that a library has not."""

    line: int
    works: tuple[Id, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def notices(self) -> list[FoundNotice]:
        by = next(iter(known_ids("doi", self.cells.get("RetractionDOI", ""))), None)
        by = by or next(iter(known_ids("pmid", self.cells.get("RetractionPubMedID", ""))), None)
        day = day_of_row(self.cells.get("RetractionDate", ""))
        reason = reason_of_row(self.cells.get("Reason", ""))
        kinds = [NATURES[one.lower()] for one in natures_of(self.cells)]
        return [FoundNotice(kind, by, day, SOURCE, reason) for kind in kinds]


def retraction_rows(lines: Iterable[str]) -> Iterator[RetractionRow]:
    """The rows of a file. ``ValueError`` where its first line does not name the columns; a row that
    cannot be read is given with its problem, and the rest goes on."""
    reader = csv.reader(line.replace("\0", "") for line in lines)
    names = [name.strip().lstrip("\ufeff") for name in next(_rows(reader), ([], ""))[0]]
    if not any(set(needed) <= set(names) for needed in NEEDED):
        told = " or ".join(f"“{doi}” and “{nature}”" for doi, nature in NEEDED)
        raise ValueError(f"is no Retraction Watch CSV: its first line has to name {told}")
    for values, problem in _rows(reader):
        if problem:
            yield RetractionRow(reader.line_num, problem=problem)
        elif values:
            yield read_row(dict(zip(names, values, strict=False)), reader.line_num)


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[list[str], str]]:
    while True:
        try:
            yield next(reader), ""
        except csv.Error as error:
            yield [], f"{error}"
        except StopIteration:
            return


def read_row(row: Mapping[str, str], line: int) -> RetractionRow:
    works = (
        *known_ids("doi", row.get("OriginalPaperDOI") or row.get("doi") or ""),
        *known_ids("pmid", row.get("OriginalPaperPubMedID", "")),
    )
    natures = natures_of(row)
    strange = [one for one in natures if one.lower() not in NATURES]
    if strange or not natures:
        told = strange[0] if strange else ""
        allowed = ", ".join(NATURES)
        return RetractionRow(line, works, problem=f"“{told}” is no nature of a notice ({allowed})")
    return RetractionRow(line, works, row)


def natures_of(row: Mapping[str, str]) -> list[str]:
    written = row.get("RetractionNature") or row.get("nature") or ""
    return [one.strip() for one in written.split(";") if one.strip()]


def known_ids(scheme: str, written: str) -> list[Id]:
    """The identifier of a cell, if there is one: ``unavailable``, ``0`` and ``nan`` are none, and
    PMIDs are written as ``37476288.0``."""
    value = written.strip()
    if scheme == "pmid":
        value = value.removesuffix(".0")
    with suppress(ValueError):
        return [library_identifier(scheme, value)]
    return []


def day_of_row(written: str) -> date | None:
    """``7/12/2023 0:00``, month first, or a day in ISO's form."""
    match = _DAY.match(written.strip())
    if match is None:
        return None
    with suppress(ValueError):
        if match[3]:
            return date(int(match[3]), int(match[1]), int(match[2]))
        return date(int(match[4]), int(match[5]), int(match[6]))
    return None


def reason_of_row(written: str) -> str:
    """``+Unreliable Results;+Paper Mill;`` as words."""
    parts = [part.strip(" +") for part in written.split(";")]
    return "; ".join(part for part in parts if part)[:LONGEST_REASON]
