import pytest

from papers.records.finished_html import TAG, tag_attributes, tag_name, tokens_of, without_tags

TEXT = '<p title="a > b">x &lt; <a href="#c">y</a><br> 1 < 2 é</p>'


def test_tokens_are_the_tags_and_the_text_and_joined_the_source():
    tokens = tokens_of(TEXT)
    assert "".join(tokens) == TEXT
    assert [token for token in tokens if tag_name(token)] == [
        *('<p title="a > b">', '<a href="#c">', "</a>", "<br>", "</p>"),
    ]


def test_without_tags_leaves_the_text_with_its_references():
    assert without_tags(TEXT) == "x &lt; y 1 < 2 é"


@pytest.mark.parametrize(
    ("token", "name"),
    [("</H2>", "h2"), ("<math>", "math"), ("text", ""), ("< p", ""), ("<", ""), ("", "")],
)
def test_tag_name_of_a_token(token: str, name: str):
    assert tag_name(token) == name


def test_attributes_of_a_tag_without_their_references():
    tag = '<a id="é&amp;b" class="c d" href="x?a&gt;b">'
    assert tag_attributes(tag) == {"id": "é&b", "class": "c d", "href": "x?a>b"}
    assert TAG.fullmatch(tag).groups() == ("", "a", ' id="é&amp;b" class="c d" href="x?a&gt;b"')


def test_what_no_sanitizer_writes_takes_no_time():
    for piece in ("<", "<a", '<a "', "<a b=", '"<', "</"):
        assert "".join(tokens_of(piece * 20_000)) == piece * 20_000
        assert not TAG.search(piece * 20_000)
