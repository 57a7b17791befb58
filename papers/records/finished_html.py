"""The tags of finished HTML: what our sanitizer or the citation processor has written.

It needs no parser: every `<` begins a tag, every element is closed, and attributes stand in double
quotes, in which alone a `>` may stand.
"""

import html
import re

_NAME = r'[a-zA-Z][^\s<>/"]*+'
_ATTRIBUTES = r'(?:[^<">]++|"[^"]*+")*+'
TAG = re.compile(rf"<(/?)({_NAME})({_ATTRIBUTES})>")
"""Its slash when it closes, its name, its attributes as they are written."""
_TOKEN = re.compile(rf"</?{_NAME}{_ATTRIBUTES}>|[^<]+|<")
_BEGINNING = re.compile(rf"</?({_NAME})")
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')


def without_tags(source: str) -> str:
    return TAG.sub("", source)


def tokens_of(source: str) -> list[str]:
    """The tags and text runs of a piece of HTML; joined they are the source again."""
    return _TOKEN.findall(source)


def tag_name(token: str) -> str:
    """The name of a token that is a tag; empty for text."""
    match = _BEGINNING.match(token)
    return match[1].lower() if match else ""


def tag_attributes(token: str) -> dict[str, str]:
    """The attributes of a tag, without their references."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(token)}
