"""Formulas of Jekyll posts, which kramdown reads before MathJax does."""

from pathlib import Path

import pytest

from blog.transfer.rewriting.kramdown_formulas import unescape_formulas
from tests.blog.transfer.source_files import read

ESCAPED = "\\begin{equation}\nq\\_\\theta \\newline 1\\\\{c\\_1\\\\}\n\\end{equation}"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"So $x\_i$.", r"So $x_i$."),
        (r"So \\(x\_i \\\\ y\\).", r"So \\(x_i \\ y\\)."),
        (r"So \\[x\_i\\].", r"So \\[x_i\\]."),
        (ESCAPED, "\\begin{equation}\nq_\\theta \\newline 1\\{c_1\\}\n\\end{equation}"),
    ],
)
def test_escapes_of_a_formula_are_markdowns(source: str, wanted: str) -> None:
    assert unescape_formulas(source) == wanted


@pytest.mark.parametrize(
    "source",
    [
        r"So $x_1\_i$.",
        r"So $\text{max\_len}$.",
        r"So $$x\_i$$.",
        r"So `$x\_i$`.",
        "```\n$x\\_i$\n```",
        r"It costs $5, snake\_case, and $6.",
    ],
)
def test_the_rest_stays(source: str) -> None:
    assert unescape_formulas(source) == source


def test_posts_of_jekyll_are_read_so(tmp_path: Path) -> None:
    assert read(tmp_path, "---\ntitle: A\n---\n\nSo $x\\_i$.\n").body == "So $x_i$.\n"
