"""Styles that mean harm or are wrong are refused with a line and a reason, soon and cheaply."""

import time
import tracemalloc

import pytest

from papers.csl.errors import StyleError
from papers.csl.locale import Locale
from papers.csl.style import bundled_style, read_style
from tests.papers.csl.making import cite, make_style

pytestmark = pytest.mark.slow

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE style [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
    + ']><style xmlns="http://purl.org/net/xbiblio/csl">&a8;</style>'
)


def doubling(depth: int) -> str:
    macros = "".join(
        f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>'
        for n in range(depth)
    )
    return make_style('<text macro="m0"/>', extra=f'{macros}<macro name="m{depth}"/>')


def chain(depth: int) -> str:
    macros = "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(depth))
    return make_style('<text macro="m0"/>', extra=f'{macros}<macro name="m{depth}"/>')


HOSTILE = {
    "entities": BOMB,
    "doctype": '<!DOCTYPE style SYSTEM "file:///etc/passwd"><style/>',
    "loop": make_style(
        '<text macro="a"/>',
        extra='<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>',
    ),
    "self": make_style('<text macro="a"/>', extra='<macro name="a"><text macro="a"/></macro>'),
    "doubling": doubling(40),
    "chain": chain(500),
    "big": make_style("<text value='x'/>" * 600_000),
    "many": make_style("<group>" + "<text value='x'/>" * 45_000 + "</group>"),
    "deep": make_style("<group>" * 5000 + "<text value='x'/>" + "</group>" * 5000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_style_is_refused_soon_and_in_50_mb(name):
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(StyleError) as caught:
        read_style(HOSTILE[name])
    spent = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.reason
    assert spent < 60  # what hangs takes hours; the benchmark measures the second
    assert peak < 50_000_000


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("<style", 1, "not well-formed"),
        ("", 1, "not well-formed"),
        ("<html/>", 1, "the root is not <style>"),
        (make_style("<text/>"), 1, "<text> needs one of"),
        (make_style("\n<text macro='none'/>"), 2, "there is no macro"),
        (make_style("\n\n<bold/>"), 3, "cannot stand inside"),
        (
            make_style("<names variable='author'><name et-al-min='many'/></names>"),
            1,
            "not a number",
        ),
        (make_style("<citation/>").replace("<layout><citation/></layout>", ""), 1, "no <layout>"),
        (make_style("<choose><else/></choose>"), 1, "must begin with <if>"),
        (make_style("<text value='x'/>", extra="<macro/>"), 1, "macro without a name"),
    ],
)
def test_wrong_style_is_refused_with_line_and_reason(source, line, reason):
    with pytest.raises(StyleError) as caught:
        read_style(source)
    assert (caught.value.line, reason in caught.value.reason) == (line, True)


def test_bytes_in_an_unknown_encoding_are_refused():
    with pytest.raises(StyleError):
        read_style(b'<?xml version="1.0" encoding="klingon"?><style/>')


def test_unknown_bundled_name_is_a_key_error():
    with pytest.raises(KeyError):
        bundled_style("../apa")


def test_a_locale_says_nothing_of_an_unknown_term():
    assert Locale("en-US").term("page") is None


@pytest.mark.parametrize(
    ("levels", "attrs"),
    [
        (92, ""),
        (36, 'font-style="italic" prefix="a"'),
        (
            13,
            'font-style="italic" font-variant="small-caps" font-weight="bold" display="block" '
            'text-decoration="underline" vertical-align="sup" prefix="a" suffix="b"',
        ),
    ],
)
def test_the_deepest_style_that_is_read_still_formats_deep_in_the_stack(levels, attrs):
    layout = f"<group {attrs}>" * levels + '<text variable="title"/>' + "</group>" * levels

    def called_from(depth: int) -> str:
        return called_from(depth - 1) if depth else cite(layout, {"title": "t"})

    assert "t" in called_from(150)
