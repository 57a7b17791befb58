import pytest

from blog.transfer.source.authors import read_authors, read_orcid, split_author_names
from blog.transfer.source.import_values import SourceAuthor, Value


def names(value: Value) -> list[str]:
    return [author.name for author in read_authors(value, {})[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("Ada Lovelace and Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        (
            "Ada Lovelace, Alan Turing, and Kurt Gödel",
            ["Ada Lovelace", "Alan Turing", "Kurt Gödel"],
        ),
        ("Ada Lovelace & Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Martin L. King, Jr., Ada Lovelace", ["Martin L. King, Jr.", "Ada Lovelace"]),
        ("Lovelace, Ada", ["Lovelace, Ada"]),
        ("Science and Technology Group", ["Science and Technology Group"]),
        ("by Ada Lovelace", ["Ada Lovelace"]),
        ("", []),
    ],
)
def test_split_names(text: str, expected: list[str]) -> None:
    assert split_author_names(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<a href="https://a.example">Ada <b>Lovelace</b></a>', ("Ada Lovelace", None)),
        ('<a href="https://a.example">Ada Lovelace</a>*', ("Ada Lovelace", "https://a.example")),
        ("[Ada Lovelace](https://a.example)$^*$", ("Ada Lovelace", "https://a.example")),
        ("[Ada Lovelace](javascript:alert)", ("Ada Lovelace", None)),
        ("Ada Lovelace <ada@a.example>", ("Ada Lovelace", None)),
        ("Ada Lovelace<sup>1</sup>†", ("Ada Lovelace", None)),
        ({"name": "Ada", "website": "https://a.example"}, ("Ada", "https://a.example")),
        ({"name": {"given": "Ada", "family": "Lovelace"}}, ("Ada Lovelace", None)),
        ({"first": "Ada", "last": "Lovelace"}, ("Ada Lovelace", None)),
        ({"Ada Lovelace": "https://a.example"}, ("Ada Lovelace", "https://a.example")),
        ({"ada": {"name": "Ada Lovelace"}}, ("Ada Lovelace", None)),
    ],
)
def test_read_authors_gives_name_and_address(
    value: Value, expected: tuple[str, str | None]
) -> None:
    (author,) = read_authors(value, {})[0]
    assert (author.name, author.url) == expected


def test_read_authors_reads_mappings_whole() -> None:
    value: Value = {
        "name": "Ada Lovelace*",
        "affiliations": [{"name": "A &amp; B"}, "C"],
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }
    expected = SourceAuthor("Ada Lovelace", None, "A & B; C", "0000-0002-1825-0097")
    assert read_authors([value, "Ada Lovelace"], {}) == ((expected,), [])


def test_read_authors_knows_the_people_of_the_site() -> None:
    ada = SourceAuthor("Ada Lovelace", "https://a.example")
    assert read_authors(["ada", "Alan Turing"], {"ada": ada})[0] == (
        ada,
        SourceAuthor("Alan Turing"),
    )


@pytest.mark.parametrize("value", [None, "", [], [None, " "], {}, {"affiliation": "x", "b": "y"}])
def test_read_authors_finds_nobody(value: Value) -> None:
    assert names(value) == []


def test_read_orcid_checks_the_last_digit() -> None:
    assert read_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert read_orcid("0000-0002-1825-0098") is None
    _, remarks = read_authors({"name": "A", "orcid": "0000-0002-1825-0098"}, {})
    assert remarks == ["“0000-0002-1825-0098” is no ORCID iD; it was left out"]
