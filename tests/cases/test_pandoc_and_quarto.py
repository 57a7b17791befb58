"""What files of Pandoc, Quarto and R Markdown write."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from blog.markup import render
from tests.support.cases import (
    CASES,
    body,
    first,
    import_case,
    import_site,
    named,
    page,
    parsed,
    post_text,
    words,
)

pytestmark = pytest.mark.django_db
QUARTO = {"_quarto.yml": "project:\n  type: website\n"}
PLOT = (CASES / "a02-figure-caption/site/posts/figs/plot.png").read_bytes()
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"


def tags(client) -> list[str]:
    return [words(one) for one in named(page(client, "/tags/"), "a") if "/tags/" in one.get("href")]


def quarto(client, folder: Path, text: str, ending: str = "qmd") -> Element:
    """The text of a post of a Quarto site, with a picture beside it."""
    (folder / "site/posts/a").mkdir(parents=True)
    (folder / "site/posts/a/plot.png").write_bytes(PLOT)
    file = f"posts/a/index.{ending}"
    import_site(folder, QUARTO | {file: post_text(text, date="2024-05-12")})
    return body(client, "a")


def has_id(text: Element, name: str, tag: str) -> bool:
    """Whether an id stands at an element of a name, in it or around it."""
    marked = [one for one in text.iter() if one.get("id") == name]
    return any(
        one in other.iter() or other in one.iter() for one in marked for other in named(text, tag)
    )


def test_attributes_of_captions_and_equations_are_ids(client):
    import_case("a01-pandoc-attributes-as-hashtags")
    text = body(client, "attrs")
    assert words(first(text, "caption")) == "My caption"
    assert has_id(text, "tbl-one", "caption")
    assert first(text, "math").get("display") == "block"
    assert has_id(text, "eq-main", "math")
    assert "{" not in words(text)


def test_attributes_make_no_tags(client):
    import_case("a01-pandoc-attributes-as-hashtags")
    assert tags(client) == ["Tags"]


@pytest.mark.parametrize(
    ("source", "tag", "name"),
    [
        (f"Table: My caption {{#tbl-a}}\n\n{TABLE}", "caption", "tbl-a"),
        (f'{TABLE}\n: My caption {{#tbl-a tbl-colwidths="[60,40]"}}', "caption", "tbl-a"),
        ("$$ a = b $$ {#eq-a}", "math", "eq-a"),
        ("Words before:\n$$\na = b\n$$ {#eq-a}\nand after.", "math", "eq-a"),
        ('```{#lst-a .python lst-cap="Code"}\nx = 1\n```', "pre", "lst-a"),
        ("## Methods {#sec-a .unnumbered}", "h2", "sec-a"),
        ("::: {#fig-a}\n![](plot.png)\n\nMy caption\n:::", "img", "fig-a"),
    ],
)
def test_attributes_name_what_they_stand_at(
    client, tmp_path: Path, source: str, tag: str, name: str
):
    text = quarto(client, tmp_path, source)
    assert has_id(text, name, tag)
    assert "{" not in words(text)
    assert tags(client) == ["Tags"]


def test_reference_to_an_equation_is_no_citation(client, tmp_path: Path):
    text = quarto(client, tmp_path, "$$ a = b $$ {#eq-a}\n\nBy @eq-a it holds.")
    assert first(text, "a").get("href") == "#eq-a"
    assert "@" not in words(text)


def test_figure_of_quarto_has_caption_and_alt(client):
    import_case("a02-figure-caption")
    figure = first(body(client, "figs"), "figure")
    assert words(first(figure, "figcaption")) == "A caption"
    assert first(figure, "img").get("alt") == "Alt words"
    assert has_id(figure, "fig-plot", "img")


@pytest.mark.parametrize(
    ("source", "caption", "alt"),
    [
        ("![A *fine* caption](plot.png)", "A fine caption", "A fine caption"),
        ('![](plot.png){fig-cap="A caption" fig-alt="Alt"}', "A caption", "Alt"),
        ('![A caption](plot.png "Title"){width=50% fig-alt="Alt"}', "A caption", "Alt"),
        ('![Loss of $x$](plot.png){#fig-a fig-alt="Alt"}', "Loss of x", "Alt"),
        ('[![A caption](plot.png){fig-alt="Alt"}](https://e.org)', "A caption", "Alt"),
    ],
)
def test_image_alone_is_a_figure(client, tmp_path: Path, source: str, caption: str, alt: str):
    text = quarto(client, tmp_path, source)
    assert [words(one) for one in named(text, "figcaption")] == [caption]
    assert [one.get("alt") for one in named(text, "img")] == [alt]


def test_caption_of_a_figure_may_hold_a_link(client, tmp_path: Path):
    text = quarto(client, tmp_path, "![See [it](https://e.org)](plot.png){#fig-a}")
    assert first(first(text, "figcaption"), "a").get("href") == "https://e.org"


def test_image_of_jekyll_has_no_caption(client, tmp_path: Path):
    site = {"_config.yml": "title: J\n", "_posts/2024-05-13-a.md": post_text("![Alt](/a.png)")}
    import_site(tmp_path, site)
    assert not named(body(client, "a"), "figcaption")


def test_marks_of_pandoc_are_elements(client):
    import_case("b11-pandoc-marks")
    text = body(client, "marks")
    assert words(text) == "Small text, H2O and x2, u."
    spans = [(one.get("class"), words(one)) for one in named(text, "span")]
    assert spans == [("smallcaps", "Small"), ("underline", "u")]
    assert [words(one) for one in named(text, "sub")] == ["2"]
    assert [words(one) for one in named(text, "sup")] == ["2"]


@pytest.mark.parametrize("ending", ["qmd", "Rmd"])
@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("10^-3^ m", "<p>10<sup>-3</sup> m</p>"),
        ("C~6~H~12~O~6~", "<p>C<sub>6</sub>H<sub>12</sub>O<sub>6</sub></p>"),
        ("P~a\\ cat~", "<p>P<sub>a cat</sub></p>"),
        ("~~struck~~", "<p><del>struck</del></p>"),
        ("[**bold** text]{.mark}", '<p><span class="mark"><strong>bold</strong> text</span></p>'),
        ("[a]{#here .x .y}", '<p><span class="x y" id="here">a</span></p>'),
    ],
)
def test_marks_of_pandoc_are_read(client, tmp_path: Path, source: str, html: str, ending: str):
    text = quarto(client, tmp_path, source, ending)
    assert outline(text) == outline(parsed(html))


@pytest.mark.parametrize(
    "text", ["In ~/one and ~/two.", "About ~5 and ~6.", "2^10 and 2^20", "a ^ b"]
)
def test_marks_with_blanks_are_text(client, tmp_path: Path, text: str):
    assert words(quarto(client, tmp_path, text)) == text


def test_class_of_a_span_holds_in_texts_written_here():
    text = parsed(render("[Small]{.smallcaps} and [u]{.underline}").html)
    spans = [(one.get("class"), words(one)) for one in named(text, "span")]
    assert spans == [("smallcaps", "Small"), ("underline", "u")]


def outline(element: Element) -> list[tuple[str, dict[str, str], str]]:
    """Every element below with its attributes and its words."""
    return [(one.tag, dict(one.attrib), words(one)) for one in list(element.iter())[1:]]
