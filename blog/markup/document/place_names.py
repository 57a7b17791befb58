"""Names of places in a text, `fig-loss` or `eq:main`, as Quarto and pandoc-crossref write them.

Their first letters say of what kind the place is, so none of them is the key of a citation; a key
that looks like one is cited in braces, `@{fig-loss}`. Source: Quarto, "Cross References";
pandoc-crossref, "Syntax".
"""

import re

KINDS = {
    "fig": "Figure",
    "tbl": "Table",
    "eq": "Equation",
    "lst": "Listing",
    "sec": "Section",
    "thm": "Theorem",
    "lem": "Lemma",
    "cor": "Corollary",
    "prp": "Proposition",
    "cnj": "Conjecture",
    "def": "Definition",
    "exm": "Example",
    "exr": "Exercise",
}
STATEMENTS = frozenset({"thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr"})
COLONED = ("fig", "tbl", "eq", "lst", "sec")  # pandoc-crossref's


def _either_case(kinds: tuple[str, ...]) -> str:
    return "|".join(f"[{kind[0].upper()}{kind[0]}]{kind[1:]}" for kind in kinds)


PLACE_NAME = (
    rf"(?:(?:{_either_case(tuple(KINDS))})-|(?:{_either_case(COLONED)}):)\w(?:\w|[:-]++(?=\w))*+"
)
_WHOLE = re.compile(PLACE_NAME)


def is_place_name(key: str) -> bool:
    """Whether a key names a figure, a table and the like, and no work."""
    return _WHOLE.fullmatch(key) is not None


def id_of_place(written: str) -> str:
    """A name of LaTeX's as an id, in which no blanks may stand: ``sec: data`` → ``sec:-data``."""
    return "-".join(written.split())


def kind_of_name(name: str) -> str:
    """The kind that a name says, `fig` or another of `KINDS`, or ""."""
    return re.split("[-:]", name)[0].lower() if is_place_name(name) else ""
