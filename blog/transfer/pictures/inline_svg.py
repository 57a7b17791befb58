"""Drawings that stand in a text as `<svg>` elements. No Django here."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from blog.markup.document.html_writing import escape_attribute
from blog.markup.reading.embedded_html import attributes_in
from blog.transfer.pictures.svg_sanitizer import clean_svg
from blog.transfer.rewriting.code_ranges import code_in

PREFACE = re.compile(
    r"(?:<\?xml\b[^<>]{0,200}\?>\s*)?(?:<!DOCTYPE\s+svg\b[^<>\[]{0,300}>\s*)?\Z", re.I
)
LONGEST_PREFACE = 600
MARK = re.compile(r"<(/?)svg(?=[\s>])", re.I)
ROOT = re.compile(r"<svg((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>", re.I)
SHAPE = re.compile(r"<(?:path|rect|circle|ellipse|line|polyline|polygon|text|image|use)[\s/>]")
USED = re.compile(r"<use\b[^<>]*?\bhref\s*=\s*[\"']([^\"']*)[\"']")
TITLE = re.compile(r"<title\b[^<>]*>([^<>]*)</title>", re.I)
NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31});")
XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
PIXELS = re.compile(r"(\d{1,5})(?:\.\d+)?(?:px)?")
VIEW = re.compile(r"\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d{1,5})(?:\.\d+)?[\s,]+(\d{1,5})(?:\.\d+)?\s*")
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
LINKS = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


@dataclass(frozen=True)
class Drawing:
    """A drawing at ``start`` to ``end`` of a text: the file that it makes, the words that describe
    it, and its width and height in pixels where they are known."""

    start: int
    end: int
    data: bytes
    words: str
    size: tuple[str, str] | None

    def image(self, address: str) -> str:
        size = f' width="{self.size[0]}" height="{self.size[1]}"' if self.size else ""
        return f'<img src="{address}" alt="{escape_attribute(self.words)}"{size}>'


def find_drawings(text: str, is_html: bool) -> Iterator[Drawing]:
    """The drawings outside of code that lose nothing as files of their own."""
    if "<svg" not in text.lower():
        return
    code = code_in(text, is_html)
    depth = start = 0
    for mark in MARK.finditer(text):
        if code.covers(mark.start()):
            continue
        if not mark[1]:
            start = start if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            end = text.find(">", mark.end()) + 1
            if not depth and end and (found := _drawing(text, start, end)):
                yield found


def _drawing(text: str, start: int, end: int) -> Drawing | None:
    markup = text[start:end]
    root = ROOT.match(markup)
    if root is None or not _is_whole(markup):
        return None
    data = _as_file(markup, root).encode("utf-8", "replace")
    try:
        clean_svg(data)
    except ValueError:
        return None
    values = attributes_in(root[1])
    title = TITLE.search(markup)
    words = values.get("aria-label") or (html.unescape(title[1]) if title else "")
    before = text[max(0, start - LONGEST_PREFACE) : start]
    if preface := PREFACE.search(before):
        start -= len(preface[0])
    return Drawing(start, end, data, " ".join(words.split()), _size(values))


def _is_whole(markup: str) -> bool:
    """Whether a drawing shows something, all of which stands in it and is no HTML."""
    if not SHAPE.search(markup) or "<foreignobject" in markup.lower():
        return False
    used = set(USED.findall(markup))
    names = set(re.findall(r"\bid\s*=\s*[\"']([^\"']*)[\"']", markup)) if used else set()
    return all(one.startswith("#") and one[1:] in names for one in used)


def _as_file(markup: str, root: re.Match[str]) -> str:
    """What HTML lets an element leave out: the names of its languages, and references by name."""
    given = NAMESPACE if "xmlns=" not in root[1] else ""
    given += LINKS if "xlink:" in markup and "xmlns:xlink" not in markup else ""
    markup = f"<svg{given}{markup[4:]}"
    return NAMED.sub(lambda one: one[0] if one[1] in XML_NAMES else html.unescape(one[0]), markup)


def _size(values: dict[str, str]) -> tuple[str, str] | None:
    width = PIXELS.fullmatch(values.get("width", "").strip())
    height = PIXELS.fullmatch(values.get("height", "").strip())
    if width and height:
        return width[1], height[1]
    view = VIEW.fullmatch(values.get("viewbox", ""))
    return (view[1], view[2]) if view and not (width or height) else None
