"""Citations in the document and the position of every cite.

CSL 1.0.2, "Choose" (position) and "Note Distance".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from papers.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT


@dataclass(frozen=True)
class Cite:
    """One item in a citation. `mode` is "", "suppress-author" or "author-only"."""

    key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    mode: str = ""
    position: int | None = None
    near_note: bool | None = None


@dataclass(frozen=True)
class CiteCluster:
    """Cites that stand together; `note` is the number of the note, 0 in the text.

    One that `keeps_order` is not sorted by the style: its first cite continues the sentence.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    keeps_order: bool = False


@dataclass
class CitePosition:
    """Where a cite stands relative to earlier ones."""

    position: int = FIRST
    near_note: bool = False
    first_note: str = ""


@dataclass
class _Seen:
    note: int
    first_note: int
    notes: list[int] = field(default_factory=list)


def positions_of_cites(citations: Sequence[CiteCluster], distance: int) -> list[list[CitePosition]]:
    """The place of every cite of every citation, in the order given."""
    seen: dict[str, _Seen] = {}
    previous: dict[bool, list[CiteCluster]] = {True: [], False: []}
    found: list[list[CitePosition]] = []
    for citation in citations:
        before = previous[citation.note > 0]
        last = _last_cite(before, citation)
        row: list[CitePosition] = []
        for cite in citation.cites:
            row.append(_place(cite, last, seen.get(cite.key), citation, distance))
            known = seen.setdefault(cite.key, _Seen(citation.note, citation.note))
            known.note = citation.note
            last = cite
        found.append(row)
        if citation.cites:
            if not citation.note or (before and before[-1].note != citation.note):
                before.clear()
            before.append(citation)
    return found


def _last_cite(before: list[CiteCluster], citation: CiteCluster) -> Cite | None:
    """The only cite of the citation, or of the note, before this one."""
    if not before:
        return None
    if before[-1].note == citation.note and citation.note:
        cites = before[-1].cites
        return cites[0] if len(cites) == 1 else None
    cites = tuple(cite for other in before for cite in other.cites)
    return cites[-1] if len({cite.key for cite in cites}) == 1 else None


def _place(
    cite: Cite, last: Cite | None, seen: _Seen | None, citation: CiteCluster, distance: int
) -> CitePosition:
    place = CitePosition()
    if seen is not None:
        place.position = SUBSEQUENT
        if seen.first_note:
            place.first_note = str(seen.first_note)
        if citation.note and seen.note:
            place.near_note = citation.note - seen.note <= distance
        elif not citation.note and not seen.note:
            place.near_note = False
        if last is not None and last.key == cite.key:
            place.position = _ibid(cite, last)
    if cite.position is not None:
        place.position = cite.position
    if cite.near_note is not None:
        place.near_note = cite.near_note
    return place


def _ibid(cite: Cite, last: Cite) -> int:
    here, there = (cite.locator, cite.label), (last.locator, last.label)
    if not last.locator:
        return IBID_WITH_LOCATOR if cite.locator else IBID
    if not cite.locator:
        return SUBSEQUENT
    return IBID if here == there else IBID_WITH_LOCATOR
