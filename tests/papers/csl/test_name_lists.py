import pytest

from tests.papers.csl.making import cite

PEOPLE = [
    {"family": f, "given": g}
    for f, g in (("Doe", "Jane A."), ("Roe", "Rick"), ("Poe", "Pia"), ("Noe", "Nat"))
]


def names(count: int, attrs: str = "", inner: str = "", **more: object) -> str:
    layout = f'<names variable="author"><name {attrs}/>{inner}</names>'
    return cite(layout, {"author": PEOPLE[:count], **more})


@pytest.mark.parametrize(
    ("count", "attrs", "text"),
    [
        (1, "", "Jane A. Doe"),
        (2, 'and="text"', "Jane A. Doe and Rick Roe"),
        (3, 'and="text"', "Jane A. Doe, Rick Roe, and Pia Poe"),
        (3, 'and="symbol" delimiter-precedes-last="never" form="short"', "Doe, Roe &#38; Poe"),
        (
            2,
            'and="text" name-as-sort-order="first" delimiter-precedes-last="after-inverted-name"',
            "Doe, Jane A., and Rick Roe",
        ),
        (2, 'name-as-sort-order="all" initialize-with="." sort-separator=" "', "Doe J.A., Roe R."),
        (3, 'et-al-min="3" et-al-use-first="1" form="short"', "Doe et al."),
        (3, 'et-al-min="3" et-al-use-first="2" form="short"', "Doe, Roe, et al."),
        (4, 'et-al-min="3" et-al-use-first="1" et-al-use-last="true" form="short"', "Doe, … Noe"),
        (3, 'form="count"', "3"),
    ],
)
def test_name_lists(count, attrs, text):
    assert names(count, attrs) == text


def test_an_et_al_term_can_be_italic():
    assert (
        names(
            3,
            'et-al-min="2" et-al-use-first="1" form="short"',
            '<et-al font-style="italic" term="and others"/>',
        )
        == "Doe <i>and others</i>"
    )


@pytest.mark.parametrize(
    ("demote", "text"),
    [
        ("never", "van Gogh, Vincent"),
        ("sort-only", "van Gogh, Vincent"),
        ("display-and-sort", "Gogh, Vincent van"),
    ],
)
def test_particles_in_inverted_names(demote, text):
    person = {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}
    layout = '<names variable="author"><name name-as-sort-order="all"/></names>'
    attrs = f'class="in-text" demote-non-dropping-particle="{demote}"'
    assert cite(layout, {"author": [person]}, attrs=attrs) == text


def test_asian_names_put_the_family_first():
    assert (
        cite('<names variable="author"/>', {"author": [{"family": "김", "given": "민수"}]})
        == "김민수"
    )
