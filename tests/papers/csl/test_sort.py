import pytest

from papers.csl.collation import collation_key
from papers.csl.positions import CiteCluster
from papers.csl.processor import Processor
from papers.csl.style import read_style
from tests.papers.csl.making import make_style


def order(keys: str, *items: dict) -> list[str]:
    style = make_style(
        "<text value='x'/>",
        f"<sort>{keys}</sort><layout><text variable='title'/></layout>",
        '<macro name="who"><names variable="author"/></macro>',
    )
    rows = [{"type": "book", **item, "id": item["title"]} for item in items]
    document = Processor(read_style(style)).format(rows, [], [row["id"] for row in rows])
    return [entry.text for entry in document.bibliography]


def by(family: str, given: str = "", **more: object) -> dict:
    return {"author": [{"family": family, "given": given}], **more}


def test_names_sort_without_their_particles():
    assert order(
        '<key variable="author"/>',
        by("Zoe", title="3"),
        by("van Gogh", title="2"),
        by("Abel", title="1"),
    ) == ["1", "2", "3"]


def test_empty_values_come_last_in_either_direction():
    rows = ({"title": "none"}, {"title": "1", "volume": "1"}, {"title": "2", "volume": "2"})
    assert order('<key variable="volume"/>', *rows) == ["1", "2", "none"]
    assert order('<key variable="volume" sort="descending"/>', *rows) == ["2", "1", "none"]


def test_later_keys_part_what_the_first_leaves_equal():
    assert order(
        '<key macro="who"/><key variable="title" sort="descending"/>',
        by("Doe", title="1"),
        by("Doe", title="2"),
        by("Abel", title="3"),
    ) == ["3", "2", "1"]


def test_one_author_precedes_the_same_with_another():
    two = {"author": [{"family": "Doe"}, {"family": "Abel"}], "title": "2"}
    assert order('<key macro="who"/>', two, by("Doe", title="1")) == ["1", "2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Álvarez", "Baker"),
        ("de Boer", "Deboer"),
        ("o’neill", "Osman"),
        ("Smith", "smithe"),
        ("“Simple” B", "Simple C"),
        ("1", "a"),
    ],
)
def test_collation(first, second):
    assert collation_key(first) < collation_key(second)


def test_nothing_to_sort_is_nothing():
    assert (
        Processor(read_style(make_style("<text value='x'/>")))
        .format([], [CiteCluster(())])
        .citations[0]
        .text
        == ""
    )
