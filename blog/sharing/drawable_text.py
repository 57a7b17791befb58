"""What of a text our own faces can draw. No Django here.

There is no shaping of Arabic or Devanagari and no glyph for Chinese or Korean: what the face lacks
is told by ``drawable``, so that nobody draws boxes.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

APP = Path(__file__).parents[1]
LETTERS = APP / "sharing/letters_of_faces.txt"
STATIC = APP / "static/blog"
SERIF, SANS = (("Serif", 600), ("Math", 400)), (("Sans", 400), ("Math", 400))
SANS_STRONG = (("Sans", 600), ("Math", 400))
"""Families with their weights, each with one that has what the first one lacks."""
DROPPED = {"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories (UAX 44) of pictograms and of what has no glyph: a text is the same without them."""
CHOICES = re.compile("[\ufe00-\ufe0f]")  # of a pictogram's form
MARKS = {"Mn", "Mc", "Me"}
Face = tuple[tuple[str, int], ...]


@cache
def parts_of(family: str, weight: int) -> list[tuple[str, frozenset[int]]]:
    """The files of a face with the characters that each has, the commonest part first."""
    lines = LETTERS.read_text(encoding="utf-8").splitlines()
    files = (line.split(" ", 3) for line in lines)
    return [
        (file, frozenset(int(code, 16) for code in codes.split()))
        for name, bold, file, codes in files
        if (name, int(bold)) == (family, weight)
    ]


@lru_cache(maxsize=4096)
def file_with(face: Face, character: str) -> str | None:
    parts = (part for family, weight in face for part in parts_of(family, weight))
    return next((file for file, has in parts if ord(character) in has), None)


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
