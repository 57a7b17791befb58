"""Footnotes go where their paragraph ends; what cannot stand there stays in the list."""

import re

import pytest

from blog.markup.rendering import render
from blog.posts.side_notes import SECTION, notes_beside


def words_of(markup: str) -> set[str]:
    return set(re.sub(r"<[^>]*>", " ", markup).split())


def page(source: str) -> str:
    return notes_beside(render(source).html)


def test_a_note_stands_at_the_end_of_its_paragraph():
    made = page("One[^a] and *two*.\n\nThree.\n\n[^a]: The *note*.\n")
    assert re.search(
        r'<p>One<sup id="fnref:a">.*?</sup> and <em>two</em>\.<span class="note" role="note" '
        r'id="fn:a"><span class="number">1</span> The <em>note</em>\. <a href="#fnref:a"[^>]*>↩</a>'
        r"</span></p>",
        made,
    )
    assert SECTION not in made


def test_a_text_without_notes_is_as_it_was():
    assert notes_beside("<p>One.</p>") == "<p>One.</p>"


@pytest.mark.parametrize(
    "source",
    [
        "One[^a].\n\n[^a]: First.\n\n    Second.\n",
        "One[^a].\n\n[^a]: A list:\n\n    - one\n    - two\n",
        "## One[^a]\n\nText.\n\n[^a]: Of a heading.\n",
        "| a | b |\n| --- | --- |\n| one[^a] | two |\n\n[^a]: Of a table.\n",
    ],
)
def test_what_cannot_stand_in_a_paragraph_stays_in_the_list(source: str):
    made = page(source)
    assert 'class="note"' not in made
    assert re.search(r'<li id="fn:a" value="1">', made)
    assert made.count('id="fn:a"') == 1


def test_those_that_stay_keep_their_numbers():
    made = page("One[^a]. Two[^b]. Three[^c].\n\n[^a]: A.\n[^b]: B.\n\n    More.\n[^c]: C.\n")
    assert re.findall(r'class="note" role="note" id="fn:(\w)"', made) == ["a", "c"]
    assert re.findall(r'<li id="fn:(\w)" value="(\d)">', made) == [("b", "2")]
    assert made.index('id="fn:a"') < made.index('id="fn:c"') < made.index('id="fn:b"')


def test_a_note_called_from_a_list_stands_in_its_item():
    made = page("- one[^a]\n  - inner\n- two\n\n[^a]: A.\n")
    assert made.index('id="fn:a"') < made.index("inner") < made.index("two")


def test_a_note_called_twice_stands_at_its_first_mark():
    made = page("One[^a].\n\nTwo[^a].\n\n[^a]: A.\n")
    assert made.count('id="fn:a"') == 1
    assert made.index('id="fn:a"') < made.index("Two")


def test_a_note_called_from_another_stays_in_the_list():
    made = page("One[^a].\n\n[^a]: A[^b].\n[^b]: B.\n")
    assert re.search(r'<span class="note" role="note" id="fn:a">', made)
    assert re.search(r'<li id="fn:b" value="2">', made)


@pytest.mark.parametrize(
    "source", ["One[^a].\n\n[^a]: A.\n", "# H[^a]\n\nX[^b].\n\n[^a]: A.\n[^b]: B.\n"]
)
def test_nothing_is_lost(source: str):
    stored = render(source).html
    made = notes_beside(stored)
    assert words_of(stored) <= words_of(made)


def test_many_notes_take_little_time():
    source = "".join(f"Text[^{n}].\n\n[^{n}]: Note {n}.\n\n" for n in range(300))
    stored = render(source).html
    assert notes_beside(stored).count('class="note"') == stored.count('<li id="fn:')
