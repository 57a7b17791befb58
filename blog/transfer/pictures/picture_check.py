"""Whether bytes from another host are a picture that may be kept. No Django here.

They are decoded, a large JPEG at half its size: what no reader's browser could show is refused, and
so is what would take its memory. Formats that browsers do not show are written anew as PNG.
"""

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
from blog.transfer.pictures.images import Image, image_format, named_image
from blog.transfer.pictures.svg_sanitizer import clean_svg

SHOWN = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
READ = [kind for kind in SHOWN if kind != "MPO"]  # which is a JPEG with more behind it
READ += ["BMP", "ICO", "TIFF"]
FAULTS = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, struct.error)
FAULTS += (MemoryError, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)
"""What Pillow raises for broken files, of any format."""


def checked_picture(data: bytes, file_name: str) -> Image:
    """The picture as it is kept; ValueError says why it is none."""
    kind = image_format(data)
    if kind == "svg":
        data = clean_svg(data)
    else:
        kind, data = _decoded(data)
    return named_image(data, file_name, kind)


def _decoded(data: bytes) -> tuple[str, bytes]:
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
