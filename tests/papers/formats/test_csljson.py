import json

import pytest

from papers.formats.csljson import read_csljson, write_csljson
from papers.formats.entries import Entry, lines_of
from papers.formats.item_repair import KINDS

ITEMS = [{"id": "a", "title": 'A {brace} and \\ "quote"'}, {"id": "b", "title": "B"}]


def read(text):
    return list(read_csljson(lines_of(text)))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEMS),
        json.dumps(ITEMS, indent=2),
        json.dumps({"items": ITEMS}, indent=1),
        "\n".join(map(json.dumps, ITEMS)),
        "".join(write_csljson(ITEMS)),
    ],
)
def test_items_are_read_however_they_are_listed(text):
    found = read(text)
    assert [(one.key, one.record["title"]) for one in found] == [
        ("a", 'A {brace} and \\ "quote"'),
        ("b", "B"),
    ]


def test_a_broken_item_costs_no_other():
    text = '[\n{"id": "a", "title": A},\n{"id": "b"},\n{"id": "c", "title": "C"},\n{"id": "d"'
    found = read(text)
    told = [(one.line, str(one)) for one in found if not isinstance(one, Entry)]
    assert [line for line, _reason in told] == [2, 3, 5]
    assert told[0][1].startswith("“a” is no JSON")
    assert told[1][1] == "“b” has no title"
    assert told[2][1] == "“d” is not closed: a brace is missing"
    assert [one.key for one in found if isinstance(one, Entry)] == ["c"]


@pytest.mark.parametrize("marks", ['<b title="a"></b>', "<i> </i>", "<em id=x></em><sub></sub>"])
def test_a_title_of_marks_alone_is_none(marks):
    text = json.dumps(
        [{"id": "a", "title": marks}, {"id": "b", "title": "B", "event-title": marks}]
    )
    problem, entry = read(text)
    assert str(problem) == "“a” has no title"
    assert "event-title" not in entry.record


def test_items_of_unknown_origin_are_made_right():
    item = {
        "id": 7,
        "type": "journal-article",
        "title": " A\n title\u0000 ",
        "author": [{"given": "Plato"}, "A Body", {"family": "X", "literal": "Y"}, {}, 3],
        "volume": 12,
        "issued": {"date-parts": [["2019", "05"]]},
        "DOI": "https://doi.org/10.1145/3065386",
        "PMID": "not one",
        "URL": "https://doi.org/10.1145/3065386",
        "page": "",
        "custom": {"nested": {"n": float("inf")}},
    }
    (entry,) = read(json.dumps([item]))
    assert entry.key == "7"
    assert entry.record == {
        "type": "article-journal",
        "title": "A title",
        "author": [{"literal": "Plato"}, {"literal": "A Body"}, {"family": "X"}],
        "volume": "12",
        "issued": {"date-parts": [[2019, 5]]},
        "DOI": "10.1145/3065386",
        "custom": {"nested": {"n": None}, "PMID": "not one"},
    }


def test_an_unknown_type_is_kept_beside_the_document():
    (entry,) = read('[{"id": "a", "title": "A", "type": "hologram"}]')
    assert (entry.record["type"], entry.record["custom"]) == ("document", {"type": "hologram"})


TAKEN_BY_ZOTERO = """article article-journal article-magazine article-newspaper bill book broadcast
chapter dataset document entry-dictionary entry-encyclopedia graphic hearing interview legal_case
legislation manuscript map motion_picture paper-conference patent personal_communication post
post-weblog report song speech standard thesis webpage"""
"""In its translator "CSL JSON", which takes no file with any other, and in CSL_TYPE_MAPPINGS."""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_readers_get_types_that_zotero_takes_and_we_read_back(kind):
    text = "".join(write_csljson([{"id": "a", "title": "A", "type": kind}], is_whole=False))
    assert json.loads(text)[0]["type"] in TAKEN_BY_ZOTERO.split()
    assert next(iter(read(text))).record["type"] == kind


def test_names_that_a_list_lacks_are_told():
    record = {"title": "T", "type": "book", "author": [{"family": "A", "given": "B"}]}
    record["custom"] = {"others": ["author"]}
    text = "".join(write_csljson([{"id": "a", **record}], is_whole=False))
    assert json.loads(text)[0]["author"] == [*record["author"], {"literal": "others"}]
    assert next(iter(read(text))).record == record
