import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citing.passages import LONGEST_SIDE, TextBlock, blocks_of_html, sentence_at
from papers.records.finished_html import tokens_of


@given(st.text())
def test_tokens_are_the_source(text):
    assert "".join(tokens_of(text)) == text


def test_blocks_leave_code_and_formulas_out():
    html = "<h2 id='no' id=\"a\">Head</h2><p>One <code>x</code> &amp; <b>two</b>.</p><pre>no</pre>"
    blocks = blocks_of_html(tokens_of(html))
    assert [(block.tag, block.id, block.text) for block in blocks] == [
        ("h2", "a", "Head"),
        ("p", "", "One … & two."),
    ]


def test_marks_of_notes_are_no_words():
    html = (
        '<p>So (2017).<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup> Next.</p>'
        '<p>See <a href="/x">it</a>. <a href="#fnref:1" class="reversefootnote">↩</a></p>'
    )
    first, note = [block.text for block in blocks_of_html(tokens_of(html))]
    assert (first, note.strip()) == ("So (2017). Next.", "See it.")
    assert sentence_at(TextBlock("p", "", text=first), 4) == "So (2017)."


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One. Two here. Three.", "here", "Two here."),
        ("As Paszke et al. (2019) say, fine. Next.", "2019", "As Paszke et al. (2019) say, fine."),
        ("By G. E. Hinton. Next.", "Hinton", "By G. E. Hinton."),
        ("See Fig. 3 for it. Next.", "it", "See Fig. 3 for it."),
        ("Is it so? It is!", "It is", "It is!"),
        ("(And so do I.) It is.", "It is", "It is."),
        ("これは文です。次の文。", "次", "次の文。"),
        ("No stop at all", "stop", "No stop at all"),
    ],
)
def test_sentence_at(text, word, sentence):
    assert sentence_at(TextBlock("p", "", text=text), text.index(word)) == sentence


def test_very_long_sentence_is_its_words_around_the_position():
    text = "before " * 900 + "here " + "after " * 900
    sentence = sentence_at(TextBlock("p", "", text=text), text.index("here"))
    assert "before here after" in sentence
    assert (sentence[:2], sentence[-2:]) == ("… ", " …")
    assert len(sentence) <= 2 * LONGEST_SIDE + 4
