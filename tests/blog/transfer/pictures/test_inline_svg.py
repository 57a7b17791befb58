import time

import pytest

from blog.transfer.pictures.inline_svg import find_drawings

SHAPE = '<path d="M0 0h1"/>'


def drawings(text, is_html=False):
    return list(find_drawings(text, is_html))


def test_a_drawing_is_a_file_with_its_words_and_size():
    written = (
        f'a <svg width="20px" height="10" ONLOAD="x()"><title>A &amp; b</title>{SHAPE}</svg> b'
    )
    (found,) = drawings(written)
    assert written[: found.start] == "a "
    assert written[found.end :] == " b"
    assert found.data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" width="20px"')
    assert found.image("x.svg") == '<img src="x.svg" alt="A &amp; b" width="20" height="10">'


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('viewBox="0 0 24 12"', ("24", "12")),
        ('width="100%" viewBox="0,0,24.5,12"', ("24", "12")),
        ('width="30" viewBox="0 0 24 12"', None),
        ('width="1em" height="1em"', None),
    ],
)
def test_its_size_is_that_of_the_element_or_of_its_view(root, size):
    assert drawings(f"<svg {root}>{SHAPE}</svg>")[0].size == size


def test_what_only_html_allows_is_written_out():
    (found,) = drawings('<svg><g id="a"><text>1&nbsp;&lt;</text></g><use xlink:href="#a"/></svg>')
    assert "1\N{NO-BREAK SPACE}&lt;" in found.data.decode()
    assert b"xmlns:xlink" in found.data


def test_a_drawing_in_a_drawing_is_its_part():
    outer = f"<svg>{SHAPE}<svg>{SHAPE}</svg></svg>"
    written = f"{outer} and <svg>{SHAPE}</svg>"
    found = [written[one.start : one.end] for one in drawings(written)]
    assert found == [outer, f"<svg>{SHAPE}</svg>"]


@pytest.mark.parametrize(
    "written",
    [
        f"`<svg>{SHAPE}</svg>`",
        f"```\n<svg>{SHAPE}</svg>\n```",
        f"<pre><svg>{SHAPE}</svg></pre>",
        f"<svg>{SHAPE}",
        "<svg></svg>",
        '<svg><symbol id="a"></symbol></svg>',
        '<svg><use href="#elsewhere"/></svg>',
        '<svg><use href="/icons.svg#a"/></svg>',
        "<svg><path d=x></svg>",
        f"<svg>{SHAPE}<foreignObject><p>Words</p></foreignObject></svg>",
        f"<svg-icon>{SHAPE}</svg-icon>",
    ],
)
def test_code_and_what_would_not_be_whole_stay(written):
    assert drawings(written) == []


@pytest.mark.slow
def test_hostile_texts_take_linear_time():
    began = time.perf_counter()
    drawings("<svg " * 40_000)
    drawings("<svg>" * 40_000 + "</svg>" * 40_000)
    drawings("<?xml " * 20_000 + f"<svg>{SHAPE}</svg>")
    drawings(f"<svg>{SHAPE}</svg>" * 3_000)
    assert time.perf_counter() - began < 20
