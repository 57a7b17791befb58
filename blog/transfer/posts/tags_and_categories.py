"""Tags and categories in all the forms in which headers hold them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from blog.text.slugs import tag_key
from blog.transfer.rewriting.code_ranges import code_in
from blog.transfer.source.encoding import header_text
from blog.transfer.source.import_values import SourcePost, Value

MAX_TAG = 100
"""Characters of a name; what the blog's column holds."""

_DOI = re.compile(r"(?:just)?doi:\s*(.*)\Z", re.IGNORECASE)
_DOI_FORM = re.compile(r"10\.\d{4,9}/\S+\Z")
HASHTAGS = re.compile(r"^[ \t]*(?:\**#[^\W\d][\w-]*\**[ \t]*)+$", re.MULTILINE)


@dataclass(frozen=True)
class Labels:
    """names in order without doubles; identifiers are `doi:…`; remarks are for the report."""

    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    remarks: tuple[str, ...]


def read_labels(sources: Iterable[tuple[Value, bool]]) -> Labels:
    """Every name in `sources` once; each source is a value and whether blanks split it.

    A string with commas or semicolons is several names; one with blanks is too where the
    flag is set (Jekyll's `Utils.pluralized_array_from_hash`). Items of a list are not
    split. `#` is dropped; names that differ in case or blanks only are one (`blog.text.slugs`),
    the first way of writing it stays and each other way is remarked on.
    """
    remarks: list[str] = []
    names: dict[str, str] = {}
    identifiers: dict[str, None] = {}
    told: set[str] = set()
    for raw in (item for value, blanks in sources for item in _items(value, blanks, remarks)):
        name = " ".join(header_text(raw).lstrip("#").split())
        if found := _DOI.match(name):
            doi = _identifier(found[1])
            identifiers.update({doi: None} if doi else {})
            remarks += [] if doi else [f"“{name}” is no DOI; it was left out"]
            continue
        key = tag_key(name)
        first = names.setdefault(key, name) if key else name
        if name not in {first, ""} | told:
            remarks.append(f"“{name}” was taken for “{first}”")
            told.add(name)
    return Labels(tuple(names.values()), tuple(identifiers), tuple(remarks))


def _identifier(text: str) -> str:
    doi = re.sub(r"\Ahttps?://(?:dx\.)?doi\.org/", "", text.strip(), flags=re.IGNORECASE)
    return "doi:" + doi.lower() if _DOI_FORM.match(doi) else ""


_NAMES = ("tag", "name", "label", "title")


def _items(value: Value, splits_blanks: bool, remarks: list[str]) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return _split(value, splits_blanks)
    if isinstance(value, dict):
        return _from_mapping(value, remarks)
    found: list[str] = []
    for item in value:
        found += [item] if isinstance(item, str) else _items(item, False, remarks)
    return found


def _from_mapping(value: dict[str, Value], remarks: list[str]) -> list[str]:
    """`- tag: Maps` is Zotero's and others' way to name one; `- C++: an overview` in a list of YAML
    is a mapping that its author did not mean."""
    named = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
    if isinstance(named, str):
        return [named]
    if len(value) == 1:
        ((key, inner),) = value.items()
        if isinstance(inner, str):
            remarks.append(f"“{key}: {inner}” is a mapping; it was read as a name")
            return [f"{key}: {inner}"]
        if inner is None:
            return [key]
    remarks.append("a mapping among the names was left out")
    return []


def _split(text: str, splits_blanks: bool) -> list[str]:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text, splits_blanks = text[1:-1], False
    if re.search(r"[,;]", text):
        return [part.strip().strip("\"'") for part in re.split(r"[,;]", text)]
    if splits_blanks or text.startswith("#"):
        return text.split()
    return [text]


def lines_of_hashtags(source: SourcePost) -> list[str]:
    """The names on lines of hashtags alone."""
    code = code_in(source.body, source.is_html)
    lines = (line for line in HASHTAGS.finditer(source.body) if not code.covers(line.start()))
    return [name.lstrip("#") for line in lines for name in line[0].replace("*", "").split()]


def cited_by_tags(source: SourcePost) -> str:
    """A last line that cites the works which tags named (`doi:10…`), but the text does not."""
    named = [one for one in source.identifiers if one.partition(":")[2] not in source.body.lower()]
    keys = "; ".join(f"@{one}" for one in named)
    return f"\n\n[{keys}]\n" if keys else ""
