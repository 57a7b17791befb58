"""Draws the picture that stands beside a shared link. No Django here."""

from io import BytesIO

from PIL import Image, ImageDraw

from blog.sharing.drawable_cards import HEIGHT, WIDTH, ShareCard
from blog.sharing.drawable_text import SANS, SANS_STRONG, SERIF
from blog.sharing.drawn_text import draw_line, fitting_names, shortened_line, width_of, wrapped

PAPER, INK, QUIET, HAIRLINE = "#fdfcf9", "#1f1d1a", "#5e5a52", "#dcd7cc"
"""As ``colours_and_measures.css`` has them for light pages."""
LEFT, ROOM = 84, WIDTH - 2 * 84
BAND = 14
KICKER_LINE, TITLE_TOP, TITLE_FOOT, HAIR, FOOT_LINE = 100, 140, 488, 512, 568
SIZES = (84, 76, 68, 60, 52, 46)
LEADING = 1.2
SMALL = 32
COLOURS = 64  # of the file: letters' edges need no more


def draw_card(card: ShareCard) -> bytes:
    """The picture as PNG, ``WIDTH`` × ``HEIGHT`` pixels."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, WIDTH, BAND - 1), fill=card.accent)
    if card.title:
        draw_kicker(canvas, card)
        draw_title(canvas, card.title, TITLE_TOP, TITLE_FOOT)
        draw_foot(canvas, card)
    else:
        draw_title(canvas, card.site, BAND, HEIGHT)
    written = BytesIO()
    small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def draw_kicker(canvas: ImageDraw.ImageDraw, card: ShareCard) -> None:
    kind = f"{card.kind} · " if card.kind and card.site else card.kind
    draw_line(canvas, (LEFT, KICKER_LINE), kind, SANS, SMALL, QUIET)
    begun = width_of(kind, SANS, SMALL)
    name = card.site
    if width_of(name, SANS_STRONG, SMALL) > ROOM - begun:
        name = shortened_line(name, SANS_STRONG, SMALL, int(ROOM - begun))
    draw_line(canvas, (LEFT + begun, KICKER_LINE), name, SANS_STRONG, SMALL, card.accent)


def draw_title(canvas: ImageDraw.ImageDraw, title: str, top: int, foot: int) -> None:
    """As large as there is room for, in the middle of its height; what is too long is cut."""
    for size in SIZES:
        step = int(size * LEADING)
        lines = wrapped(title, SERIF, size, ROOM)
        most = (foot - top) // step
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened_line(lines[most - 1], SERIF, size, ROOM)]
    first = top + (foot - top - len(lines) * step) // 2 + size
    for number, line in enumerate(lines):
        draw_line(canvas, (LEFT, first + number * step), line, SERIF, size, INK)


def draw_foot(canvas: ImageDraw.ImageDraw, card: ShareCard) -> None:
    if card.people:
        canvas.line((LEFT, HAIR, WIDTH - LEFT, HAIR), fill=HAIRLINE, width=2)
        names = fitting_names(card.people, SANS, SMALL, ROOM)
        draw_line(canvas, (LEFT, FOOT_LINE), names, SANS, SMALL, QUIET)
