import pytest

from papers.records.identifiers import Id
from papers.registries.arxiv import fetch_from_arxiv, read_arxiv
from papers.registries.door_faults import InvalidReply, NotThere
from tests.support.registry_server import DATA, EMPTY_FEED

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    "<entry><id>{}</id>{}</entry></feed>"
)


def read(inside: str = "", address: str = "http://arxiv.org/abs/2103.90001v3"):
    return read_arxiv(FEED.format(address, inside).encode(), Id("arxiv", "2103.90001"))


def test_a_preprint_is_read_with_what_it_was_published_as():
    body = (DATA / "arxiv" / "2205.09552v3.xml").read_bytes()
    found = read_arxiv(body, Id("arxiv", "2205.09552"))
    assert found.record == {
        "type": "article",
        "title": "Hybrid Intelligent Testing in Simulation-Based Verification",
        "author": [
            {"family": "Masamba", "given": "Nyasha"},
            {"family": "Eder", "given": "Kerstin"},
            {"family": "Blackmore", "given": "Tim"},
        ],
        "publisher": "arXiv",
        "archive": "arXiv",
        "archive_location": "2205.09552",
        "number": "arXiv:2205.09552",
        "issued": {"date-parts": [[2022, 5, 19]]},
        "version": "3",
    }
    assert found.identifiers == (Id("arxiv", "2205.09552"),)
    assert [(one.kind, one.by) for one in found.notices] == [
        ("published", Id("doi", "10.1109/aitest55621.2022.00013"))
    ]
    assert found.venues[1].startswith("2022 IEEE International Conference")


def test_an_old_number_and_affiliations_are_read():
    body = (DATA / "arxiv" / "astro-ph-0601001v1.xml").read_bytes()
    found = read_arxiv(body, Id("arxiv", "astro-ph/0601001"))
    assert found.record["author"][2] == {
        "family": "Gaudi",
        "given": "B. Scott",
        "affiliation": ["CfA"],
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Laurens van der Maaten", {"family": "Maaten", "non-dropping-particle": "van der"}),
        ("The ATLAS Collaboration", {"literal": "The ATLAS Collaboration"}),
        ("OpenAI", {"family": "OpenAI"}),
        ("Bo {Sample} $x$", {"family": "x", "given": "Bo Sample"}),
    ],
)
def test_names_are_parted(written, name):
    (author,) = read(f"<author><name>{written}</name></author>").record["author"]
    assert name.items() <= author.items()


def test_no_such_preprint_is_said():
    with pytest.raises(NotThere):
        read_arxiv(EMPTY_FEED, Id("arxiv", "2103.90001"))
    with pytest.raises(NotThere):
        read("<title>Error</title>", "http://arxiv.org/api/errors#incorrect_id_format")


@pytest.mark.parametrize(
    "address", ["http://arxiv.org/abs/2103.90002v1", "http://example.org/", "", "2103.90001"]
)
def test_another_preprint_is_refused(address):
    with pytest.raises(InvalidReply):
        read(address=address)


def test_a_page_is_no_feed():
    with pytest.raises(InvalidReply, match="without a feed"):
        read_arxiv(b"<html/>", Id("arxiv", "2103.90001"))


def test_a_preprint_is_fetched(registries):
    reply = fetch_from_arxiv(Id("arxiv", "astro-ph/0601001"))
    assert reply.record.record["title"].startswith("Frequency of Hot Jupiters")
    assert fetch_from_arxiv(reply.identifier, reply.validators).record is None
    with pytest.raises(NotThere):
        fetch_from_arxiv(Id("arxiv", "0704.0001"))
