import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.transfer.source.yaml_reader import (
    MAX_DEPTH,
    Hostile,
    Malformed,
    read_carefully,
    read_quickly,
    read_yaml,
)

SIGNS = ["title", ": ", ":", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">\n"]
SIGNS += [
    "#",
    " #",
    "b:c",
    "~",
    "null",
    "é",
    "? ",
    "!",
    "&a ",
    "*a",
    "%",
    "@",
    "<<",
    "\\",
    "\n---\n",
]


def test_read_yaml_keeps_scalars_as_their_author_wrote_them() -> None:
    value, lines, _ = read_yaml("a: 12:30:45\nb: yes\nc: 0x10\nd: 1e3\ne: ~\nf: '~'\ng: 2020-01-01")
    assert value == {
        "a": "12:30:45",
        "b": "yes",
        "c": "0x10",
        "d": "1e3",
        "e": None,
        "f": "~",
        "g": "2020-01-01",
    }
    assert lines["g"] == 7


def test_read_yaml_reports_a_doubled_key_and_takes_the_last() -> None:
    value, _, notes = read_yaml("a: 1\nb: 2\na: 3")
    assert value == {"a": "3", "b": "2"}
    assert [(note.line, note.message) for note in notes] == [
        (3, "the key “a” stands twice; the last one counts")
    ]


def test_read_yaml_follows_aliases() -> None:
    assert read_yaml("a: &x [1]\nb: *x")[0] == {"a": ["1"], "b": ["1"]}


def test_read_yaml_does_not_run_r() -> None:
    value, _, notes = read_yaml("date: !r Sys.Date()")
    assert value == {"date": None}
    assert len(notes) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: " + "[" * 30_000, 2),
        ("a: " + "{a: " * 10_000, 1),
        ("- " * 20_000, 1),
        ("? " * 20_000, 1),
        ("\n".join(" " * depth + "a:" for depth in range(100)), MAX_DEPTH + 2),
        ("a: &a [*a]", 1),
        ("a: &a [1,1,1,1]\n" + "\n".join(f"{x}: &{x} [*{y},*{y},*{y},*{y},*{y},*{y},*{y},*{y}]"
          for y, x in zip("abcdefg", "bcdefgh", strict=True)), 1),
        ("a: [" + "b," * 6000 + "]", 1),
        ("a: b\nc: !!python/object/apply:os.system ['id']", 2),
        ("a: !ruby/object:Gem {}", 1),
    ],
    ids=["lists", "maps", "dashes", "questions", "indents", "self", "laughs", "nodes", "py", "rb"],
)  # fmt: skip
def test_read_yaml_refuses_what_is_hostile(text: str, line: int) -> None:
    with pytest.raises(Hostile) as caught:
        read_yaml(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b: c", 1), ("x: 1\na: [b", 2), ('a: "\\U99999999"', 1), ("a: *b", 1), ("%YAML 9.9", 1)],
)
def test_read_yaml_says_where_the_mistake_is(text: str, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        read_yaml(text)
    assert caught.value.line == line


def test_read_yaml_survives_characters_that_yaml_forbids() -> None:
    assert read_yaml("a: b\x85c\u2028d\x9f\ufffe")[0] == {"a": "b c d"}


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
def test_read_quickly_says_the_same_or_nothing(text: str) -> None:
    if (quick := read_quickly(text)) is not None:
        with contextlib.suppress(Hostile):
            assert quick == read_carefully(text)


def test_read_quickly_reads_what_people_write() -> None:
    text = "title: 'A: b'\ntags: [a, b]\nauthors:\n- name: X\n  url: http://x.y\n"
    assert read_quickly(text) == read_carefully(text)
    assert read_quickly("a: &x 1") is None
