"""How large a picture may be that comes from outside, in pixels and frames: what takes 250 MB to be
read and written anew (``python -m tests.benchmarks.picture_memory`` measures it). Pictures are
Pillow's, which is not imported here: who has none to read needs it not.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = {
    "JPEG": 50_000_000,
    "progressive JPEG": 24_000_000,
    "PNG": 24_000_000,
    "GIF": 24_000_000,
    "WebP": 12_000_000,
    "AVIF": 6_000_000,
}
"""Pixels of a picture of each kind; of another that is made a PNG, those of a PNG."""
HALVED_FROM = 12_000_000
"""Pixels from which a JPEG is read at half its width and height."""
MAX_FRAMES = 2_000
"""Frames of a picture that moves."""
MOST_MOVING = {"GIF": 100_000_000, "WEBP": 100_000_000, "PNG": 20_000_000}
"""Pixels of all its frames."""


def kind_by_pixels(picture: "Image") -> str:
    """Its key in ``MOST_PIXELS``, from its header alone."""
    kind = {"MPO": "JPEG", "WEBP": "WebP"}.get(picture.format, picture.format)
    if kind == "JPEG" and "progressive" in picture.info:
        return "progressive JPEG"  # its coefficients are in memory, all, before the first pixel is
    return kind if kind in MOST_PIXELS else "PNG"


def has_too_many_pixels(picture: "Image") -> bool:
    return picture.width * picture.height > MOST_PIXELS[kind_by_pixels(picture)]


def halve_if_large(picture: "Image") -> None:
    """Before it is read. Of all formats it is JPEG's decoder that can."""
    if picture.width * picture.height > HALVED_FROM:
        picture.draft(None, (picture.width // 2, picture.height // 2))
