import pytest

from blog.transfer.source.front_matter import MAX_HEADER, split_document
from blog.transfer.source.import_values import Refused


@pytest.mark.parametrize(
    ("text", "kind", "values", "body", "line"),
    [
        ("---\ntitle: A\n---\n\n\nb", "yaml", {"title": "A"}, "b", 6),
        ("\n---  \ntitle: A\n...\nb", "yaml", {"title": "A"}, "b", 5),
        ("---\n---\nb", "yaml", {}, "b", 3),
        ("---\ntitle: A\n---", "yaml", {"title": "A"}, "", 3),
        ('+++\ntitle = "A"\nn = [1, true]\n+++\nb', "toml",
         {"title": "A", "n": ["1", "true"]}, "b", 5),
        ("+++\ndate = 2020-01-01T05:00:00-07:00\n+++\n", "toml",
         {"date": "2020-01-01 05:00:00-07:00"}, "", 4),
        ('{\n"title": "A", "n": 12\n}\n\nb', "json", {"title": "A", "n": "12"}, "b", 5),
        ("Title: A: B\nTags: x,\n    y\nSlug:\n\nb", "keys",
         {"title": "A: B", "tags": "x, y", "slug": ""}, "b", 6),
        ("Title: A\nb", "keys", {"title": "A"}, "b", 2),
        ("Note: a body\n\nb", "", {}, "Note: a body\n\nb", 1),
        ("{% include x %}\n", "", {}, "{% include x %}\n", 1),
        ("{: .lead }\nb", "", {}, "{: .lead }\nb", 1),
        ("\n\nb", "", {}, "b", 3),
    ],
)  # fmt: skip
def test_split_document_cuts_the_header_off(
    text: str, kind: str, values: dict[str, object], body: str, line: int
) -> None:
    document = split_document(text, "x.md")
    assert (document.header.kind, document.header.values) == (kind, values)
    assert (document.body, document.body_line) == (body, line)
    assert not document.header.error


def test_split_document_folds_keys_and_reports_doubles() -> None:
    header = split_document("---\nRedirect-From: /a\nredirect_from: /b\n---\n", "x.md").header
    assert header.values == {"redirect_from": "/b"}
    assert [note.line for note in header.notes] == [3]


@pytest.mark.parametrize("text", ['{"title": "a", "title": "b"}', "Title: a\nTitle: b\n\nx"])
def test_split_document_takes_the_last_of_two_keys(text: str) -> None:
    header = split_document(text, "x.md").header
    assert header.values == {"title": "b"}
    assert "stands twice" in header.notes[0].message


def test_split_document_reads_tabs_as_blanks() -> None:
    header = split_document("---\ntitle:\tA\ntags:\n\t- b\n---\n", "x.md").header
    assert header.values == {"title": "A", "tags": ["b"]}
    assert [note.message for note in header.notes] == ["tabs in the header were read as blanks"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\nb: c: d\n---\nbody", 3),
        ('+++\ntitle = "A"\nb = = 1\n+++\nbody', 3),
        ('+++\ntitle = "A"\nn = 0x' + "f" * 9000 + "\n+++\nbody", 2),
    ],
)
def test_split_document_keeps_the_body_of_a_header_with_a_mistake(text: str, line: int) -> None:
    document = split_document(text, "x.md")
    assert document.header.values == {"title": "A"}
    assert document.header.error and document.body == "body"
    assert [note.line for note in document.header.notes] == [line]
    assert "imported as a draft, with only its title" in document.header.notes[0].message


def test_split_document_keeps_text_between_two_rules() -> None:
    document = split_document("---\njust text\n---\nmore", "x.md")
    assert document.body == "---\njust text\n---\nmore"
    assert document.header.error


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: A\n", "x.md:1: the header that --- opens never ends"),
        ("\n+++\na = 1\n", "x.md:2: the header that +++ opens never ends"),
        (
            "---\na: " + "b" * MAX_HEADER + "\n---\n",
            "x.md:1: the header has 65,540 characters; at most 65,536 are read",
        ),
        ("---\nok: 1\na: " + "[" * 9000 + "\n---\n", "x.md:3: nested deeper than 32 levels"),
        ("+++\na = " + "[" * 9000 + "\n+++\n", "x.md:1: nested deeper than 32 levels"),
        ('{"a":' * 9000, "x.md:1: nested deeper than 32 levels"),
    ],
)
def test_split_document_refuses_with_path_line_and_reason(text: str, place: str) -> None:
    with pytest.raises(Refused) as caught:
        split_document(text, "x.md")
    assert str(caught.value) == place
