"""What somebody means who types an identifier alone, or cites by one."""

import pytest

from papers.records.identifiers import Id
from papers.records.typed_identifiers import keyed_identifier, typed_identifier


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("10.1145/3065386", ("doi", "10.1145/3065386")),
        (" DOI: 10.1145/3065386 ", ("doi", "10.1145/3065386")),
        ("doi.org/10.1145/3065386", ("doi", "10.1145/3065386")),
        ("https://doi.org/10.1145/3065386", ("doi", "10.1145/3065386")),
        ("10.48550/arXiv.1706.03762", ("arxiv", "1706.03762")),
        ("1706.03762v5", ("arxiv", "1706.03762")),
        ("arXiv:hep-th/9901001", ("arxiv", "hep-th/9901001")),
        ("PMID 23193287", ("pmid", "23193287")),
        ("PMC3531190", ("pmcid", "PMC3531190")),
        ("N19-1423", ("acl", "N19-1423")),
        ("ISBN-13: 978-0-262-03561-3", ("isbn", "9780262035613")),
        ("0-262-03561-8", ("isbn", "9780262035613")),
        ("https://example.org/paper", ("url", "https://example.org/paper")),
    ],
)
def test_an_identifier_is_told_by_its_looks_or_its_name(typed: str, known: tuple[str, str]):
    assert typed_identifier(typed) == known


@pytest.mark.parametrize(
    "typed",
    [
        *("", "2017", "23193287", "attention", "vaswani 2017", "http://", "https://a b.org"),
        *("10.1145", "978-0-262-03561-4", "1706.0376", "doi:", "isbn:", "rJl-b3RcF7"),
        "10.1145/a b",
    ],
)
def test_all_else_is_none_for_sure(typed: str):
    assert typed_identifier(typed) is None


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("doi:10.1145/3065386", Id("doi", "10.1145/3065386")),
        ("10.48550/arXiv.1912.01703", Id("arxiv", "1912.01703")),
        ("arxiv:1912.01703v2", Id("arxiv", "1912.01703")),
        ("https://doi.org/10.1145/3065386", Id("doi", "10.1145/3065386")),
        ("acl:P18-1234", Id("acl", "P18-1234")),
        ("OpenReview:rJY3vK9eg", Id("openreview", "rJY3vK9eg")),
        ("acl:2018", None),
        ("knuth1984", None),
    ],
)
def test_keys_may_be_identifiers(key, expected):
    assert keyed_identifier(key) == expected


@pytest.mark.parametrize("value", ["10.1000/a#b", "10.1000/a?b", "10.1000/a%b", "10.1000/(a)#b;c"])
def test_a_doi_is_kept_to_its_last_sign(value):
    assert keyed_identifier(f"doi:{value}") == Id("doi", value)
    assert keyed_identifier(value) == Id("doi", value)
