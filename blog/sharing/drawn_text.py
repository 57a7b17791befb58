"""Text in our own face, drawn by Pillow. No Django here.

There is no shaping of Arabic or Devanagari and no glyph for Chinese or Korean: what the face lacks
is told by ``drawable``, so that nobody draws boxes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

APP = Path(__file__).parents[1]
SHEET = APP / "sheets/faces.css"
STATIC = APP / "static/blog"
FACE = re.compile(
    r'font-family: "Wellcited (\w+)";\s*src: url\("([^"]+)"\)[^}]*?font-weight: (\d+);\s*'
    r"font-style: normal;[^}]*?unicode-range: ([^;]+);"
)
SERIF, SANS = (("Serif", 600), ("Math", 400)), (("Sans", 400), ("Math", 400))
SANS_STRONG = (("Sans", 600), ("Math", 400))
"""Families with their weights, each with one that has what the first one lacks."""
DROPPED = {"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories (UAX 44) of pictograms and of what has no glyph: a text is the same without them."""
CHOICES = re.compile("[\ufe00-\ufe0f]")  # of a pictogram's form
MARKS = {"Mn", "Mc", "Me"}
ELLIPSIS = "…"
Face = tuple[tuple[str, int], ...]


@cache
def parts_of(family: str, weight: int) -> list[tuple[str, frozenset[int]]]:
    """The files of a face with the characters that each has, as the sheet of faces says."""
    sheet = SHEET.read_text(encoding="utf-8")
    return [
        (file, frozenset(characters(ranges)))
        for name, file, bold, ranges in FACE.findall(sheet)
        if name == family and int(bold) == weight
    ]


def characters(ranges: str) -> Iterator[int]:
    """Of a ``unicode-range``: ``U+20-7E, U+A0``."""
    for one in ranges.split(","):
        first, _dash, last = one.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


@lru_cache(maxsize=4096)
def file_with(face: Face, character: str) -> str | None:
    parts = (part for family, weight in face for part in parts_of(family, weight))
    return next((file for file, has in parts if ord(character) in has), None)


@lru_cache(maxsize=64)
def font_of(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(STATIC / file, size)


def drawable(text: str, face: Face, most: int = 400) -> str:
    """The beginning of a text as it can be drawn, in one line; empty where the face lacks one of
    its letters. Pictograms are left out."""
    composed = unicodedata.normalize("NFC", text[: 4 * most])
    spaced = "".join(" " if letter.isspace() else letter for letter in composed)
    kinds = ((letter, unicodedata.category(letter)) for letter in spaced)
    kept = "".join(
        letter for letter, kind in kinds if kind not in DROPPED or file_with(face, letter)
    )
    kept = CHOICES.sub("", kept)
    words = " ".join(kept.split())[:most]
    is_whole = all(file_with(face, letter) for letter in words)
    has_marks = any(unicodedata.category(letter) in MARKS for letter in words)
    has_letters = any(letter.isalnum() for letter in words)
    return words if is_whole and has_letters and not has_marks else ""


def runs(text: str, face: Face, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """A drawable text in pieces, each of one file."""
    for file, letters in groupby(text, key=lambda letter: file_with(face, letter)):
        yield "".join(letters), font_of(file or "", size)


def width_of(text: str, face: Face, size: int) -> float:
    return sum(one.getlength(piece) for piece, one in runs(text, face, size))


def draw_line(
    canvas: ImageDraw.ImageDraw,
    place: tuple[float, int],
    text: str,
    face: Face,
    size: int,
    ink: str,
) -> None:
    """``place`` is where the baseline begins."""
    x, y = place
    for piece, one in runs(text, face, size):
        canvas.text((x, y), piece, fill=ink, font=one, anchor="ls")
        x += one.getlength(piece)


def wrapped(text: str, face: Face, size: int, width: int) -> list[str]:
    """The lines of a drawable text, broken at spaces, and within a word that is too long."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, face, size) <= width:
            lines[-1] = longer
            continue
        pieces = broken(word, face, size, width)
        lines += pieces if lines[-1] else []
        lines = lines if lines[-1] else pieces
    return lines


def broken(word: str, face: Face, size: int, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, face, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shortened_line(text: str, face: Face, size: int, width: int) -> str:
    """A line with an ellipsis at its end, as much of it as there is room for."""
    while text and width_of(f"{text} {ELLIPSIS}", face, size) > width:
        text = text[:-1].rstrip()
    return f"{text} {ELLIPSIS}"


def fitting_names(names: Sequence[str], face: Face, size: int, width: int) -> str:
    """As many names as one line has room for; "et al." stands for the others."""
    for many in range(len(names), 0, -1):
        line = ", ".join(names[:many]) + (" et al." if many < len(names) else "")
        if width_of(line, face, size) <= width:
            return line
    return shortened_line(names[0], face, size, width) if names else ""
