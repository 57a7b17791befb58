"""Text in our own face, drawn by Pillow. No Django here."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from PIL import ImageDraw, ImageFont

from blog.sharing.drawable_text import STATIC, Face, file_with

ELLIPSIS = "…"


@lru_cache(maxsize=64)
def font_of(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(STATIC / file, size)


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
