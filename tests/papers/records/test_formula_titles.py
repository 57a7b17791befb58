import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.bibtex_reading import read_bibtex
from papers.formats.bibtex_writing import write_entry
from papers.formats.item_repair import right_record
from papers.records.formula_titles import (
    MOST_MARKUP,
    html_with_formulas,
    no_markup,
    tex_of,
    typed_tex,
    written_signs,
)
from papers.records.rich_text import RICH, plain_words
from papers.records.style_record import style_record

PIECES = ["<i>", "</i>", "</span>", '<span class="nocase">', "$x$", r"$\alpha<i>$", "a b", " ", "$"]
TITLES = st.text(r"\${}^_()<>&'\"xalph 15", max_size=60) | st.text(max_size=30)
TITLES |= st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def words_of(text):
    return written_signs(typed_tex(text)) or text


def marked(words, tex):
    return f"[{tex}]"


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Costs of $5 and $6", "Costs of $5 and $6"),
        ("From $5 to 6$", "From $5 to 6$"),
        (r"An $\alpha$-stable $L^2$", "An α-stable L²"),
        (r"The \(k\)-means and $n$", "The k-means and n"),
        ("US$ and C$", "US$ and C$"),
        (r"A $\foo{x}$ stays", r"A $\foo{x}$ stays"),
        ("The $5 and $10 question", "The $5 and $10 question"),
        ("$O(n)$ for $5, $A+B$ for $10", "O(n) for $5, A+B for $10"),
        ("Ke$ha and A$AP", "Ke$ha and A$AP"),
        ("$$x^2$$ and $$", "x² and $$"),
        (r"\(see below\) $x$", r"\(see below\) $x$"),
        (r"A \$x$ and $x_1\$", r"A \$x$ and $x_1\$"),
        ("$" + "x" * 600 + "$", "$" + "x" * 600 + "$"),
    ],
)
def test_texts_that_are_no_tex_have_sure_formulas_only(text, signs):
    assert words_of(text) == signs


def test_titles_of_every_format_are_signs_with_their_tex():
    record = right_record({"title": r"An $\alpha$ for $5", "container-title": "J"})
    assert record["title"] == "An α for $5"
    assert tex_of(record, "title") == r"An $\alpha$ for \$5"
    assert right_record(record) == record


def test_a_changed_title_is_written_as_it_is():
    entry = read_bibtex(r"@misc{k, title={On $\alpha$ and AT\&T}, year=2000}").entries["k"]
    written = write_entry({"id": "k", **entry.record})
    assert r"title = {On $\alpha$ and {AT\&T}}" in written
    changed = {**entry.record, "title": "On β"}
    assert "title = {On β}" in write_entry({"id": "k", **changed})


@given(st.text(r"\${}^_()xalph 1", max_size=40))
def test_any_title_has_one_form(text):
    try:
        record = right_record({"title": text})
    except ValueError:
        return
    assert right_record(record) == record
    written_signs(text)


@given(TITLES)
def test_a_title_is_its_words_and_its_markup_those_words(text):
    """Whatever is typed: nothing but what a writer of formulas gives is markup."""
    tex = typed_tex(text)
    html = html_with_formulas(tex, no_markup) if tex else escape(text)
    assert " ".join(unescape(html).split()) == " ".join(words_of(text).split())
    assert not set(html) & set("<>\"'")


@given(TITLES)
def test_any_title_goes_through_bibtex_and_back(text):
    try:
        record = right_record({"title": text})
    except ValueError:
        return
    written = write_entry({"id": "k", **record})
    read = read_bibtex(written).entries["k"].record
    if tex_of(record, "title"):
        assert (read["title"], tex_of(read, "title")) == (record["title"], tex_of(record, "title"))


@given(TITLES)
def test_a_style_gets_the_words_and_each_formula_whole(text):
    record = {"title": text, "type": "book"}
    shown = style_record(record)["title"]
    assert plain_words(shown).removesuffix(".") == plain_words(words_of(text)).removesuffix(".")


def test_formulas_keep_their_place_and_case_beside_other_markup():
    entry = read_bibtex(
        r"@article{k, title={On $\alpha$ Sorting \emph{in $x^2$} {DNA} Networks}, year=2000}"
    ).entries["k"]
    assert style_record(entry.record, marked)["title"] == (
        'On <span class="nocase">[\\alpha]</span> sorting <i>in <span class="nocase">[x^2]</span>'
        '</i> DNA networks'
    )  # fmt: skip
    record = right_record({"title": r"<i>In vivo</i> $\alpha$"})
    assert record["custom"][RICH]["title"] == "<i>In vivo</i> α"
    assert style_record(record, marked)["title"].startswith("<i>In vivo</i> <span")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("The <i>E. coli</i> of $x$", "The <i>E. coli</i> of [x]"),
        ("On <i>b</i> and $x$ at length", "On <i>b</i> and [x] at length"),
        ("<b>$x$</b>", "<b>[x]</b>"),
        ('A </span> $x$ <span class="nocase">', 'A </span> [x] <span class="nocase">'),
        ("On $a<i>b</i>$ and $y$", "On a<i>b</i> and [y]"),
    ],
)
def test_a_formula_keeps_its_place_beside_tags_that_were_typed(typed, shown):
    styled = style_record({"title": typed, "type": "book"}, marked)["title"]
    assert styled == re.sub(r"\[.\]", r'<span class="nocase">\g<0></span>', shown)


def test_a_formula_that_reached_the_library_as_it_was_typed_keeps_its_case():
    raw = {"title": r"$\alpha$ stable", "type": "book"}
    assert style_record(raw)["title"] == '<span class="nocase">α</span> stable'


def test_a_formula_without_signs_is_kept_as_tex_beside_the_words():
    record = right_record({"title": r"A $\begin{pmatrix}a\end{pmatrix}$ for $5"})
    assert record["title"] == r"A $\begin{pmatrix}a\end{pmatrix}$ for $5"
    assert tex_of(record, "title") == r"A $\begin{pmatrix}a\end{pmatrix}$ for \$5"
    assert right_record(record) == record


def test_formulas_that_cost_too_much_are_words():
    tex = "$x$ " * 100
    html = html_with_formulas(tex, lambda one: "M" * 20_000)
    assert MOST_MARKUP < html.count("M") <= MOST_MARKUP + 20_000
    assert html.endswith("x x ")
    assert not typed_tex("$x$ " * 5000)
    record = {"title": "x", "custom": {"tex": {"title": "x" + r"$\!$" * 5000}}}
    assert tex_of(record, "title") == ""
