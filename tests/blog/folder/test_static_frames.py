"""Interactive pages of a static site: as they were, but for what stops them alone."""

import pytest

from blog.folder.static_frames import ALONE, frame_at, static_frame

DIGEST = "0123456789abcdef0123"


@pytest.mark.parametrize(
    "page",
    [
        "<p>a",
        "<!DOCTYPE html><script>x</script><form>f</form>",
        "\ufeff<!-- saved --><!DocType HTML><p>a",
        "<!--><script>x</script><!-- --><!doctype html>",
    ],
)
def test_nothing_of_a_page_comes_before_what_stops_it(page: str):
    written = static_frame(f"/frames/{DIGEST}/a/b.html", page.encode()).decode()
    begun, own = written.split(f"<script>{ALONE}</script>")
    assert own == page.removeprefix("\ufeff")
    assert begun.startswith("<!doctype html>") == ("doctype" in page.lower())
    assert begun.removeprefix("<!doctype html>").count("<") == 2
    assert "connect-src 'none'" in begun


def test_bytes_of_another_encoding_stay_as_they_are():
    data = "<p>a\n".encode("utf-16") + b"\xff\x00"
    assert static_frame(f"/frames/{DIGEST}/a/b.html", data).endswith(data)
    assert static_frame(f"/frames/{DIGEST}/b.js", data) == data


def test_a_drawing_runs_no_script():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script><path d="M0 0"/></svg>'
    assert b"script" not in static_frame(f"/frames/{DIGEST}/b.SVG", drawing)
    with pytest.raises(ValueError, match="SVG"):
        static_frame(f"/frames/{DIGEST}/b.SVG", b"<p>")


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        (f"/frames/{DIGEST}/a/b.html", f"frames/{DIGEST}"),
        (f"/notes/frames/{DIGEST}/a/b.html", None),
        (f"/frames/{DIGEST}", None),
        ("/frames/0/a.html", None),
        (f"/frames/{DIGEST}/a.exe", None),
        (f"/frames/{DIGEST}/../a.html", None),
    ],
)
def test_only_what_is_kept_as_such_a_page_is_one(path: str, folder: str | None):
    assert frame_at(path) == folder
