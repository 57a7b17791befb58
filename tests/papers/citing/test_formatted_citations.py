import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citing.formatted_citations import CitedPlace, format_works
from papers.csl.positions import Cite
from papers.csl.processor import Processor
from papers.csl.style import bundled_names, bundled_style
from papers.pages.export_kinds import KINDS
from papers.records.json_ld import linked_data
from papers.records.meta_tags import meta_tags

APA, IEEE = bundled_style("apa"), bundled_style("ieee")


def record(key, family, year, title="A title"):
    return {
        "id": key,
        "type": "book",
        "title": title,
        "author": [{"family": family, "given": "Ada"}],
        "issued": {"date-parts": [[year]]},
    }


CURIE, MEITNER = record("curie", "Curie", 1903), record("meitner", "Meitner", 1939)
AGAIN = record("again", "Curie", 1903, "Another title")
LINK = '<a href="#work-curie">{}</a>'


def shown(style, *cites, is_narrative=False, records=(CURIE, MEITNER)):
    if is_narrative:
        cites = (replace(cites[0], mode="suppress-author"), *cites[1:])
    return format_works(style, records, [CitedPlace(cites, is_narrative)]).places[0]


def test_affixes_stand_outside_of_the_link():
    cite = Cite("curie", "3–5", "page", "see", ", and elsewhere")
    expected = f"(see {LINK.format('Curie, 1903, pp. 3–5')}, and elsewhere)"
    assert shown(APA, cite) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [(APA, LINK.format("Curie (1903)")), (IEEE, LINK.format("Curie [1]"))],
)
def test_a_narrative_citation_is_one_link(style, expected):
    assert shown(style, Cite("curie"), is_narrative=True) == expected


def test_what_follows_a_narrative_citation_stands_behind_its_year():
    text = shown(APA, Cite("meitner"), Cite("curie", prefix="see"), is_narrative=True)
    assert text == (
        '<a href="#work-meitner">Meitner</a> (<a href="#work-meitner">1939</a>; '
        'see <a href="#work-curie">Curie, 1903</a>)'
    )


def test_works_of_one_author_and_year_are_told_apart():
    found = format_works(APA, (CURIE, AGAIN), [CitedPlace((Cite("curie"), Cite("again")))])
    assert "1903a" in found.places[0]
    assert "1903b" in found.places[0]
    assert all("(1903" in entry for _key, entry in found.entries)


def test_uncited_works_stand_in_the_list_too():
    found = format_works(APA, (CURIE, MEITNER), [])
    assert [key for key, _entry in found.entries] == ["curie", "meitner"]


def test_no_style_at_all_gives_plain_references():
    found = format_works(None, (CURIE,), [CitedPlace((Cite("curie", "3"),))])
    assert found.places == (f"({LINK.format('Curie, 1903')}, page 3)",)
    assert found.entries == (("curie", "Curie, A. (1903). <cite>A title</cite>."),)


def test_an_entry_that_a_style_fails_on_is_plain_and_told(monkeypatch):
    whole = Processor.format

    def format_or_fail(self, items, *rest):
        if any(item["id"] == "meitner" for item in items):
            raise RecursionError("too deep")
        return whole(self, items, *rest)

    monkeypatch.setattr(Processor, "format", format_or_fail)
    places = [CitedPlace((Cite("curie"),)), CitedPlace((Cite("meitner"),))]
    found = format_works(APA, (CURIE, MEITNER), places)
    assert found.places == (
        f"({LINK.format('Curie, 1903')})",
        '(<a href="#work-meitner">Meitner, 1939</a>)',
    )
    assert found.entries == (
        ("curie", "Curie, A. (1903). <i>A title</i>."),
        ("meitner", "Meitner, A. (1939). <cite>A title</cite>."),
    )
    assert "meitner" in found.failures[0]


def test_no_inline_style_is_left():
    item = record("curie", "Curie", 1903, '<span style="font-variant:small-caps;">Ra</span>dium')
    found = format_works(APA, (item,), [CitedPlace((Cite("curie"),))])
    assert ' class="csl-small-caps"' in found.entries[0][1]
    assert "style=" not in "".join([*found.places, found.entries[0][1]])


AFFIX = st.text(alphabet=st.sampled_from("ab <>&'\"()[];,.é–$"), max_size=15)


@given(AFFIX, AFFIX, st.sampled_from(["", "3", "iv–x"]), st.booleans())
def test_any_affix_is_text(prefix, suffix, locator, is_narrative):
    cite = Cite("curie", locator, "page", prefix, suffix)
    for style in (APA, IEEE, None):
        found = format_works(style, (CURIE,), [CitedPlace((cite,), is_narrative)])
        assert found.failures == ()
        tags = re.findall(r"</?[a-z]+", found.places[0])
        assert tags.count("<a") == tags.count("</a")


@pytest.mark.parametrize("style", bundled_names())
def test_a_volume_and_its_work_are_both_named_in_every_style_and_export(style):
    """CSL's ``volume-title`` in styles that print it, behind the work's title in the others."""
    of = {"container-title": "Main work", "author": [{"family": "Bee", "given": "A."}]}
    chapter = {**of, "id": "a", "type": "chapter", "title": "Chapter", "volume-title": "Its book"}
    book = {**of, "id": "b", "type": "book", "title": "Own book", "volume": "2"}
    entries = dict(format_works(bundled_style(style), [chapter, book], []).entries)
    for shown, title in ((entries["a"], "Its book"), (entries["b"], "Own book")):
        text = re.sub(r"<[^>]*>", "", shown).lower()
        assert title.lower() in text
        assert "main work" in text
    for kind, wanted in (("bib", "booktitle = {Its book}"), ("ris", "T2  - Main work: Its book")):
        assert wanted in "".join(KINDS[kind].write([chapter], False))
        assert "Main work" in "".join(KINDS[kind].write([book], False))
    assert '"container-title": "Main work: Its book"' in "".join(
        KINDS["json"].write([chapter], False)
    )
    part = linked_data(chapter, "/a")["isPartOf"]
    assert (part["name"], part["isPartOf"]["name"]) == ("Its book", "Main work")
    assert ("citation_book_title", "Its book") in list(meta_tags(chapter, "/a"))
