import pytest

from papers.csl.disambiguate import suffix_letters
from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor
from papers.csl.style import read_style
from tests.papers.csl.making import make_style

LAYOUT = (
    '<layout delimiter="; "><names variable="author"><name form="short" {}/></names>'
    '<date variable="issued" prefix=" "><date-part name="year"/></date></layout>'
)


def cited(options: str, name: str, *people: list[tuple[str, str]], years: str = "") -> str:
    rows = [
        {
            "id": str(n),
            "type": "book",
            "title": str(n),
            "issued": {"date-parts": [[int(years[n]) if years else 5]]},
            "author": [{"family": family, "given": given} for family, given in row],
        }
        for n, row in enumerate(people)
    ]
    style = read_style(make_style(f"<citation {options}>{LAYOUT.format(name)}</citation>"))
    cites = CiteCluster(tuple(Cite(row["id"]) for row in rows))
    return Processor(style).format(rows, [cites]).citations[0].text.replace(" AD", "")


GIVEN = 'disambiguate-add-givenname="true"'
JOHN, JANE, ROE, POE = ("Doe", "John"), ("Doe", "Jane"), ("Roe", "R"), ("Poe", "P")


@pytest.mark.parametrize(
    ("options", "name", "people", "text"),
    [
        (
            'disambiguate-add-year-suffix="true"',
            "",
            ([JOHN], [JANE], [ROE]),
            "Doe 5a; Doe 5b; Roe 5",
        ),
        (GIVEN, "", ([JOHN], [JANE]), "John Doe 5; Jane Doe 5"),
        (
            GIVEN,
            'initialize-with="."',
            ([JOHN], [("Doe", "Max")]),
            "J. Doe 5; M. Doe 5",
        ),
        (
            GIVEN,
            'initialize-with="."',
            ([JOHN], [JANE]),
            "John Doe 5; Jane Doe 5",
        ),
        (
            'disambiguate-add-names="true"',
            'et-al-min="2" et-al-use-first="1"',
            ([JOHN, ROE], [JOHN, POE]),
            "Doe, Roe 5; Doe, Poe 5",
        ),
        (
            'disambiguate-add-names="true" disambiguate-add-year-suffix="true"',
            'et-al-min="2" et-al-use-first="1"',
            ([JOHN, ROE], [JOHN, ROE]),
            "Doe et al. 5a; Doe et al. 5b",
        ),
    ],
)
def test_ambiguous_cites_are_told_apart(options, name, people, text):
    assert cited(options, name, *people) == text


def test_a_global_rule_expands_names_of_unambiguous_cites_too():
    options = 'disambiguate-add-givenname="true" givenname-disambiguation-rule="{}"'
    people = ([JOHN], [JANE])
    assert cited(options.format("all-names"), "", *people, years="56") == "John Doe 5; Jane Doe 6"
    assert cited(options.format("by-cite"), "", *people, years="56") == "Doe 5; Doe 6"


def test_letters_go_on_after_z():
    assert [suffix_letters(n) for n in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "az", "ba"]


def test_a_list_that_does_not_shorten_given_names_writes_their_initials_alike():
    name = 'initialize-with=". "'
    citation = f"<citation {GIVEN}>{LAYOUT.format(name)}</citation>"
    listed = '<names variable="author"><name initialize="false" initialize-with=". "/></names>'
    entries = f"<bibliography><layout>{listed}</layout></bibliography>"
    style = read_style(make_style(citation + entries))
    rows = [
        {"id": given, "type": "book", "author": [{"family": "Doe", "given": given}]}
        for given in ("A B", "Al B")
    ]
    made = Processor(style).format(rows, [CiteCluster((Cite("A B"), Cite("Al B")))], [])
    assert [one.text for one in made.bibliography] == ["A. B. Doe", "Al B. Doe"]
