"""A picture that an author puts into a text, written anew: what it shows stays, and what else its
file tells (where it was taken, by whom, with what) goes. No Django here.

A refusal is a ``PictureRefused`` whose ``why`` says in a word what is wrong; its sentence stands in
``blog/writing/uploaded_pictures.py``.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, ImageSequence

from blog.text.pixel_limits import (
    MAX_FRAMES,
    MOST_MOVING,
    halve_if_large,
    has_too_many_pixels,
    kind_by_pixels,
)
from blog.text.size_limits import MAX_IMAGE
from blog.transfer.pictures.decoded_pictures import FAULTS, READ, SHOWN
from blog.transfer.pictures.images import Image, image_format, named_image
from blog.transfer.pictures.svg_sanitizer import clean_svg

HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
MOVING = ("GIF", "WEBP", "PNG")
OPTIMIZED_TO = 1_000_000
"""Pixels up to which a PNG is written as small as can be: of 24 million that takes a minute."""
QUALITY = {"JPEG": 88, "WEBP": 88, "AVIF": 80}


class PictureRefused(ValueError):
    """``why``: "empty", "bytes", "heic", "kind", "svg", "pixels", "frames" or "broken"; ``more``
    has of a drawing what another part of the site says of it, else the kind of picture that has
    too many pixels, where that is known."""

    def __init__(self, why: str, more: str = "") -> None:
        super().__init__(why)
        self.why, self.more = why, more


def written_anew(data: bytes, file_name: str) -> Image:
    """The picture as it is kept, named by its new bytes; the same bytes give the same."""
    if not data:
        raise PictureRefused("empty")
    if len(data) > MAX_IMAGE:
        raise PictureRefused("bytes")
    if image_format(data) == "svg":
        try:
            return named_image(clean_svg(data), file_name, "svg")
        except ValueError as error:
            raise PictureRefused("svg", str(error)) from error
    kind, written = decoded_and_written(data)
    if len(written) > MAX_IMAGE:
        raise PictureRefused("bytes")
    return named_image(written, file_name, kind)


def decoded_and_written(data: bytes) -> tuple[str, bytes]:
    Pillow.init()
    try:
        with Pillow.open(BytesIO(data), formats=READ) as picture:
            check_measures(picture)
            if moves(picture):
                return write_moving(picture)
            kind, shown = SHOWN.get(picture.format or "", "png"), still(picture)
        del picture  # with what its decoder holds
        return kind, PICTURE_WRITERS[kind](shown)
    except PictureRefused:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise PictureRefused("pixels") from error
    except Pillow.UnidentifiedImageError as error:
        is_heic = data[4:8] == b"ftyp" and data[8:12] in HEIC
        raise PictureRefused("heic" if is_heic else "kind") from error
    except FAULTS as error:
        raise PictureRefused("broken") from error


def moves(picture: Pillow.Image) -> bool:
    return getattr(picture, "n_frames", 1) > 1 and picture.format in MOVING


def check_measures(picture: Pillow.Image) -> None:
    """Before anything of it is decoded."""
    if has_too_many_pixels(picture):
        raise PictureRefused("pixels", kind_by_pixels(picture))
    if moves(picture):
        frames = picture.n_frames
        pixels = picture.width * picture.height * frames
        if frames > MAX_FRAMES or pixels > MOST_MOVING[picture.format]:
            raise PictureRefused("frames", picture.format)


def still(picture: Pillow.Image) -> Pillow.Image:
    """Turned as it was taken, in the colours that every screen knows, in a memory of its own."""
    halve_if_large(picture)
    ImageOps.exif_transpose(picture, in_place=True)
    shown = in_plain_colours(picture)
    return picture.copy() if shown is picture else shown


def in_plain_colours(picture: Pillow.Image) -> Pillow.Image:
    """In sRGB, since the profile that tells of other colours goes."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        target = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, own, srgb, outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture  # a profile that nobody can read changes no colour
    return picture


def write_jpeg(picture: Pillow.Image) -> bytes:
    plain = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    return saved(plain, "JPEG", quality=QUALITY["JPEG"], optimize=True, progressive=True)


def write_png(picture: Pillow.Image) -> bytes:
    known = picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    given = {}
    if "transparency" in picture.info and picture.mode in ("1", "L", "P", "RGB"):
        given["transparency"] = picture.info["transparency"]
    plain = picture if known else in_full_colours(picture)
    is_small = plain.width * plain.height <= OPTIMIZED_TO
    return saved(plain, "PNG", optimize=is_small, **given)


def write_gif(picture: Pillow.Image) -> bytes:
    given = {}
    if "transparency" in picture.info:
        given["transparency"] = picture.info["transparency"]
    return saved(picture, "GIF", **given)


def write_webp(picture: Pillow.Image) -> bytes:
    return saved(in_full_colours(picture), "WEBP", quality=QUALITY["WEBP"], method=4)


def write_avif(picture: Pillow.Image) -> bytes:
    return saved(in_full_colours(picture), "AVIF", quality=QUALITY["AVIF"])


PICTURE_WRITERS: dict[str, Callable[[Pillow.Image], bytes]] = {
    "jpeg": write_jpeg,
    "png": write_png,
    "gif": write_gif,
    "webp": write_webp,
    "avif": write_avif,
}


def write_moving(picture: Pillow.Image) -> tuple[str, bytes]:
    """All frames with their times; how often it runs stays too. Frames are in memory one at a time
    where the format's writer needs no more."""
    kind = picture.format or "GIF"
    given: dict[str, Any] = {"save_all": True, "duration": times_of_frames(picture)}
    if kind != "GIF" or "loop" in picture.info:
        given["loop"] = picture.info.get("loop", 0)
    if kind == "WEBP":
        return SHOWN[kind], saved(picture, kind, quality=QUALITY["WEBP"], method=4, **given)
    frames = (frame.convert("RGBA") for frame in ImageSequence.Iterator(picture))
    first = next(frames)
    if kind == "GIF":
        return SHOWN[kind], saved(first, kind, append_images=frames, disposal=2, **given)
    return SHOWN[kind], saved(first, kind, append_images=list(frames), **given)


def times_of_frames(picture: Pillow.Image) -> list[int]:
    """In thousandths of a second."""
    times = []
    for frame in ImageSequence.Iterator(picture):
        frame.load()
        times.append(max(10, round(frame.info.get("duration", 100) or 100)))
    return times


def in_full_colours(picture: Pillow.Image) -> Pillow.Image:
    mode = "RGBA" if has_alpha(picture) else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def has_alpha(picture: Pillow.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def saved(picture: Pillow.Image, kind: str, **given: Any) -> bytes:
    """Of a picture in memory, which is no file's any more: it loses what else its file told."""
    written = BytesIO()
    picture.info = {}
    picture.save(written, kind, **given)
    return written.getvalue()
