from io import BytesIO

import pytest
from PIL import Image as Pillow

from blog.transfer.pictures.images import find_file, image_format, read_image, safe_name
from blog.transfer.pictures.svg_sanitizer import clean_svg
from blog.transfer.source.import_values import Found, SourceSite
from tests.blog.transfer.source_files import write

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/>%s</svg>'


def found_in(root, name="_posts/2020-01-02-x.md", system="jekyll", baseurl=""):
    return Found(root / name, name, SourceSite(root, system, baseurl=baseurl))


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("a.png", "_posts/a.png"),
        ("../assets/b.png", "assets/b.png"),
        ("/assets/b.png?v=2#x", "assets/b.png"),
        ("/base/assets/b.png", "assets/b.png"),
        ("/assets/c%20d.png", "assets/c d.png"),
        ("../../outside.png", None),
        ("/assets/none.png", None),
        ("/assets/\0.png", None),
    ],
)
def test_files_are_found_within_the_site_only(tmp_path, address, file):
    names = ("site/_posts/a.png", "site/assets/b.png", "site/assets/c d.png", "outside.png")
    root = write(tmp_path, dict.fromkeys(names, PNG)) / "site"
    wanted = None if file is None else root / file
    found = find_file(found_in(root, baseurl="/base"), address)
    assert (found and found.resolve()) == wanted


def test_a_link_that_leaves_the_site_is_not_followed(tmp_path):
    root = write(tmp_path, {"site/_posts/x.md": "", "secret.png": PNG}) / "site"
    (root / "a.png").symlink_to(tmp_path / "secret.png")
    assert find_file(found_in(root), "/a.png") is None


def test_content_says_what_an_image_is(tmp_path):
    write(tmp_path, {"a.html": b"GIF89a<script>", "b.png": b"<html>", "c.JPG": b"\xff\xd8\xff0"})
    assert read_image(found_in(tmp_path), tmp_path / "a.html").name.endswith("/a.gif")
    assert read_image(found_in(tmp_path), tmp_path / "c.JPG").name.endswith("/c.JPG")
    with pytest.raises(ValueError, match="no image"):
        read_image(found_in(tmp_path), tmp_path / "b.png")
    assert image_format(b"RIFF0000WEBPVP8") == "webp"
    assert safe_name("../é x.png", "png") == "é-x.png"


@pytest.mark.parametrize(
    "active",
    [
        b"<script>alert(1)</script>",
        b'<a href="javascript:alert(1)"><text>x</text></a>',
        b"<foreignObject><body/></foreignObject>",
        b'<image href="https://example.org/x.png"/>',
        b'<use href="data:text/html,x"/>',
        b'<g onload="alert(1)" style="fill:url(https://example.org)"/>',
        b"<style>@import 'https://example.org'</style>",
        b'<animate attributeName="href" to="javascript:x"/>',
    ],
)
def test_an_svg_only_draws(active):
    cleaned = clean_svg(SVG % active)
    assert b'd="M0 0"' in cleaned
    assert not any(word in cleaned for word in (b"alert", b"example", b"javascript", b"body"))
    assert b"data:" not in cleaned
    assert clean_svg(cleaned) == cleaned


@pytest.mark.parametrize(
    "data", [b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % b"&a;", b"<svg", b"<p xmlns='x'/>"]
)
def test_an_svg_with_entities_or_none_is_refused(data):
    with pytest.raises(ValueError, match="SVG"):
        clean_svg(data)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO"])
def test_pictures_of_old_formats_become_png(tmp_path, kind):
    file = tmp_path / f"a b.{kind.lower()}"
    Pillow.new("RGB", (16, 16), "red").save(file, kind)
    image = read_image(found_in(tmp_path), file)
    assert image_format(image.data) == "png"
    assert image.name.endswith("/a-b.png")
    with Pillow.open(BytesIO(image.data)) as picture:
        assert picture.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


@pytest.mark.parametrize("data", [b"BM", b"BM" + b"\xff" * 60, b"\0\0\1\0\1"])
def test_broken_pictures_of_old_formats_are_refused(tmp_path, data):
    file = tmp_path / "a.bmp"
    file.write_bytes(data)
    with pytest.raises(ValueError, match="picture"):
        read_image(found_in(tmp_path), file)
