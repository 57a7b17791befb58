"""Hostile formulas in number and size; `tests.benchmarks.formula_speed` has their times."""

import pytest

from blog.markup import COMMENT, POST, Policy, render
from tests.blog.markup.hostile_formulas import hostile_formulas

pytestmark = pytest.mark.slow
LENGTHS = {POST: 20_000, COMMENT: 5_000}
MOST = 20  # characters of HTML for one of the text


@pytest.mark.parametrize("policy", [POST, COMMENT], ids=["post", "comment"])
def test_hostile_formulas_stay_small(policy: Policy) -> None:
    texts = hostile_formulas(LENGTHS[policy])
    assert len(texts) > 90
    sizes = {
        name: len(render(text, policy=policy).html) / len(text) for name, text in texts.items()
    }
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


def test_what_is_cut_is_told_once_and_shown() -> None:
    source = "\n\n".join(f"Let $x_{{{number}}}$ be." for number in range(8_000))
    rendered = render(source)
    assert rendered.html.count('"math-error"') + rendered.html.count("<math") == 8_000
    told = [problem.message for problem in rendered.problems]
    assert len([message for message in told if message.startswith("From here")]) == 1
    assert len(told) <= 2  # the text is over another limit too


def test_a_long_post_renders_whole() -> None:
    formula = r"$$\hat{\theta} = \arg\max_\theta \sum_{i=1}^n \log p_\theta(x_i \mid y_i) + %d$$"
    paragraph = "It holds for every $x_i \\in \\mathbb{R}^d$ of the sample, as is well known. " * 3
    source = "\n\n".join(f"{paragraph}\n\n{formula % number}" for number in range(250))
    rendered = render(source)
    assert rendered.problems == ()
    assert rendered.html.count("<math") == 1_000
