import pytest

from papers.csl.nameparts import CslName, marked_initials, name_initials, parse_names


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [
        ("van Gogh", "Vincent", CslName("Gogh", "Vincent", demotable="van")),
        ("Humboldt", "Alexander von", CslName("Humboldt", "Alexander", "von")),
        ("d'Aubignac", "François", CslName("Aubignac", "François", demotable="d’")),
        ("al-Hakim", "Tawfiq", CslName("Hakim", "Tawfiq", demotable="al-")),
        ('"van Dyke"', "Dick", CslName("van Dyke", "Dick")),
        ("King", "Martin Luther, Jr.", CslName("King", "Martin Luther", suffix="Jr.")),
        ("King", "Martin,! Jr.", CslName("King", "Martin", suffix="Jr.", comma_suffix=True)),
        ("김", "민수", CslName("김", "민수", is_asian=True)),
        ("hooks", "bell", CslName("hooks", "bell")),
    ],
)
def test_particles_and_suffixes_are_parted(family, given, name):
    assert parse_names([{"family": family, "given": given}]) == (name,)


def test_what_is_no_name_is_left_out():
    assert parse_names([None, 3, {}, {"literal": "WHO"}, "A body"]) == (
        CslName(literal="WHO"),
        CslName(literal="A body"),
    )


@pytest.mark.parametrize(
    ("given", "mark", "hyphen", "text"),
    [
        ("John Edward", ". ", True, "J. E."),
        ("Jean-Luc", ".", True, "J.-L."),
        ("Jean-Luc", "", False, "JL"),
        ("J.R.R.", ". ", True, "J. R. R."),
        ("Guo-ping", ".", True, "G."),
        ("Philippe de", ". ", True, "P. de"),
        ("Paul (Pavlos)", ". ", True, "P. (Pavlos)"),
        ("", ".", True, ""),
    ],
)
def test_initials(given, mark, hyphen, text):
    assert name_initials(given, mark, hyphen) == text


def test_only_initials_get_the_mark_when_not_initialized():
    assert marked_initials("James T Kirk", ".") == "James T. Kirk"
