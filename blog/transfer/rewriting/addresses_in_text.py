"""The addresses of links and images in a source: Markdown's, HTML's and Liquid's."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from blog.markup.dialects.liquid import read_liquid
from blog.markup.document.state import Document
from blog.markup.document.text_policy import POST
from blog.markup.reading.figures import SOURCES
from blog.markup.reading.links import SPACED
from blog.transfer.rewriting.code_ranges import code_in, replace_spans

_LIQUID = r"\{\{[^{}\n]{0,300}\}\}|\{%[^%\n]{0,300}%\}|\{(?![{%])"
_INLINE = re.compile(
    r"\]\([ \t]*(?:<([^<>\n]{1,2000})>"
    rf"|((?:{_LIQUID}|\\.|\([^()\s]{{0,300}}\)|[^\s()<>\\{{])++))(?=[ \t\n)])"
)
_SPACED = re.compile(rf"\](?:{SPACED.pattern})", re.VERBOSE)
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?!\^)[^\[\]\n]{{1,500}}\]:[ \t]*(?:<([^<>\n]+)>|((?:{_LIQUID}|[^\s<>{{])++))",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{(?:figure|image|iframe)\}[ \t]*(\S+)[ \t]*$",
    re.MULTILINE,
)
_ATTRIBUTES = ("src", "href", "poster")
_ATTRIBUTE = re.compile(
    rf"(?<=[\s\"'])(?:{'|'.join(_ATTRIBUTES)})[ \t]*=[ \t]*"
    rf"(?:\"((?:{_LIQUID}|[^\"\n{{])*+)\"|'((?:{_LIQUID}|[^'\n{{])*+)'|([^\s\"'<>]++))",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    rf"<object\b[^<>]*?\sdata[ \t]*=[ \t]*"
    rf"(?:\"((?:{_LIQUID}|[^\"\n{{])*+)\"|'((?:{_LIQUID}|[^'\n{{])*+)')",
    re.IGNORECASE,
)
_FRAME = re.compile(
    rf"<(?:iframe|embed|object)\b(?:{_LIQUID}|[^<>{{]){{0,2000}}+>"
    r"|^[ \t>]*(?:`{3,}|:{3,})[ \t]*\{iframe\}[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SRCSET = re.compile(r"(?<=[\s\"'])srcset[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*+([^\s,](?:[^\s]*[^\s,])?)(?:\s+[\d.]+[wxh])?(?=\s*(?:,|\Z))")
_INCLUDE = re.compile(
    r"\{%-?\s*include\s+((?:[^%\"'{]|\"[^\"]{0,1000}\"|'[^']{0,1000}'|\{(?!%)|%(?!\})){1,3000}+)%\}"
)
_PARAMETER = re.compile(rf"\b(?:{'|'.join(SOURCES)})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BARE = re.compile(
    r"\{\{[<%][ \t]*(?:rel)?ref[ \t][^{}\n]{1,300}[>%]\}\}"
    r"|\{%-?[ \t]*(?:post_url|link)[ \t][^%{}\n]{1,300}%\}"
)
"""What gives a page's address, where no link stands around it."""

_ASSIGNED = re.compile(r"\{%-?\s*assign\s[^%{}]{1,500}%\}")


@dataclass(frozen=True)
class Address:
    """An address at start to end of a source. `target` is what it says once Liquid is read:
    a path, an address, `post_url:NAME` or `link:PATH`. What stands there `is_framed` within the
    page."""

    start: int
    end: int
    target: str
    is_framed: bool = False


def find_addresses(text: str, is_html: bool = False) -> list[Address]:
    """Every address outside code, in order."""
    code = code_in(text, is_html)
    constants = "".join(_ASSIGNED.findall(text)) if "{%" in text else ""
    patterns = [] if is_html else [_INLINE, _DEFINITION, _DIRECTIVE]
    lowered = text.lower()
    patterns += [_OBJECT] if "<object" in lowered else []
    patterns += [_ATTRIBUTE] if any(name in lowered for name in _ATTRIBUTES) else []
    spans = [
        match.span(match.lastindex)
        for pattern in patterns
        for match in pattern.finditer(text)
        if match.lastindex
    ]
    if not is_html:
        spaced = {match.start("address"): match.span("address") for match in _SPACED.finditer(text)}
        spans = [spaced.get(start, (start, end)) for start, end in spans]
    spans += _candidates(text)
    if "{{" in text or "{%" in text:
        starts = {at for start, end in spans for at in range(start, end)}
        spans += [one.span() for one in _BARE.finditer(text) if one.start() not in starts]
    frames = [one.span() for one in _FRAME.finditer(text)] if _may_frame(lowered) else []
    found = [
        Address(start, end, _read(text[start:end], constants), _is_within(frames, start))
        for start, end in spans
    ]
    found += _included(text, constants)
    kept = (one for one in found if one.target and not code.covers(one.start))
    return sorted(kept, key=lambda one: one.start)


def _may_frame(lowered: str) -> bool:
    return any(name in lowered for name in ("<iframe", "<embed", "<object", "{iframe}"))


def _is_within(ranges: list[tuple[int, int]], position: int) -> bool:
    index = bisect_right(ranges, (position, len(ranges) and ranges[-1][1] + 1)) - 1
    return index >= 0 and position < ranges[index][1]


def _candidates(text: str) -> list[tuple[int, int]]:
    """Where the addresses of `srcset="a.png 1x, b.png 2x"` stand."""
    spans = []
    for match in _SRCSET.finditer(text) if "srcset" in text.lower() else ():
        group = match.lastindex or 1
        for one in _CANDIDATE.finditer(match[group]):
            spans.append((match.start(group) + one.start(1), match.start(group) + one.end(1)))
    return spans


def _included(text: str, constants: str) -> list[Address]:
    """The image of `{% include figure.liquid path="…" %}`, which counts from the site's root."""
    found = []
    for include in _INCLUDE.finditer(text) if "include" in text else ():
        for match in _PARAMETER.finditer(include[1]):
            group = match.lastindex or 1
            target = _read(match[group], constants)
            if not re.match(r"[a-z]+:|/|\.", target):
                target = f"/{target}"
            offset = include.start(1)
            found.append(Address(offset + match.start(group), offset + match.end(group), target))
    return found


def _read(written: str, constants: str) -> str:
    """What an address says: its Liquid replaced, as far as that is constant."""
    if "{" not in written:
        return written.replace("&amp;", "&").strip()
    document = Document(written, POST, _no_page, _as_asked)
    read = read_liquid(document, constants + written)
    return read.strip() if "{{" not in read and "{%" not in read else ""


def _no_page(name: str) -> str | None:
    return None


def _as_asked(address: str) -> str | None:
    """What `post_url` and `link` ask for, so that it can be looked up by name."""
    return address


def rewrite_addresses(
    text: str, is_html: bool, new_address: Callable[[Address], str | None]
) -> str:
    """The text with the address of each link put in for which `new_address` gives one."""
    spans = []
    for one in find_addresses(text, is_html):
        new = new_address(one)
        if new is not None and new != text[one.start : one.end]:
            spans.append((one.start, one.end, new))
    return replace_spans(text, spans)
