import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.search.marked_passages import marked_text, passage
from papers.search.search_query import (
    LONGEST_QUERY,
    MOST_WORDS,
    SearchQuery,
    SearchTerm,
    read_query,
)

T = SearchTerm


def test_everything_that_can_be_said_is_read():
    query = read_query(
        'deep "hidden layer" tran* -gone -"left out" tag:#ml year:2017-2019 cites:@k'
    )
    assert query == SearchQuery(
        wanted=tuple(
            (one,)
            for one in (
                T("deep"),
                T("hidden"),
                T("layer"),
                T("tran", is_prefix=True),
            )
        ),
        phrases=(("hidden", "layer"),),
        unwanted=(T("gone"),),
        unwanted_phrases=(("left", "out"),),
        filters={"tag": "ml", "year": "2017-2019", "cites": "k"},
    )
    assert query.years == (2017, 2019)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("x" * 10_000, "long"),
        (" ".join("abcdefghijklmnop"), "many"),
        ("🎉", "no_words"),
        ("-", "no_words"),
        ("year:soon word", "filter"),
        ("-tag:ml word", "filter"),
        ("t*", "short_prefix"),
        ("-only", "only_unwanted"),
    ],
)
def test_what_is_ignored_is_said(typed: str, code: str):
    assert [one for one, _said in read_query(typed).ignored] == [code]


@given(st.text(max_size=500))
def test_any_text_is_a_query(typed: str):
    query = read_query(typed, is_being_typed=True)
    assert len(query.wanted) + len(query.unwanted) <= 2 * MOST_WORDS
    assert all(len(said) <= LONGEST_QUERY + 20 for _code, said in query.ignored)


def test_the_last_word_may_go_on_while_it_is_typed():
    assert read_query("deep transf", is_being_typed=True).wanted[-1] == (T("transf", True),)
    assert read_query("deep transf ", is_being_typed=True).wanted[-1] == (T("transf"),)


@given(st.text(max_size=400), st.text(max_size=20))
def test_marked_pieces_are_the_text(text: str, typed: str):
    terms = read_query(typed).marked()
    assert "".join(piece.text for piece in marked_text(text, terms)) == text


def test_a_passage_shows_the_words_together():
    text = "network " + "filler " * 200 + "a deep network here " + "filler " * 200
    shown = passage(text, read_query("deep networks").marked())
    assert [piece.text for piece in shown if piece.is_marked] == ["deep", "network"]
    assert shown[0].text == "… "
    assert shown[-1].text == " …"
