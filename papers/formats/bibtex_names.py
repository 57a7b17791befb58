"""BibTeX's names as CSL-JSON names: split first, each part decoded afterwards. No Django here.

Sources: Patashnik, "BibTeXing" (1988), section 4; biblatex manual, section 2.3.3 (extended names).
"""

import re

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from papers.formats.latex import decode_latex, without_sort_marks
from papers.records.record import OTHERS_NAME

MAX_NAMES = 2000
MAX_NAME = 500
_EXTENDED = re.compile(
    r"(?:^|,)\s*(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,]*)"
)
_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle"}
_PARTS |= {"suffix": "suffix"}
_JOINT = re.compile(r"\\.|[{}]|(?<!\S)and(?!\S)", re.IGNORECASE | re.DOTALL)

_TRAILING = re.compile(r",?\s+et\.?\s*al\.?\}?$", re.IGNORECASE)

BibtexName = dict[str, str]


def read_names(field: str, left_out: list[str] | None = None) -> list[BibtexName]:
    """Every name of an `author` or `editor` field; `and others` is left out. `left_out` as in
    ``decode_latex``."""
    names = []
    for whole in split_names(without_sort_marks(field))[:MAX_NAMES]:
        written = _TRAILING.sub("", whole) or whole
        name = read_name(written[:MAX_NAME], left_out)
        if name and not OTHERS_NAME.fullmatch(written):
            names.append(name)
    return names


def split_names(field: str) -> list[str]:
    """The names between every `and` that stands outside of braces, as they are written."""
    parts, start, depth = [], 0, 0
    for match in _JOINT.finditer(field):
        if match[0] in "{}":
            depth = max(depth + (1 if match[0] == "{" else -1), 0)
        elif match[0][0] != "\\" and depth == 0:
            parts.append(field[start : match.start()])
            start = match.end()
    return [one for part in [*parts, field[start:]] if (one := " ".join(part.split()))]


def has_others(field: str) -> bool:
    """Whether a list of names ends with `and others`: the work has more than are named."""
    last = (split_names(field) or [""])[-1]
    return bool(OTHERS_NAME.fullmatch(last) or _TRAILING.search(last))


def read_name(written: str, left_out: list[str] | None = None) -> BibtexName:
    """One name; a whole name in braces is a body's. An empty one gives `{}`."""
    written = without_sort_marks(written).strip().strip(",").strip()
    if _is_braced(written):
        return _without_blanks({"literal": decode_latex(written, left_out=left_out)})
    if (extended := _EXTENDED.findall(written)) and "=" in written.split(",")[0]:
        found: BibtexName = {}
        for part, value in extended:
            found[_PARTS[part]] = decode_latex(value.strip().strip('"'), left_out=left_out)
        return _without_blanks(found)
    try:
        parts = parse_single_name_into_parts(written, strict=False)
    except InvalidNameError:
        return _without_blanks({"literal": decode_latex(written, left_out=left_out)})

    def joined(words: list[str]) -> str:
        return decode_latex(" ".join(words), left_out=left_out)

    family = joined(parts.last)
    name = {
        "family": family,
        "given": joined(parts.first),
        "non-dropping-particle": joined(parts.von),
        "suffix": joined(parts.jr),
    }
    if not family:
        return _without_blanks({"literal": joined([*parts.first, *parts.von])})
    return _without_blanks(name)


def _without_blanks(name: BibtexName) -> BibtexName:
    return {part: value for part, value in name.items() if value}


def _is_braced(text: str) -> bool:
    """Whether one pair of braces holds the whole of a text."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index == len(text) - 1
    return False
