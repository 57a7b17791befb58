import pytest

from tests.blog.markup.documents import html


def test_image_alone_is_a_figure_with_its_title_as_caption() -> None:
    assert html('![a](b.png "Caption")').replace("\n", "") == (
        '<figure><img src="b.png" alt="a" loading="lazy"><figcaption>Caption</figcaption></figure>'
    )


def test_linked_image_is_a_figure_too() -> None:
    assert html("[![a](b.png)](c)").startswith('<figure><a href="c"><img')


def test_image_among_words_is_none() -> None:
    assert html('a ![*b*](c.png "T"){: width="20"}') == (
        '<p>a <img src="c.png" alt="b" title="T" loading="lazy" width="20"></p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        r"![Of $\alpha_1$ or \(x^2\)](b.png)",
        '![z](b.png){#fig-x fig-alt="Of $\\alpha_1$ or $x^2$"}',
        "```{figure} b.png\n:alt: Of $\\alpha_1$ or $x^2$\n```",
        '{% include figure.html path="/b.png" alt="Of $\\alpha_1$ or $x^2$" %}',
        r"a ![Of $\alpha_1$ or \(x^2\)](b.png) b",
    ],
)
def test_formulas_of_an_alternative_text_are_signs(source: str) -> None:
    assert 'alt="Of α₁ or x²"' in html(source)


@pytest.mark.parametrize(
    "source",
    [
        '![a](b.png "C *m* $\\gamma$")',
        '![a](b.png){fig-cap="C *m* $\\gamma$"}',
        r"![C *m* $\gamma$](b.png){#fig-a}",
        "```{figure} b.png\nC *m* $\\gamma$\n```",
        '```{.python lst-cap="C *m* $\\gamma$"}\nx\n```',
        "```{code-block} python\n:caption: C *m* $\\gamma$\nx\n```",
    ],
)
def test_captions_have_their_formulas_and_emphasis_wherever_they_stand(source: str) -> None:
    assert 'C <em>m</em> <math display="inline"><semantics><mi>γ</mi>' in html(source)


def test_values_of_attributes_may_hold_braces_and_backslashes() -> None:
    markup = html(r'![a](b.png){fig-cap="On \"quoted\" \alpha {braces} \{more\}" width="20"}')
    assert 'width="20"' in markup
    assert "On “quoted” \\alpha {braces} {more}</figcaption>" in markup
