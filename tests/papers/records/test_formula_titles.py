import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.bibtex_reading import read_bibtex
from papers.formats.bibtex_writing import write_entry
from papers.formats.item_repair import right_record
from papers.records.formula_titles import (
    tex_of,
    typed_tex,
    written_signs,
)


def words_of(text):
    return written_signs(typed_tex(text)) or text


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Costs of $5 and $6", "Costs of $5 and $6"),
        ("From $5 to 6$", "From $5 to 6$"),
        (r"An $\alpha$-stable $L^2$", "An α-stable L²"),
        (r"The \(k\)-means and $n$", "The k-means and n"),
        ("US$ and C$", "US$ and C$"),
        (r"A $\foo{x}$ stays", r"A $\foo{x}$ stays"),
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
