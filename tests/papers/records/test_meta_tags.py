import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.meta_tags import author_name, meta_tags

URL = "https://blog.example/papers/key/"
ARTICLE = {
    "type": "article-journal",
    "title": "On the “Radium” Question",
    "author": [{"family": "Curie", "given": "Marie"}, {"literal": "World Health Organization"}],
    "container-title": "Nature",
    "volume": "67",
    "issue": "2",
    "page": "10--12",
    "issued": {"date-parts": [[1903, 7, 9]]},
    "DOI": "10.1000/xyz",
    "ISSN": "0028-0836",
    "publisher": "Macmillan",
}
PREPRINT = {
    "type": "article",
    "title": "Adam",
    "issued": {"date-parts": [[2014]]},
    "archive": "arXiv",
    "archive_location": "1412.6980",
}


def test_an_article_is_told_with_its_journal():
    assert meta_tags(ARTICLE, URL) == [
        ("citation_title", "On the “Radium” Question"),
        ("citation_author", "Curie, Marie"),
        ("citation_author", "World Health Organization,"),
        ("citation_publication_date", "1903/07/09"),
        ("citation_journal_title", "Nature"),
        ("citation_publisher", "Macmillan"),
        ("citation_volume", "67"),
        ("citation_issue", "2"),
        ("citation_doi", "10.1000/xyz"),
        ("citation_issn", "0028-0836"),
        ("citation_firstpage", "10"),
        ("citation_lastpage", "12"),
        ("citation_public_url", "https://doi.org/10.1000/xyz"),
        ("citation_abstract_html_url", URL),
    ]


def test_a_preprint_is_told_to_zotero_as_one():
    tags = dict(meta_tags(PREPRINT, URL))
    assert tags["z:itemType"] == "preprint"
    assert tags["z:repository"] == "arXiv"
    assert tags["z:archiveID"] == "arXiv:1412.6980"
    assert "citation_journal_title" not in tags
    named = {"type": "article", "title": "A", "publisher": "bioRxiv", "DOI": "10.1101/1"}
    tags = dict(meta_tags(named, URL))
    assert (tags["z:itemType"], tags["z:repository"]) == ("preprint", "bioRxiv")
    assert "z:archiveID" not in tags


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"type": "thesis", "publisher": "MIT"}, ("citation_dissertation_institution", "MIT")),
        ({"type": "chapter", "container-title": "B"}, ("citation_book_title", "B")),
        ({"type": "paper-conference", "container-title": "C"}, ("citation_conference_title", "C")),
        ({"type": "software"}, ("z:itemType", "computerProgram")),
        ({"type": "book", "ISBN": "9780262035613"}, ("citation_isbn", "9780262035613")),
    ],
)
def test_each_kind_is_told_where_it_belongs(record, expected):
    assert expected in meta_tags(record, URL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"},
         "van Beethoven, L."),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "King Jr., Martin"),
        ({"family": "Fontaine", "given": "Jean", "dropping-particle": "de"}, "Fontaine, Jean de"),
        ({"literal": "Dept. of Health, Office X; Unit Y"}, "Dept. of Health – Office X – Unit Y,"),
        ({"family": "Aristotle"}, "Aristotle,"),
    ],
)  # fmt: skip
def test_names_are_written_as_zotero_takes_them_apart(name, expected):
    assert author_name(name) == expected


def clean_author(author: str) -> tuple[str, str]:
    """Family and given name as Zotero takes them (``ZU.cleanAuthor`` with a comma)."""
    family, _comma, given = author.strip(" ,").partition(", ")
    return family, given


@given(st.text("abc ,;.é", min_size=1).filter(lambda text: text.strip(" ,;")))
def test_no_bodys_name_is_split(name):
    written = author_name({"literal": name})
    assert "," in written
    assert ";" not in written
    assert clean_author(written)[1] == ""
