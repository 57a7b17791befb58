import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from blog.transfer.pictures.picture_check import checked_picture


def picture(kind="PNG", size=(4, 3), mode="RGB", **given):
    written = BytesIO()
    Image.new(mode, size, "red").save(written, kind, **given)
    return written.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"),
    [("PNG", "a.png"), ("JPEG", "a.jpg"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("AVIF", "a.avif")],
)
def test_a_picture_stays_as_it_is_and_is_named_by_its_content(kind, name):
    kept = checked_picture(picture(kind), "a.exe")
    assert kept.data == picture(kind)
    assert kept.name.rsplit("/", 1)[1] == name


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO"])
def test_what_browsers_do_not_show_is_written_anew(kind):
    kept = checked_picture(picture(kind, size=(16, 16)), "a")
    assert kept.name.endswith("/a.png")
    assert Image.open(BytesIO(kept.data)).size == (16, 16)


def huge():
    """A PNG that says it has 60,000 times 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no picture"),
        (b"<html><body>Sign in", "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken|no picture"),
        (picture("JPEG", size=(300, 300))[:-200], "broken"),
        (huge(), "broken or too big|million pixels|no picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><!DOCTYPE x [<!ENTITY a "b">]></svg>', "entit"),
    ],
)
def test_anything_else_is_refused(data, reason):
    with pytest.raises(ValueError, match=reason):
        checked_picture(data, "a.png")


def test_what_has_too_many_pixels_is_refused():
    data = picture(size=(8000, 7000), mode="1")
    with pytest.raises(ValueError, match="million pixels"):
        checked_picture(data, "a.png")


def test_a_drawing_is_cleaned():
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script><path d="M0 0"/></svg>'
    assert b"script" not in checked_picture(data, "a.svg").data
