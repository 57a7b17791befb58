"""Where links and images lead: `(address "title")`, `[label]`, `<https://…>` and bare addresses."""

import re
from dataclasses import dataclass, field

from blog.markup.document.state import Document, reference_key, written_size
from blog.text.hosts import ADDRESS_END, CJK, IDN_HOST

MAX_ADDRESS = 4_000  # characters looked at for one target

INLINE = re.compile(
    r"""\([ \t]*+\n?[ \t]*+
    (?:<(?P<angle>[^<>\n]*+)>
      |(?P<address>(?:[^\s()\\]|\\.
        |\((?:[^\s()\\]|\\.|\([^\s()]*+\))*+\))*+))
    (?:[ \t\n]++(?:"(?P<double>(?:[^"\\]|\\.|"(?![ \t]*+\)))*+)"
      |'(?P<single>(?:[^'\\]|\\.|'(?![ \t]*+\)))*+)'))?
    [ \t\n]*+\)""",
    re.X,
)
SPACED = re.compile(
    r"""\([ \t]*+
    (?P<address>(?:[^\s()<>"]++|[ \t]++(?!["')])|\((?:[^()<>"\n]|\([^()<>"\n]*+\))*+\))++)
    (?:[ \t]+(?:"(?P<double>[^"\n]*+)"|'(?P<single>[^'\n]*+)'))?[ \t]*\)""",
    re.X,
)
"""An address with blanks and brackets in it, as kramdown takes it."""
LABEL = re.compile(r"[ \n]?\[([^\[\]]{0,1000}+)\]")
ANGLE = re.compile(
    r"<((?:https?|ftp|mailto|tel|doi):[^\s<>]{1,2000}+)>|<([\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)++)>"
)
BARE = re.compile(
    rf"(?:https?://|www\.(?=[\w-]+\.))(?:{IDN_HOST})?(?:[^\s<>\"'`\\\[\]{ADDRESS_END}]|<\d+::[\w-]{{1,40}}>){{0,2000}}+"
)
"""With the angles of a DOI that was made of an SICI."""
STICKS = re.compile(rf"[^\W{CJK}]|[/@.-]")  # before an address, it makes one word of both
TRAILING = "?!.,:;*_~'\"|]}"  # marks that are the sentence's when an address ends with them
LONGEST_ENTITY = 40
ENTITY = re.compile(rf"&\w{{1,{LONGEST_ENTITY - 2}}};\Z")


@dataclass(frozen=True)
class Target:
    """An address, its title (or the text to show) and where it ends in the source."""

    address: str
    title: str | None
    end: int
    attributes: dict[str, str] = field(default_factory=dict)


def inline_target(document: Document, text: str, position: int) -> Target | None:
    """`(address "title")` right after a closing bracket."""
    if text[position : position + 1] != "(" or not document.spend(0):
        return None
    match = INLINE.match(text, position, position + MAX_ADDRESS)
    if match is None:
        document.spend(min(len(text) - position, MAX_ADDRESS))
        match = SPACED.match(text, position, position + MAX_ADDRESS)
        if match is None:
            return None
    found = match.groupdict()
    address = found.get("angle") or match["address"] or ""
    title = match["double"] if match["double"] is not None else match["single"]
    return Target(
        _unescape(address).replace(" ", "%20"), _unescape(title) if title else None, match.end()
    )


def reference_target(
    document: Document, text: str, position: int, label: str | None
) -> Target | None:
    """`[label]` or `[]` after a closing bracket, or the bracket's own text as label."""
    references = document.references
    if not references:
        return None
    end = position
    match = LABEL.match(text, position)
    if match:
        chosen = match[1] if match[1].strip() else label
        if chosen is not None and reference_key(chosen) in references:
            label, end = chosen, match.end()
    if label is None or (found := references.get(reference_key(label))) is None:
        return None
    address, title, attributes = found
    if not document.take("copies", len(address) + len(title or "") + written_size(attributes)):
        return None
    return Target(_unescape(address), title, end, attributes)


def address_at(text: str, position: int) -> Target | None:
    """An address or a mail address in angle brackets."""
    match = ANGLE.match(text, position)
    if match is None:
        return None
    if match[2]:
        return Target(f"mailto:{match[2]}", match[2], match.end())
    return Target(match[1], match[1].removeprefix("mailto:"), match.end())


def bare_address(document: Document, text: str, position: int) -> Target | None:
    """An address without brackets, less the punctuation behind it.

    Source: GFM, "Autolinks (extended)"; that it ends where Chinese, Japanese or Korean begins is
    ours, as linkify-it has it for their marks.
    """
    if (position and STICKS.match(text[position - 1])) or not document.spend(0):
        return None
    match = BARE.match(text, position)
    if match is None:
        return None
    found = match[0]
    for _ in range(20):
        shorter = _without_marks(found)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == found:
            break
        found = shorter
    host = found.split("//")[-1]
    if not host or not host[0].isalnum():
        document.spend(len(match[0]))
        return None
    shown = found.replace("&amp;", "&")
    return Target(shown if "//" in found[:8] else f"http://{shown}", shown, position + len(found))


def _without_marks(address: str) -> str:
    entity = ENTITY.search(address, max(0, len(address) - LONGEST_ENTITY))
    return address[: entity.start()] if entity else address.rstrip(TRAILING)


def _unescape(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("&amp;", "&")
