"""What an interactive page loads: by its tags, its styles and its scripts. No Django here."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

SCRIPTS = frozenset({".js", ".mjs"})
LONGEST_SCRIPT = 200_000
"""Letters of a script that is read for what it loads. Longer ones are libraries: they hold
addresses of much that a page might load and does not."""

_QUOTED = r"\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})'"
_BARE = r"([^\"'<>`\s]{1,2000})"
_BY_TAG = re.compile(
    rf"(?<=[\s\"'])(?:src|poster|data)[ \t]*=[ \t]*(?:{_QUOTED})"
    rf"|<(?:script|img|iframe|source|video|audio|embed|input)\b[^<>]{{0,1000}}?\ssrc={_BARE}"
    r"|<link\b(?=[^<>]{0,1000}?\brel[ \t]*=[ \t]*[\"']?"
    r"(?:stylesheet|(?:shortcut )?icon|preload|modulepreload)\b)"
    rf"[^<>]{{0,1000}}?\shref[ \t]*=[ \t]*(?:{_QUOTED}|{_BARE})",
    re.I,
)
_BY_STYLE = re.compile(
    r"url\([ \t]*(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})'|([^\"'()\s]{1,2000}))[ \t]*\)"
    r"|@import[ \t]+[\"']([^\"'\n]{1,2000})[\"']"
)
_BY_MODULE = re.compile(
    r"(?:\bfrom|\bimport)(?:[ \t]*\([ \t]*|[ \t]*)"
    r"(?:\"((?:\.{0,2}/|https:)[^\"\s]{1,2000})\"|'((?:\.{0,2}/|https:)[^'\s]{1,2000})')"
)
_BY_SCRIPT = re.compile(
    r"[\"'`]((?:https?:)?//[\w.-]+\.[a-z]+/[^\"'`\s<>\\]{0,2000}?(?:\.m?js|\.css|\.min|/\+esm))"
    r"(?:\?[^\"'`\s<>]{0,500})?[\"'`]"
)
_READ = re.compile(
    r"(?:\b(?:fetch|ajax|getJSON|get|json|csv|tsv|dsv|text|xml|buffer|vegaEmbed|load\w{0,20})"
    r"|\bopen[ \t]*\([ \t]*[\"']GET[\"'][ \t]*,)[ \t]*\(?[ \t]*"
    r"(?:[\"'][#.][\w-]{1,100}[\"'][ \t]*,[ \t]*)?"
    r"[\"'`]([^\"'`\s<>${}]{1,500}\.(?:json|csv|tsv|geojson|topojson|txt|xml|ndjson|yaml|dat))[\"'`]"
)
_SCRIPT = re.compile(r"<script\b[^<>]{0,2000}>((?:[^<]++|<(?!/script))*+)", re.I)
_MAKES_CODE = re.compile(
    r"\bvegaEmbed\b(?!.{0,2000}\bast\b)|\bnew Function\(|[\"']CustomJS[\"']", re.S
)

ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]*:|#", re.I)
"""How addresses begin that lead out of the site, or nowhere."""
OTHER_HOST = re.compile(r"(?:https?:)?//", re.I)

Load = tuple[int, int]
"""Where an address stands in a file's text."""


def loads_in(text: str, ending: str) -> list[Load]:
    """What a page, a style or a script loads; of a script what it imports: all else in
    it is seen from the page."""
    if ending == ".css":
        patterns = [_BY_STYLE]
    elif ending in SCRIPTS:
        patterns = [_BY_MODULE] if len(text) <= LONGEST_SCRIPT else []
    else:
        patterns = [_BY_TAG, _BY_STYLE, _BY_MODULE]
    return [one.span(one.lastindex or 0) for which in patterns for one in which.finditer(text)]


def asked_by_scripts(text: str) -> set[str]:
    """Addresses on other hosts of libraries and styles that a script names."""
    return {found[1] for found in _BY_SCRIPT.finditer(text)}


def read_by_scripts(text: str) -> set[str]:
    """Addresses of data that a script reads, by `fetch` and what libraries make of it."""
    return {found[1] for found in _READ.finditer(text)}


def makes_code(text: str) -> bool:
    """Whether a script makes code of texts, as Vega does of its expressions."""
    return _MAKES_CODE.search(text) is not None


def scripts_in(text: str) -> Iterator[str]:
    """The scripts that stand in a page, libraries apart."""
    for found in _SCRIPT.finditer(text):
        if len(found[1]) <= LONGEST_SCRIPT:
            yield found[1]


def ending_of(address: str) -> str:
    try:
        return PurePosixPath(urlsplit(address).path).suffix.lower()
    except ValueError:
        return ""
