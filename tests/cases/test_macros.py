"""TeX commands that a site defines once for all of its posts."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support.cases import CASES, body, import_case, import_site, named, words

pytestmark = pytest.mark.django_db
JEKYLL = {"_config.yml": "title: J\nurl: https://j.example.org\n"}


def test_macros_of_a_site_hold_in_its_posts(client):
    import_case("a09-site-macros")
    assert [words(one) for one in named(body(client, "macros"), "math")] == ["x∈ℝ", "‖x‖=1"]


def test_macros_of_a_site_hold_when_posts_are_rendered_again(client):
    import_case("a09-site-macros")
    call_command("render_posts", verbosity=0)
    assert len(named(body(client, "macros"), "math")) == 2


MACROS = r"macros: { R: '{\\mathbb{R}}', norm: ['{\\lVert #1 \\rVert}', 1] }"


@pytest.mark.parametrize(
    "files",
    [
        {"_includes/m.html": f"<script>MathJax = {{ tex: {{ {MACROS} }} }};</script>"},
        {"assets/js/mathjax.js": f"window.MathJax = {{\n  tex: {{\n    {MACROS}\n  }},\n}};"},
        {
            "_includes/m.html": '<script type="text/x-mathjax-config">MathJax.Hub.Config({ TeX: '
            f"{{ {MACROS.replace('macros', 'Macros')} }} }});</script>"
        },
        {
            "_includes/m.html": "<script>renderMathInElement(document.body, {macros: {"
            r'"\\R": "\\mathbb{R}", "\\norm": "\\lVert #1 \\rVert"'
            "}});</script>"
        },
        {
            "_layouts/post.html": r"<div style='display:none'>$\newcommand{\R}{\mathbb{R}}"
            r"\newcommand{\norm}[1]{\lVert #1 \rVert}$</div>"
        },
    ],
)
def test_macros_are_found(client, tmp_path: Path, files: dict[str, str]):
    text = (CASES / "a09-site-macros/site/_posts/2024-05-20-macros.md").read_text()
    import_site(tmp_path, JEKYLL | files | {"_posts/2024-05-20-macros.md": text})
    assert [words(one) for one in named(body(client, "macros"), "math")] == ["x∈ℝ", "‖x‖=1"]
