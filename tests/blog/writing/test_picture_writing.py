import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from blog.posts.picture_copies import read_picture
from blog.text import pixel_limits
from blog.text.pixel_limits import MOST_MOVING, MOST_PIXELS
from blog.transfer.pictures.picture_check import checked_picture
from blog.writing import picture_writing
from blog.writing.picture_writing import PictureRefused, written_anew
from blog.writing.uploaded_pictures import refusal_words
from tests.support.drawn import moving, photo, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect/></svg>'


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_what_a_camera_tells_goes_and_the_picture_is_turned():
    told = Image.Exif()
    told[0x0112], told[0x010E], told[0x8825] = 6, "secret place", {1: "N", 2: (37.0, 33.0, 1.0)}
    data = photo(size=(60, 40), exif=told, comment=b"secret words")
    assert b"secret" in data
    kept = written_anew(data, "IMG 1.JPG")
    assert b"secret" not in kept.data
    assert opened(kept.data).size == (40, 60)
    assert not opened(kept.data).getexif()
    assert kept.name.startswith("images/")
    assert written_anew(data, "IMG 1.JPG") == kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_words_in_a_png_go_and_its_kind_stays(mode):
    words = PngInfo()
    words.add_text("Author", "secret")
    kept = written_anew(picture(mode=mode, colour=1 if mode in "1LP" else None, pnginfo=words), "a")
    assert b"secret" not in kept.data
    assert opened(kept.data).mode == mode


def test_what_one_can_see_through_stays_so():
    kept = written_anew(picture("GIF", mode="P", colour=1, transparency=1), "a.gif")
    assert opened(kept.data).convert("RGBA").getpixel((0, 0))[3] == 0
    kept = written_anew(picture("PNG", mode="P", colour=0, transparency=0), "a.png")
    assert opened(kept.data).convert("RGBA").getpixel((0, 0))[3] == 0
    kept = written_anew(picture("WEBP", mode="RGBA", colour=(9, 9, 9, 0)), "a.webp")
    assert opened(kept.data).getpixel((0, 0))[3] == 0


def test_colours_of_another_profile_are_those_of_every_screen():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = written_anew(picture("JPEG", size=(16, 16), icc_profile=lab), "a.jpg")
    assert "icc_profile" not in opened(kept.data).info
    broken = written_anew(picture("JPEG", size=(16, 16), icc_profile=b"none"), "a.jpg")
    assert "icc_profile" not in opened(broken.data).info


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving_at_its_pace(kind):
    kept = written_anew(moving(kind), "a")
    shown = opened(kept.data)
    assert shown.n_frames == 3
    times = []
    for number in range(3):
        shown.seek(number)
        shown.load()
        times.append(shown.info["duration"])
    assert times == [100, 200, 300]
    assert shown.info["loop"] == 0


def test_what_runs_once_runs_once():
    kept = written_anew(moving("GIF", loop=None), "a.gif")
    assert opened(kept.data).info.get("loop") is None


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO"])
def test_what_browsers_do_not_show_becomes_png(kind):
    assert written_anew(picture(kind, size=(16, 16)), "a.x").name.endswith("/a.png")


def test_a_drawing_keeps_what_draws_and_nothing_else():
    kept = written_anew(SVG, "a.svg")
    assert b"script" not in kept.data
    assert b"rect" in kept.data


def test_the_kind_is_what_the_bytes_say():
    assert written_anew(picture("PNG"), "evil.html").name.endswith("/evil.png")


def huge() -> bytes:
    """A PNG that says it has 60,000 times 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [head, b"IDAT" + zlib.compress(b"\0" * 100), b"IEND"]
    chunks = (
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"%PDF-1.7\n", "kind"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "heic"),
        (photo(size=(300, 300))[:-200], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "kind"),
        (huge(), "pixels"),
        (b"<svg xmlns='x'", "svg"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    ],
)
def test_what_is_no_picture_is_refused_for_a_reason(data, why):
    with pytest.raises(PictureRefused, match=why):
        written_anew(data, "a.png")


@pytest.mark.parametrize(
    ("kind", "data", "more"),
    [
        ("JPEG", photo(size=(60, 40)), "more than 0 million pixels: make"),
        (
            "progressive JPEG",
            photo(size=(60, 40), progressive=True),
            "the most for progressive JPEG: make it smaller",
        ),
        ("PNG", picture(size=(60, 40)), "the most for PNG"),
        ("PNG", picture("TIFF", size=(60, 40)), "the most for PNG"),
        ("GIF", picture("GIF", size=(60, 40)), "the most for GIF"),
        ("WebP", picture("WEBP", size=(60, 40)), "the most for WebP"),
        ("AVIF", picture("AVIF", size=(60, 40)), "the most for AVIF"),
    ],
    ids=lambda one: one if isinstance(one, str) and " " not in one else "",
)
def test_a_picture_has_its_pixels(monkeypatch, kind, data, more):
    monkeypatch.setitem(MOST_PIXELS, kind, 60 * 40)
    assert written_anew(data, "a.png").data
    assert checked_picture(data, "a.png").data
    monkeypatch.setitem(MOST_PIXELS, kind, 60 * 40 - 1)
    with pytest.raises(PictureRefused, match="pixels") as refused:
        written_anew(data, "a.png")
    assert more in refusal_words(refused.value.why, refused.value.more)
    with pytest.raises(ValueError, match=f"the most for {kind}"):
        checked_picture(data, "a.png")
    assert read_picture(data + b"\0" * 40_000)[2] == []


def test_a_large_photograph_is_kept_at_half_its_size(monkeypatch):
    data = photo(size=(601, 401))
    monkeypatch.setattr(pixel_limits, "HALVED_FROM", 601 * 401)
    assert opened(written_anew(data, "a.jpg").data).size == (601, 401)
    monkeypatch.setattr(pixel_limits, "HALVED_FROM", 601 * 401 - 1)
    assert opened(written_anew(data, "a.jpg").data).size == (301, 201)
    assert checked_picture(data, "a.jpg").data == data


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_has_its_frames(monkeypatch, kind):
    data = moving(kind)
    for frames, pixels, refused in ((3, 1800, False), (2, 1800, True), (3, 1799, True)):
        monkeypatch.setattr(picture_writing, "MAX_FRAMES", frames)
        monkeypatch.setitem(MOST_MOVING, kind, pixels)
        if not refused:
            assert opened(written_anew(data, "a").data).n_frames == 3
            continue
        with pytest.raises(PictureRefused, match="frames") as error:
            written_anew(data, "a")
        assert "make it shorter or smaller" in refusal_words(error.value.why, error.value.more)


def test_a_picture_has_its_bytes(monkeypatch):
    data = photo(size=(300, 300), quality=20)
    written = written_anew(data, "a.jpg").data
    assert len(written) > len(data)  # what is written may be larger than what was sent
    for most, is_taken in ((len(written), True), (len(written) - 1, False), (99, False)):
        monkeypatch.setattr(picture_writing, "MAX_IMAGE", most)
        if is_taken:
            assert written_anew(data, "a.jpg").data == written
            continue
        with pytest.raises(PictureRefused, match="bytes"):
            written_anew(data, "a.jpg")
