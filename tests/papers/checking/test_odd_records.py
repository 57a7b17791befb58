import pytest

from papers.checking.odd_records import Oddity, OddKind, is_no_name, oddities_in

GOOD = """
Curie Null O'Brien van-der-Berg Na Ó 李 Nguyễn Smith-Jones d'Alembert Anderson Sandoval Etalon
"""
BAD = ["et al.", "et al", "others", "J. Smith and K. Jones", "Smith; Jones", "http://x.org", "R2D2"]


@pytest.mark.parametrize("family", GOOD.split())
def test_a_family_name_is_one(family: str) -> None:
    assert not is_no_name({"family": family, "given": "Ada"})


@pytest.mark.parametrize("family", [*BAD, "a@example.org", "x" * 81, "{Curie", "Unknown", "–"])
def test_what_is_no_family_name_is_told(family: str) -> None:
    assert is_no_name({"family": family})


def test_a_body_may_have_numbers_and_conjunctions() -> None:
    for name in ("Centers for Disease Control and Prevention", "Web3 Foundation", "AT&T"):
        assert not is_no_name({"literal": name})
    for name in ("et al.", "Curie et al.", "https://example.org", "N/A"):
        assert is_no_name({"literal": name})


def test_impossible_identifiers_and_years_to_come_are_told() -> None:
    record = {
        "type": "book",
        "issued": {"date-parts": [[2031]]},
        "ISBN": "978-3-16-148410-1",
        "archive": "arXiv",
        "archive_location": "1913.99999",
        "custom": {"DOI": "10/abc", "PMID": "none"},
    }
    assert oddities_in(record, 2026) == [
        Oddity(OddKind.IMPOSSIBLE, "DOI 10/abc"),
        Oddity(OddKind.IMPOSSIBLE, "PMID none"),
        Oddity(OddKind.IMPOSSIBLE, "ISBN 978-3-16-148410-1"),
        Oddity(OddKind.IMPOSSIBLE, "arXiv 1913.99999"),
        Oddity(OddKind.FUTURE, "2031"),
    ]
    right = {"ISBN": "978-3-16-148410-0", "archive": "arXiv", "archive_location": "1912.01703v2"}
    assert not oddities_in(right | {"issued": {"date-parts": [[2026]]}, "custom": {}}, 2026)


def test_strange_records_break_nothing() -> None:
    for author in (None, "Curie", [None, 3, {}], {"family": "x"}):
        found = oddities_in({"author": author, "custom": []}, 2026)
        assert all(one.kind == OddKind.NAME for one in found)
