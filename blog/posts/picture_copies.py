"""Measures pictures, and makes narrower copies of them for phones."""

from collections.abc import Iterator
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageOps

from blog.text.pixel_limits import halve_if_large, has_too_many_pixels

WIDTHS_MADE = (480, 960, 1600)
"""Pixels: a phone, a phone with fine pixels, a screen with fine pixels."""
SMALL = 30_000
"""Bytes of a picture that needs no copies."""
WORTH = 0.8
"""A copy is made where it has at most so much of the picture's width and of its bytes."""
LOSSLESS = frozenset({"PNG"})
"""Plots and screens: what their copies lose shows at every edge."""
ORIENTATION = 0x0112  # of Exif
Measured = tuple[int, int, list[tuple[int, bytes]]]


def measured(name: str) -> Measured:
    """Width, height and copies of a picture among the media; zeros for what is none. Raises
    ``OSError`` where nobody can tell for now."""
    try:
        with default_storage.open(name) as file:
            data = file.read()
    except (FileNotFoundError, ValueError):
        return 0, 0, []
    try:
        return read_picture(data)
    except (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError):
        return 0, 0, []
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        return 0, 0, []


def read_picture(data: bytes) -> Measured:
    """The same of a picture's bytes, which give the same each time. One that moves has no copies,
    which would not."""
    with Pillow.open(BytesIO(data)) as picture:
        width, height = shown_size(picture)
        is_still = getattr(picture, "n_frames", 1) == 1 or picture.format == "MPO"
        is_small, is_large = len(data) < SMALL, has_too_many_pixels(picture)
        if is_small or not is_still or is_large or picture.mode[0] in "IF":
            return width, height, []
        halve_if_large(picture)
        return width, height, list(narrower(picture, width, height, len(data)))


def shown_size(picture: Pillow.Image) -> tuple[int, int]:
    """As browsers show it: turned as its camera was held."""
    width, height = picture.size
    is_turned = picture.getexif().get(ORIENTATION) in (5, 6, 7, 8)
    return (height, width) if is_turned else (width, height)


def narrower(
    picture: Pillow.Image, width: int, height: int, size: int
) -> Iterator[tuple[int, bytes]]:
    """The copies of a picture that has ``size`` bytes, each with its width."""
    is_lossless = picture.format in LOSSLESS
    given = {"lossless": True, "quality": 60} if is_lossless else {"quality": 80}
    if picture.mode in ("RGB", "RGBA") and picture.info.get("icc_profile"):
        given["icc_profile"] = picture.info["icc_profile"]
    ImageOps.exif_transpose(picture, in_place=True)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    whole = picture if picture.mode == mode else picture.convert(mode)
    for narrow in WIDTHS_MADE:
        if narrow > width * WORTH:
            return
        copy = whole.resize((narrow, max(1, round(height * narrow / width))), Pillow.LANCZOS)
        written = BytesIO()
        copy.save(written, "WEBP", method=4, **given)
        if len(written.getvalue()) <= size * WORTH:
            yield narrow, written.getvalue()
