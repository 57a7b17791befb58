"""What lists, feeds and search engines are told of a post in a few words."""

from pathlib import Path

import pytest

from tests.support.cases import (
    entries,
    import_case,
    import_site,
    metas,
    named,
    page,
    post_text,
    told,
    words,
)

pytestmark = pytest.mark.django_db
JEKYLL = {"_config.yml": "title: J\nurl: https://j.example.org\n"}
QUARTO = {"_quarto.yml": "project:\n  type: website\n"}
PLAIN = "What Quarto does with code, see here"


def described(client) -> list[str]:
    """A post's description at the places where readers meet it."""
    (entry,) = entries(client)
    (address,) = [one.get("href") for one in named(page(client, "/archive/"), "a") if is_post(one)]
    (listed,) = [one for one in named(page(client, "/"), "ol") if one.get("class") == "entries"]
    (paragraph,) = named(listed, "p")
    return [
        *metas(page(client, address), "description"),
        told(entry, "summary"),
        words(paragraph),
    ]


def is_post(link) -> bool:
    return link.get("href", "").startswith("/posts/")


def test_description_is_plain_words(client):
    import_case("a03-descriptions-with-marks")
    assert described(client) == [PLAIN] * 3


def test_subtitle_is_kept_or_its_loss_is_told(client):
    said = import_case("a03-descriptions-with-marks")
    assert "A second line" in words(page(client, "/posts/desc/")) or "subtitle" in said


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ('"On [@smith2019, p. 4] and _more_"', "On and more"),
        ('"Loss of $x^2$ here"', "Loss of x^2 here"),
        ("|\n  One *line*\n  and another", "One line and another"),
        ('"A `snake_case` name, 2 * 3 * 4"', "A snake_case name, 2 * 3 * 4"),
        ('"R&amp;D &lt; all"', "R&D < all"),
        ('"![](a.png) A {{< fa star >}} thing"', "A thing"),
    ],
)
def test_description_has_no_marks(client, tmp_path: Path, written: str, wanted: str):
    text = post_text("Words.", description=written, date="2024-05-14")
    import_site(tmp_path, QUARTO | {"posts/a/index.qmd": text})
    (entry,) = entries(client)
    assert told(entry, "summary").replace("x²", "x^2") == wanted


def test_excerpt_is_the_first_words_of_prose(client):
    import_case("a04-excerpts")
    assert described(client) == ["First words of it."] * 3


@pytest.mark.parametrize(
    "before",
    [
        *("## A heading", "```\ncode\n```", "    code", "| a | b |\n|---|---|\n| 1 | 2 |"),
        *("![An image](https://example.org/a.png 'Its caption')", "> [!NOTE]\n> A note."),
        *("* list\n{:toc}\n\n## Heading", "<details><summary>More</summary>Folded</details>"),
        *("$$x^2$$", "<style>p { color: red }</style>", "---", "*[ML]: machine learning"),
    ],
)
def test_excerpt_passes_over(client, tmp_path: Path, before: str):
    """What stands before the prose, and after it."""
    text = f"{before}\n\nFirst words of it.\n\n{before}\n"
    import_site(tmp_path, JEKYLL | {"_posts/2024-05-15-a.md": post_text(text)})
    assert told(entries(client)[0], "summary") == "First words of it."
