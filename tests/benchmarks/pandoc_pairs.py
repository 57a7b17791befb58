"""A pair of texts that are compared: one entry as we and as Pandoc write it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from papers.records.record import Record
from papers.records.tex_formulas import FORMULA, formula_signs


@dataclass(frozen=True)
class Compared:
    """One entry as we and as Pandoc write it."""

    ours: str
    theirs: str
    style: str
    record: Record
    fields: Mapping[str, str]
    """The entry's own fields as they are written."""

    @property
    def is_equal(self) -> bool:
        return self.ours == self.theirs


MONTH = (
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober"
    r"|ember)?\b\.?(?: \d\d?\b(?!\.\d))?"
)


def both(pair: Compared, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Compared:
    ours, theirs = (re.sub(pattern, new, text) for text in (pair.ours, pair.theirs))
    return replace(pair, ours=ours, theirs=theirs)


def with_signs(pair: Compared, text: str) -> Compared:
    """Pandoc's entry with our text of a field with formulas, where they differ in signs only."""
    at = pair.ours.lower().find(text.lower().rstrip("."))
    head, wanted = pair.ours[:at], in_plain_signs(text)
    if at < 0 or not pair.theirs.startswith(head):
        return pair
    shown = pair.ours[at : at + len(text.rstrip("."))]
    closing = "" if shown[-1:].isalnum() else shown[-1:]
    for end in range(len(head), len(pair.theirs) + 1):
        their = pair.theirs[len(head) : end]
        if their.endswith(closing) and in_plain_signs(their) == wanted:
            return replace(pair, theirs=head + shown + pair.theirs[end:].lstrip("}$"))
    return pair


def in_plain_signs(text: str) -> str:
    signs = FORMULA.sub(lambda one: formula_signs(one[0]) or one[0], text)
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", signs)).lower()
