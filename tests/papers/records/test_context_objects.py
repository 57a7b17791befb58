from urllib.parse import parse_qsl

import pytest

from papers.records.context_objects import context_object
from tests.papers.records.test_meta_tags import ARTICLE, PREPRINT


def told(record: dict) -> list[tuple[str, str]]:
    return parse_qsl(context_object(record), strict_parsing=True)


def test_an_article_stands_in_its_journal():
    assert told(ARTICLE) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "On the “Radium” Question"),
        ("rft.jtitle", "Nature"),
        ("rft.au", "Curie, Marie"),
        ("rft.au", "World Health Organization,"),
        ("rft.date", "1903-07-09"),
        ("rft.volume", "67"),
        ("rft.issue", "2"),
        ("rft.pages", "10--12"),
        ("rft.issn", "0028-0836"),
        ("rft_id", "info:doi/10.1000/xyz"),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "book", "publisher": "P", "publisher-place": "Bonn"},
         [("rft.genre", "book"), ("rft.btitle", "T"), ("rft.place", "Bonn"),
          ("rft.publisher", "P")]),
        ({"type": "chapter", "container-title": "B"},
         [("rft.genre", "bookitem"), ("rft.atitle", "T"), ("rft.btitle", "B")]),
        ({"type": "paper-conference", "container-title": "Proc."},
         [("rft.genre", "proceeding"), ("rft.atitle", "T"), ("rft.btitle", "Proc.")]),
        ({"type": "report", "publisher": "I"},
         [("rft.genre", "report"), ("rft.btitle", "T"), ("rft.publisher", "I")]),
        ({"type": "thesis", "publisher": "Bonn", "genre": "PhD thesis"},
         [("rft.title", "T"), ("rft.inst", "Bonn"), ("rft.degree", "PhD thesis")]),
        ({"type": "patent", "number": "1", "author": [{"family": "A", "given": "B"}]},
         [("rft.title", "T"), ("rft.inventor", "A, B"), ("rft.number", "1")]),
        ({"type": "dataset", "publisher": "Zenodo"},
         [("rft.type", "dataset"), ("rft.title", "T"), ("rft.publisher", "Zenodo")]),
        ({"type": "post-weblog", "container-title": "B", "URL": "https://x.example/a?b=c&d"},
         [("rft.type", "blogPost"), ("rft.title", "T"), ("rft.source", "B"),
          ("rft_id", "https://x.example/a?b=c&d")]),
        ({"type": "interview"}, [("rft.type", "document"), ("rft.title", "T")]),
    ],
)  # fmt: skip
def test_each_kind_of_work_is_told_as_what_it_is(fields, expected):
    rest = told({"title": "T", **fields})[2:]
    assert sorted(rest) == sorted(expected)


def test_a_preprint_is_one_and_stands_in_no_journal():
    assert told(PREPRINT)[1:] == [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "preprint"),
        ("rft.title", "Adam"),
        ("rft.date", "2014"),
        ("rft.publisher", "arXiv"),
        ("rft_id", "info:doi/10.48550/arXiv.1412.6980"),
        ("rft_id", "https://arxiv.org/abs/1412.6980"),
    ]


def test_names_that_a_list_lacks_are_told_as_one_name():
    record = {"type": "book", "author": [{"family": "A", "given": "B"}], "title": "T"}
    pairs = told({**record, "editor": [{"literal": "C, D"}], "custom": {"others": ["author"]}})
    assert [value for name, value in pairs if name == "rft.au"] == ["A, B", "et al.,"]
    assert ("rft.contributor", "C – D,") in pairs


def test_signs_of_addresses_in_a_title_stay_in_it():
    assert ("rft.btitle", "a=b&c+d %41 #é") in told({"type": "book", "title": "a=b&c+d %41 #é"})
