import pytest

from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor
from papers.csl.style import read_style
from tests.papers.csl.making import make_style

YEARS = (
    '<layout delimiter="; "><group delimiter=" "><names variable="author"/>'
    '<date variable="issued"><date-part name="year"/></date></group></layout>'
)
NUMBERS = '<layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout>'


def cited(options: str, layout: str, wanted: list[Cite], *rows: tuple[str, int]) -> str:
    items = [
        {
            "id": str(n),
            "type": "book",
            "title": str(n),
            "author": [{"family": family}],
            "issued": {"date-parts": [[year]]},
        }
        for n, (family, year) in enumerate(rows, 1)
    ]
    style = read_style(make_style(f"<citation {options}>{layout}</citation>"))
    citations = [CiteCluster(tuple(wanted))]
    return (
        Processor(style).format(items, citations, [item["id"] for item in items]).citations[0].text
    )


@pytest.mark.parametrize(
    ("numbers", "text"),
    [("123", "[1–3]"), ("12", "[1, 2]"), ("1235", "[1–3, 5]"), ("321", "[3, 2, 1]")],
)
def test_citation_numbers(numbers, text):
    rows = [("A", 2000)] * 5
    assert cited('collapse="citation-number"', NUMBERS, [Cite(n) for n in numbers], *rows) == text


def test_a_locator_keeps_a_number_apart():
    rows = [("A", 2000)] * 3
    wanted = [Cite("1"), Cite("2", "7"), Cite("3")]
    assert cited('collapse="citation-number"', NUMBERS, wanted, *rows) == "[1, 2, 3]"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ('collapse="year"', "Doe 2000, 2001; Roe 2000"),
        ('collapse="year" cite-group-delimiter=","', "Doe 2000,2001; Roe 2000"),
        ('collapse="year" after-collapse-delimiter=" | "', "Doe 2000, 2001 | Roe 2000"),
        ("", "Doe 2000; Doe 2001; Roe 2000"),
    ],
)
def test_years(options, text):
    wanted = [Cite("1"), Cite("2"), Cite("3")]
    assert cited(options, YEARS, wanted, ("Doe", 2000), ("Doe", 2001), ("Roe", 2000)) == text


@pytest.mark.parametrize(
    ("collapse", "text"),
    [
        ("year-suffix", "Doe 2000a,b,c"),
        ("year-suffix-ranged", "Doe 2000a–c"),
        ("year", "Doe 2000a, 2000b, 2000c"),
    ],
)
def test_year_suffixes(collapse, text):
    options = f'collapse="{collapse}" year-suffix-delimiter="," disambiguate-add-year-suffix="true"'
    wanted = [Cite("1"), Cite("2"), Cite("3")]
    assert cited(options, YEARS, wanted, *[("Doe", 2000)] * 3) == text


def test_prefixes_suffixes_and_modes():
    rows = ("Doe", 2000), ("Roe", 2001)
    see = [Cite("1", prefix="see", suffix=", etc."), Cite("2", mode="suppress-author")]
    assert cited("", YEARS, see, *rows) == "see Doe 2000, etc.; 2001"
    assert cited("", YEARS, [Cite("1", mode="author-only")], *rows) == "Doe"
