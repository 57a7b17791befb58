import re

import pytest

from papers.citing.formatted_citations import CitedPlace, format_works
from papers.citing.styled_formulas import END, FIRST
from papers.csl.positions import Cite
from papers.csl.style import bundled_names, bundled_style
from papers.formats.bibtex_reading import read_bibtex

BIB = r"""
@article{half, title={On $n^{5/2}$ Sorting}, author={Doe, J}, journal={On $L^2$}, year=2001}
@book{first, title={$\alpha$-Stable $\text{foo}$ Laws}, author={Roe, R}, year=2002}
@article{alone, title={$k$-means for $a<b$ and ``quoted $x'$''}, year=2003, journal={J}}
"""
RECORDS = [{**one.record, "id": key} for key, one in read_bibtex(BIB).entries.items()]
APA = bundled_style("apa")


def write(tex):
    return f"<math>{tex.replace('<', '&lt;')}</math>"


def entries_in(style, records=RECORDS, place=()):
    shown = format_works(style, records, [CitedPlace((Cite("alone"),))], "", write)
    assert not shown.failures
    return dict(shown.entries)


@pytest.mark.parametrize("name", bundled_names())
def test_every_style_leaves_formulas_as_they_are(name: str):
    entries = entries_in(bundled_style(name))
    assert "<math>n^{5/2}</math>" in entries["half"]
    assert "<math>L^2</math>" in entries["half"]
    assert r"<math>\alpha</math>-" in entries["first"]
    assert r"<math>\text{foo}</math>" in entries["first"]
    assert re.findall("<math>(.*?)</math>", entries["alone"]) == ["k", "a&lt;b", "x'"]


@pytest.mark.parametrize("name", [*bundled_names(), None])
def test_without_a_writer_formulas_are_words_that_keep_their_case(name: str | None):
    style = bundled_style(name) if name else None
    entries = dict(format_works(style, RECORDS, [], "").entries)
    assert "α-" in entries["first"]
    assert "n^(5/2)" in entries["half"]
    assert not re.search(f"[{chr(FIRST)}-{END}]", "".join(entries.values()))


def test_a_sign_that_is_no_tag_stays_where_a_formula_cannot_be_set():
    for title in (r"On $a<b$", r"On $\alpha < \foo{1}<b$"):
        (entry,) = format_works(APA, [{"id": "k", "type": "book", "title": title}], [], "").entries
        assert "＜" not in entry[1]
        assert entry[1].count("&#60;") == title.count("<")


def test_a_formula_is_no_tag_of_the_processor():
    title = r'On $\text{<span class="nodecor">} x$ <i>laws</i>'
    (entry,) = format_works(APA, [{"id": "k", "type": "book", "title": title}], [], "").entries
    assert "<i>On" in entry[1]
    assert "nocase" not in entry[1]


def test_the_plain_form_has_formulas_too():
    assert r"<cite><math>\alpha</math>-Stable " in entries_in(None)["first"]


def test_a_title_in_the_place_of_names_has_its_formula_in_the_text():
    place = CitedPlace((Cite("alone", mode="suppress-author"),), is_narrative=True)
    (shown,) = format_works(APA, RECORDS, [place], "", write).places
    assert "<math>k</math>" in shown


def test_works_of_one_title_are_told_apart_and_sorted_by_their_words():
    same = [{"id": key, "type": "book", "title": "On $x^2$"} for key in "ab"]
    titles = {"z": "On $z$", "m": r"On $\mu$ m", "y": "On y"}
    others = [{"id": key, "type": "book", "title": title} for key, title in titles.items()]
    cited = [CitedPlace((Cite("a"), Cite("b")))]
    shown = format_works(APA, [*same, *others], cited, "", write)
    assert "(n.d.-b)" in dict(shown.entries)["b"]
    order = [key for key, _html in shown.entries]
    assert order.index("y") < order.index("z")


def test_characters_of_ours_in_a_title_break_nothing():
    hostile = f"{chr(FIRST)}A {END}{chr(FIRST)} $x$ <i>b{END}</i> {chr(FIRST + 7)}c{END}"
    record = {"id": "alone", "type": "book", "title": hostile}
    html = entries_in(APA, [record])["alone"]
    assert html.count("<i>") == html.count("</i>")
    assert "c" in html
    assert "<math>x</math>" in html
