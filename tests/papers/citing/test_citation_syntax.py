import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citing.citation_syntax import find_clusters
from tests.benchmarks.citation_syntax import ours

GOLDEN = json.loads((Path(__file__).parents[2] / "data/citing/pandoc.json").read_text())


def keys(text):
    return [[item.key for item in cluster.items] for cluster in find_clusters(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a; see @b, p. 3]", [["a", "b"]]),
        ("as @a says. And [-@Kruschke:2010:DBD].", [["a"], ["Kruschke:2010:DBD"]]),
        ("[@https://doi.org/10.5438/s8rt-zv48] x", [["https://doi.org/10.5438/s8rt-zv48"]]),
        ("@{any/key}, @doi:10.1/x(2).", [["any/key"], ["doi:10.1/x(2)"]]),
        ("me@example.org \\@a [x](y@z) [@a](b)", [["a"]]),
        ("[no key; @a]", [["a"]]),
    ],
)
def test_clusters_are_pandocs(text, expected):
    assert keys(text) == expected


def test_prefix_and_locator_are_kept():
    (cluster,) = find_clusters("[see also -@a, pp. 3-4]")
    (item,) = cluster.items
    assert (item.prefix, item.is_year_only) == ("see also", True)
    assert (item.label, item.locator, item.rest) == ("page", "3-4", "")


@pytest.mark.parametrize("one", GOLDEN, ids=lambda one: one["text"])
def test_forms_are_read_as_pandoc_reads_them(one):
    """The answers are Pandoc's own: ``python -m tests.benchmarks.citation_syntax``."""
    assert ours(one["text"]) == one["citations"]


def test_a_narrative_key_takes_the_brackets_behind_it():
    (cluster,) = find_clusters("As @a [p. 3; see @b] says.")
    assert cluster.is_narrative
    assert [(item.key, item.locator, item.prefix) for item in cluster.items] == [
        ("a", "3", ""),
        ("b", "", "see"),
    ]


def test_a_second_key_without_a_semicolon_is_cited_too():
    assert keys("[@a, @b and @c, p. 3]") == [["a", "b", "c"]]


def test_semicolons_and_brackets_in_braces_belong_to_the_key():
    key = "10.1002/(SICI)1097(19980815/30)17:15<1661::AID>3.0.CO;2-2"
    assert keys(f"[@{{{key}}}, p. 3; @b]") == [[key, "b"]]


PIECES = ["[", "]", "@", "@a", "@{", "}", ";", "-", " ", "p. 3", ", ", "(", ")", "\n", "é"]
MARKED = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=60).map("".join)
HOSTILE = [
    "[" * 50_000 + "@a",
    "[@a;" * 30_000,
    "@a [" * 30_000,
    "@{" * 40_000,
    "@" + "a:" * 40_000,
]
HOSTILE += ["[" * 9_000 + "@a" + "]" * 9_000, "[@a, " + "1(" * 20_000 + "]"]
HOSTILE += ["[@a " + "p. " * 30_000 + "]", "@a [" * 9_000 + "]" * 9_000]


@given(MARKED)
def test_any_text_is_read_and_clusters_stand_in_order(text):
    done = 0
    for cluster in find_clusters(text):
        assert done <= cluster.start < cluster.end <= len(text)
        done = cluster.end
        assert cluster.items
        for item in cluster.items:
            assert cluster.start <= item.start < item.end <= cluster.end
            assert text[item.start : item.end] in (f"@{item.key}", f"@{{{item.key}}}")


@given(MARKED, st.text(alphabet="abc .,", max_size=20))
def test_text_without_keys_before_and_behind_changes_nothing(text, plain):
    alone = [(text[c.start : c.end], c.items[0].key) for c in find_clusters(text)]
    framed = f"{plain}\n\n{text}\n\n{plain}"
    assert [(framed[c.start : c.end], c.items[0].key) for c in find_clusters(framed)] == alone


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_is_read_in_linear_steps(text):
    """A square of these lengths would take minutes, and the run's time limit would stop it."""
    assert len(list(find_clusters(text))) <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a][@b]", [["a", "b"]]),
        ("[see @a, p. 3][@b; @c] x", [["a", "b", "c"]]),
        ("[@a] [@b]", [["a"], ["b"]]),
        ("[@a][b]", [["a"]]),
        ("[@a][@b](https://e.org)", [["a"], ["b"]]),
        ("-@a says", [["a"]]),
    ],
)
def test_brackets_side_by_side_are_one_citation(text, expected):
    assert keys(text) == expected


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[@a]" * 20_000 + "(x)", "[@a]" * 20_000, "[@a][" * 20_000])
def test_many_brackets_side_by_side_take_time_in_proportion(text):
    started = time.process_time()
    list(find_clusters(text))
    assert time.process_time() - started < 3
