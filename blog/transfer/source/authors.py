"""Authors as headers name them: strings with markup, lists, mappings with affiliations."""

import re

from blog.transfer.source.header_values import as_line, as_strings, as_text, as_url, without_tags
from blog.transfer.source.import_values import SourceAuthor, Value
from papers.records.identifiers import normalize_orcid

MAX_AUTHORS = 500
MAX_NAME = 500
MAX_NAMES = 5000
"""Characters of one name, and of a string of several."""

_HTML_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>([^<>]*)</a>", re.I)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_MARKS = re.compile(r"\$[^$]{0,20}\$|<sup>[^<>]*</sup>|[*†‡§¶]+|\\[*†]")
_MAIL = re.compile(r"[<(]?[\w.+-]+@[\w-]+\.[\w.-]+[>)]?")
_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])(?!\d)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&|und|et)\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr|PhD|Ph\.D|MD|M\.D|MSc|II|III|IV|Esq)\.?\Z", re.IGNORECASE)
_BODIES = re.compile(
    r"\b(?:team|group|department|committee|society|institute|university|lab|laboratory|center"
    r"|centre|project|foundation|association|college|school|editors|contributors)\b",
    re.IGNORECASE,
)
_NAME_KEYS = ("name", "literal", "full_name", "display_name", "title")
_URL_KEYS = ("url", "website", "homepage", "link", "href", "uri", "web")
_AFFILIATION_KEYS = ("affiliation", "affiliations", "affil", "institution", "organization")
_ORCID_KEYS = ("orcid", "orcid_id", "ORCID")


def read_authors(
    value: Value, people: dict[str, SourceAuthor]
) -> tuple[tuple[SourceAuthor, ...], list[str]]:
    """The authors in order without doubles, and remarks.

    `people` are those whom the site describes by a short name (`author: parkr`). Footnote
    marks (`*`, `$^*$`) and mail addresses are removed from names.
    """
    remarks: list[str] = []
    found: dict[str, SourceAuthor] = {}
    for author in _authors(value, people, remarks):
        if len(found) == MAX_AUTHORS:
            remarks.append(f"only the first {MAX_AUTHORS} authors were taken")
            break
        if author.name:
            found.setdefault(author.name.casefold(), author)
    return tuple(found.values()), remarks


def _authors(
    value: Value, people: dict[str, SourceAuthor], remarks: list[str]
) -> list[SourceAuthor]:
    if isinstance(value, list):
        return [author for item in value for author in _authors(item, people, remarks)]
    if isinstance(value, dict):
        return _from_mapping(value, people, remarks)
    if value is None:
        return []
    if value.strip() in people:
        return [people[value.strip()]]
    return [person for part in split_author_names(value) for person in _from_string(part, people)]


def _from_string(text: str, people: dict[str, SourceAuthor]) -> list[SourceAuthor]:
    if text in people:
        return [people[text]]
    url = None
    if link := _HTML_LINK.search(text) or _MARKDOWN_LINK.search(text):
        is_html = link.re is _HTML_LINK
        url = as_url(link[1] if is_html else link[2]) or None
        name = link[2] if is_html else link[1]
        text = f"{text[: link.start()]}{name}{text[link.end() :]}"
    return [SourceAuthor(_name(text), url, None, None)]


_FIRST_KEYS = ("given", "first", "first_name", "firstname", "given_name", "forename")
_LAST_KEYS = ("family", "last", "last_name", "lastname", "family_name", "surname")
"""Of CSL, Zotero (`firstName`), Quarto and others."""


def _name(text: str) -> str:
    """A name as plain text, without marks that point to a footnote."""
    return without_tags(_MARKS.sub("", _MAIL.sub("", text[:MAX_NAME]))).strip(" ,;^")


def split_author_names(text: str) -> list[str]:
    """`A B, C D and E F` is three; `King, Jr.` and `Smith, John` are one each.

    A body's name (`Science and Technology Group`) is not split at its `and`.
    """
    text = " ".join(text[:MAX_NAMES].split())
    protected = _MARKDOWN_LINK.sub(lambda m: m[0].replace(",", "\0"), text)
    parts: list[str] = []
    pieces = [piece.strip() for piece in re.split(r"[,;]", protected)]
    for piece in filter(None, pieces):
        if parts and _SUFFIX.match(piece):
            parts[-1] += f", {piece}"
        else:
            parts.append(piece)
    whole = all(" " in part.removeprefix("and ").strip() for part in parts) or ";" in text
    names = [n for part in (parts if whole else [protected]) for n in _at_and(part)]
    return [name.replace("\0", ",") for name in names]


def _at_and(text: str) -> list[str]:
    text = re.sub(r"\A(?:and|&|by)\s+", "", text, flags=re.IGNORECASE)
    parts = _AND.split(text)
    if len(parts) > 1 and not _BODIES.search(text) and "<" not in text:
        return parts
    return [text]


def _from_mapping(
    value: dict[str, Value], people: dict[str, SourceAuthor], remarks: list[str]
) -> list[SourceAuthor]:
    fields = {key.lower().replace("-", "_"): item for key, item in value.items()}
    name = _mapped_name(fields)
    if not name:
        return _keyed(value, people, remarks)
    url = next((as_url(u) for k in _URL_KEYS for u in as_strings(fields.get(k)) if as_url(u)), None)
    stated = next((as_text(fields[key]) for key in _ORCID_KEYS if fields.get(key)), "")
    orcid = read_orcid(stated)
    if stated and not orcid:
        remarks.append(f"“{stated[:60]}” is no ORCID iD; it was left out")
    return [SourceAuthor(name, url, _affiliation(fields), orcid)]


def _mapped_name(fields: dict[str, Value]) -> str:
    for key in _NAME_KEYS:
        if isinstance(inner := fields.get(key), dict):
            return _mapped_name({k.lower(): v for k, v in inner.items()})
        if name := _name(as_text(inner)):
            return name
    first, last = (
        next((text for key in keys if (text := as_text(fields.get(key)))), "")
        for keys in (_FIRST_KEYS, _LAST_KEYS)
    )
    return _name(f"{first} {last}")


def _keyed(
    value: dict[str, Value], people: dict[str, SourceAuthor], remarks: list[str]
) -> list[SourceAuthor]:
    """Distill's old form `- Jane Doe: https://…`, and `authors: {jane: {name: Jane Doe}}`."""
    found: list[SourceAuthor] = []
    for key, inner in value.items():
        if isinstance(inner, dict):
            found += _from_mapping({"name": key, **inner}, people, remarks)
        elif len(value) == 1:
            found.append(SourceAuthor(_name(key), as_url(as_text(inner)) or None, None, None))
        else:
            remarks.append(f"“{key}” says nothing about an author; it was left out")
    return found


def _affiliation(fields: dict[str, Value]) -> str | None:
    for key in _AFFILIATION_KEYS:
        if names := _affiliation_names(fields.get(key)):
            return "; ".join(dict.fromkeys(names))
    return None


def _affiliation_names(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [as_line(value.get("name") or value.get("institution"))] if value else []
    if isinstance(value, list):
        return [name for item in value for name in _affiliation_names(item) if name]
    return [as_line(value)] if as_line(value) else []


def read_orcid(text: str) -> str | None:
    """`0000-0002-1825-0097` out of an iD or its address; None if its check digit is wrong."""
    found = _ORCID.search(text)
    if found is None:
        return None
    try:
        return normalize_orcid("-".join(found.groups()))
    except ValueError:
        return None
