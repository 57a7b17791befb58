import pytest

from blog.markup import render
from blog.markup.reading.hashtags import hashtag_at
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#DeepLearning", "DeepLearning"),
        ("#학습,", "학습"),
        ("#C++ is", "C++"),
        ("#C#", "C#"),
        ("#self-supervised.", "self-supervised"),
        ("#3D", "3D"),
        ("#🎉", "🎉"),
        ("#हिन्दी", "हिन्दी"),
        ("#123", None),
        ("#-a", None),
        ("##a", None),
        ("# a", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert hashtag_at(text, 0) == name


@pytest.mark.parametrize("text", ["a#b", "/#b", "&#b", "#a#b"])
def test_a_hashtag_starts_a_word(text: str) -> None:
    assert hashtag_at(text, text.rindex("#")) is None


@pytest.mark.parametrize(
    "source",
    [
        "`#Tag`",
        "    #Tag",
        "[#Tag](x)",
        "<a href='x'>#Tag</a>",
        "http://a.org/#Tag",
        "&#39;",
        "$#Tag$",
        "text {#Tag}",
        "text {.class #Tag}",
        "#missing-page:Tag.md",
    ],
)
def test_no_hashtag_in_code_links_and_addresses(source: str) -> None:
    assert 'class="hashtag"' not in html(source)


def test_names_are_listed_once_in_their_first_spelling() -> None:
    rendered = render("#One **#Two** #ONE\n\n- #Three", hashtag_url=lambda name: None)
    assert rendered.hashtags == ("One", "Two", "Three")
    assert 'class="hashtag"' not in rendered.html


def test_hashtag_does_not_change_a_heading_id() -> None:
    assert html("## About #Tag").startswith('<h2 id="about-tag">')
