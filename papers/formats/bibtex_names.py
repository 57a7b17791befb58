"""BibTeX's names as CSL-JSON names: split first, each part decoded afterwards. No Django here.

Sources: Patashnik, "BibTeXing" (1988), section 4; biblatex manual, section 2.3.3 (extended names).
"""

import re

from papers.formats.latex import decode_latex, only_its_text
from papers.records.record import OTHERS_NAME

MAX_NAMES = 2000
MAX_NAME = 500
_EXTENDED = re.compile(
    r"(?:^|,)\s*(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,]*)"
)
_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle"}
_PARTS |= {"suffix": "suffix"}
_JOINT = re.compile(r"\\.|[{}]|(?<!\S)and(?!\S)", re.IGNORECASE | re.DOTALL)

_BREAK = re.compile(r"\\\s|\\.|[{}]|[\s~]+|,", re.DOTALL)
_ESCAPE = re.compile(r"\\\S")
_TRAILING = re.compile(r",?\s+et\.?\s*al\.?\}?$", re.IGNORECASE)

BibtexName = dict[str, str]


def read_names(field: str, left_out: list[str] | None = None) -> list[BibtexName]:
    """Every name of an `author` or `editor` field; `and others` is left out. `left_out` as in
    ``decode_latex``."""
    names = []
    for whole in split_names(only_its_text(field))[:MAX_NAMES]:
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
    names = [one for part in [*parts, field[start:]] if (one := " ".join(part.split()))]
    return _parted(names[0]) if len(names) == 1 else names


def _parted(name: str) -> list[str]:
    """The names of a list that some programs part by semicolons: people, each with one comma."""
    parts = [one for part in name.split(";") if (one := part.strip())]
    are_people = all(one.count(",") == 1 and "{" not in one for one in parts)
    return parts if len(parts) > 1 and are_people else [name]


def has_others(field: str) -> bool:
    """Whether a list of names ends with `and others`: the work has more than are named."""
    last = (split_names(field) or [""])[-1]
    return bool(OTHERS_NAME.fullmatch(last) or _TRAILING.search(last))


def read_name(written: str, left_out: list[str] | None = None) -> BibtexName:
    """One name; a whole name in braces is a body's. An empty one gives `{}`."""
    written = only_its_text(written).strip().strip(",").strip()
    if _is_braced(written):
        return _without_blanks({"literal": decode_latex(written, left_out=left_out)})
    if (extended := _EXTENDED.findall(written)) and "=" in written.split(",")[0]:
        found: BibtexName = {}
        for part, value in extended:
            found[_PARTS[part]] = decode_latex(value.strip().strip('"'), left_out=left_out)
        return _without_blanks(found)

    def joined(words: list[str]) -> str:
        return decode_latex(" ".join(words), left_out=left_out)

    parts = split_name(written)
    parts["given"] = ["A" if word == "a" else word for word in parts["given"]]  # Mendeley's "Ng, a"
    return _without_blanks({part: joined(words) for part, words in parts.items()})


def split_name(written: str) -> dict[str, list[str]]:
    """The words of a name by its parts: ``First von Last``, ``von Last, First`` or ``von Last, Jr,
    First``. Words that begin small belong to "von", but the last word is always of "Last".

    >>> split_name("Ludwig van {der Beek}")["non-dropping-particle"]
    ['van']
    """
    family, *others = _words_between_commas(written)
    if not others:
        begin = next((n for n, word in enumerate(family[:-1]) if _is_small(word)), len(family) - 1)
        given, suffix, family = family[: max(begin, 0)], [], family[max(begin, 0) :]
    else:
        suffix = others[0] if len(others) > 1 else []
        given = [word for part in others[len(others) > 1 :] for word in part]
    end = max((n + 1 for n, word in enumerate(family[:-1]) if _is_small(word)), default=0)
    return {
        "family": family[end:],
        "given": given,
        "non-dropping-particle": family[:end],
        "suffix": suffix,
    }


def _words_between_commas(written: str) -> list[list[str]]:
    """Words as blanks and ties part them outside of braces, a list for what each comma ends."""
    parts: list[list[str]] = [[]]
    start = depth = 0
    for match in _BREAK.finditer(written):
        sign = match[0]
        if sign in "{}":
            depth = max(depth + (1 if sign == "{" else -1), 0)
        elif depth == 0 and not _ESCAPE.match(sign):
            parts[-1] += [written[start : match.start()]]
            parts += [[]] if sign == "," else []
            start = match.end()
    parts[-1] += [written[start:]]
    return [[word for word in part if word] for part in parts]


def _is_small(word: str) -> bool:
    r"""Whether a word's first letter is a small one. Braces hide letters, but for TeX's "special
    characters", groups that begin with a command: ``{\'e}`` is an é."""
    depth = 0
    for at, sign in enumerate(word):
        if sign == "\\" or (sign == "{" and word[at + 1 : at + 2] == "\\" and depth == 0):
            letters = (one for one in decode_latex(word[at:]) if one.isalpha())
            return next(letters, "").islower()
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and sign.isalpha():
            return sign.islower()
    return False


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
