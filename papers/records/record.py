"""The neutral bibliographic value: a CSL-JSON item (CSL 1.0.2, csl-data.json) as a plain dict.

Formats, registries and the library exchange it; the functions here read it. No Django here.
"""

import re
from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]


def full_name(name: Mapping[str, str]) -> str:
    """A CSL-JSON name in reading order: ``Ludwig van Beethoven, Jr.`` or a body's name."""
    if name.get("literal"):
        return name["literal"]
    parts = ("given", "dropping-particle", "non-dropping-particle", "family")
    plain = " ".join(name[part] for part in parts if name.get(part))
    return ", ".join(part for part in (plain, name.get("suffix")) if part)


def inverted_name(name: Mapping[str, str]) -> str:
    """A CSL-JSON name as reference lists write it: ``van Beethoven, L.`` or a body's name."""
    if name.get("literal"):
        return name["literal"]
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
    given = [initials_of(name.get("given", "")), name.get("dropping-particle", "")]
    parts = [family, " ".join(part for part in given if part), name.get("suffix", "")]
    return ", ".join(part for part in parts if part)


def initials_of(given: str) -> str:
    """``Jean-Paul Marie`` → ``J.-P. M.``; names in scripts without case stay whole."""
    words = []
    for word in given.replace(".", ". ").split():
        pieces = [piece for piece in word.split("-") if piece]
        if not all(piece[0].isupper() for piece in pieces):
            words.append(word)
        else:
            words.append("-".join(f"{piece[0]}." for piece in pieces))
    return " ".join(words)


OTHERS_NAME = re.compile(r"\{?(?:others|(?:and\s+)?et\.?\s*al)\.?\}?", re.IGNORECASE)
"""What stands in place of a name where a list of names is cut."""
OTHERS = "others"
"""In ``custom``: the roles of which the work has more names than its record (``and others``)."""


def has_more_names(record: Record, role: str) -> bool:
    """Whether the work has more authors or editors than the record names."""
    custom = record.get("custom")
    roles = custom.get(OTHERS) if isinstance(custom, dict) else None
    return isinstance(roles, list) and role in roles and bool(record.get(role))


def written_names(record: Record, role: str, others: str) -> list[Mapping[str, str]]:
    """The names of a role for a format in which a truncated list ends with a name that says so."""
    more = [{"literal": others}] if has_more_names(record, role) else []
    return [*(record.get(role) or []), *more]


def byline_names(record: Record, most: int = 3) -> tuple[list[str], bool]:
    """The names of a work that a byline shows, and whether it has others: then there is one."""
    role = "author" if record.get("author") else "editor"
    names = [short_name(name) for name in record.get(role) or []]
    has_others = len(names) > most or has_more_names(record, role)
    return (names[:1] if has_others else names), has_others


def record_byline(record: Record, most: int = 3) -> str:
    """The first names of a work: ``Krizhevsky, Sutskever and Hinton`` or ``Paszke et al.``"""
    names, has_others = byline_names(record, most)
    if has_others:
        return f"{names[0]} et al."
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return "".join(names)


def short_name(name: Mapping[str, str]) -> str:
    """The part of a CSL-JSON name that a citation in the text shows: ``van Beethoven``."""
    if name.get("literal"):
        return name["literal"]
    parts = ("non-dropping-particle", "family")
    return " ".join(name[part] for part in parts if name.get(part)) or name.get("given", "")


def record_pages(record: Record) -> str:
    """The pages with an en dash between first and last: ``8024–8035``."""
    return str(record.get("page", "")).replace("--", "–").replace("-", "–")


def record_year(record: Record) -> int | None:
    """The year of ``issued``, negative before our era; ``None`` where it is not known."""
    parts = record.get("issued", {}).get("date-parts") or [[]]
    return int(parts[0][0]) if parts[0] else None
