import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citing.citation_marks import (
    citing_text,
    mark_citations,
    put_citations,
)
from papers.records.finished_html import tokens_of

KNOWN = {"a", "b", "doi:10.1145/3065386"}


def written(source, known=KNOWN):
    """The HTML with each citation as its keys between angles."""
    marked, found = mark_citations(citing_text(source), known)
    return put_citations(
        marked, ["‹" + " ".join(item.key for item in one.items) + "›" for one in found]
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>So [@a; see @b, p. 3], and @a says.</p>", "<p>So ‹a b›, and ‹a› says.</p>"),
        ("<p>[see <em>esp.</em> @a]</p>", "<p>‹a›</p>"),
        ("<p>[@a, eq. <math><mi>x</mi></math>]</p>", "<p>‹a›</p>"),
        ("<p><em>so [@a</em> x]</p>", "<p><em>so [‹a›</em> x]</p>"),
        ("<p>[@a</p><p>]</p>", "<p>[‹a›</p><p>]</p>"),
        ("<p><code>[@a]</code> <a href='x'>@a</a> a@b &amp; c</p>", None),
        ("<p>@someone [p. 3] &amp; @else [@a]</p>", "<p>@someone [p. 3] &amp; @else ‹a›</p>"),
        ("<p>@doi:10.1145/3065386.</p>", "<p>‹doi:10.1145/3065386›.</p>"),
        ("<p>x &lt; y [@a]&nbsp;&#39;</p>", "<p>x &lt; y ‹a›&nbsp;&#39;</p>"),
    ],
)
def test_citations_take_part_as_one_mark(source, expected):
    assert written(source) == (expected or source)


def test_a_key_in_brackets_without_a_work_is_missing():
    _marked, (found,) = mark_citations(citing_text("<p>[@a; @nobody]</p>"), KNOWN)
    assert found.missing == ("nobody",)
    assert found.source == "[@a; @nobody]"
    assert [item.key for item in found.items] == ["a"]


def test_keys_are_those_that_may_cite():
    source = "<p>[@a; @b] and @c <code>@d</code> e@f</p>"
    assert citing_text(source).keys == {"a", "b", "c"}


TEXTS = st.text(alphabet=st.sampled_from("ab@[]; .<>&{}-é\n"), max_size=80)


@given(TEXTS)
def test_text_without_known_works_stays_byte_for_byte(text):
    source = f"<p>{html.escape(text)}</p><pre>[@a]</pre>"
    marked, found = mark_citations(citing_text(source), frozenset())
    assert put_citations(marked, [one.source for one in found]) == source


@given(st.lists(TEXTS, max_size=4))
def test_all_but_citations_stays_byte_for_byte(texts):
    inner = "<em>".join(html.escape(text) for text in texts) + "</em>" * (len(texts) - 1)
    source = f"<p>{inner}</p>"
    marked, found = mark_citations(citing_text(source), KNOWN)
    assert put_citations(marked, [one.source for one in found]) == source
    assert [token for token in tokens_of(marked) if token.startswith("<")][:1] == ["<p>"]


@pytest.mark.parametrize("piece", ["[@a] ", "@a ", "[@a; @b] "])
def test_citations_over_the_limit_stay_as_they_are_written(piece: str):
    source = f"<p>{piece * 20}</p><p>{piece * 20}</p>"
    marked, found = mark_citations(citing_text(source, most=10), KNOWN)
    assert sum(len(one.items) for one in found) == 10
    assert marked.count(piece.strip()) == 40 - len(found)
    assert citing_text(source, most=10).is_cut
    assert not citing_text(source, most=1_000).is_cut


def test_endless_citation_stays_as_it_is_written():
    source = f"<p>[{'@a; ' * 300}@b] and [@a]</p>"
    marked, found = mark_citations(citing_text(source), KNOWN)
    assert len(found) == 1
    assert marked.startswith(f"<p>[{'@a; ' * 300}@b] and ")
