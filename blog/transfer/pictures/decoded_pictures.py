"""Pictures decoded, to see that they can be shown; formats that browsers do not show become PNG. No
Django here."""

import struct
from io import BytesIO

from PIL import Image as Pillow

from blog.text.pixel_limits import (
    MAX_FRAMES,
    MOST_PIXELS,
    halve_if_large,
    has_too_many_pixels,
    kind_by_pixels,
)

SHOWN = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
READ = [kind for kind in SHOWN if kind != "MPO"]  # which is a JPEG with more behind it
READ += ["BMP", "ICO", "TIFF"]
FAULTS = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, struct.error)
FAULTS += (MemoryError, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)
"""What Pillow raises for broken files, of any format."""


def decoded_picture(data: bytes) -> tuple[str, bytes]:
    """The kind of a picture and its bytes as they are kept; ValueError says why it is none."""
    Pillow.init()  # its readers, of which only some are there before
    try:
        with Pillow.open(BytesIO(data), formats=READ) as picture:
            wrong = too_much_of(picture)
            if not wrong:
                halve_if_large(picture)
                picture.load()
                kind = SHOWN.get(picture.format or "")
                if kind is None:
                    data = _as_png(picture)
    except Pillow.UnidentifiedImageError as error:
        raise ValueError("it is no picture of a kind that browsers show") from error
    except FAULTS as error:
        raise ValueError("the picture is broken or too big") from error
    if wrong:
        raise ValueError(wrong)
    return kind or "png", data


def too_much_of(picture: Pillow.Image) -> str:
    """What of it is more than may come in, from its header."""
    if has_too_many_pixels(picture):
        kind = kind_by_pixels(picture)
        most = MOST_PIXELS[kind] // 1_000_000
        return f"the picture has more than {most} million pixels, the most for {kind}"
    if getattr(picture, "n_frames", 1) > MAX_FRAMES:
        return f"the picture has more than {MAX_FRAMES} frames"
    return ""


def _as_png(picture: Pillow.Image) -> bytes:
    written = BytesIO()
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    picture.convert("RGBA" if has_alpha else "RGB").save(written, "PNG")
    return written.getvalue()
