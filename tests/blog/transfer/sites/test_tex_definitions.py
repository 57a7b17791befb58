"""TeX commands of a site's configuration: what is read, and what a post is given of it."""

from pathlib import Path

import pytest

from blog.markup import render
from blog.markup.document.tex_macros import Macro
from blog.transfer.sites.tex_definitions import definition_line, macros_used, read_macros
from tests.blog.transfer.source_files import read, write


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        (r"macros: { R: '\\mathbb{R}' }", "R", Macro(0, r"\mathbb{R}")),
        (r'Macros: { "abs": ["|#1|", 1] }', "abs", Macro(1, "|#1|")),
        (
            r'macros: { // real\n R: "\\mathbb{R}", }'.replace(r"\n", "\n"),
            "R",
            Macro(0, r"\mathbb{R}"),
        ),
        (
            r"macros: { E: ['\\mathbb{E}_{#1}#2', 2, 'x'] }",
            "E",
            Macro(2, r"\mathbb{E}_{#1}#2", "x"),
        ),
        (r'macros: {"\\f": "#1f(#2)"}', "f", Macro(2, "#1f(#2)")),
        (r"<div>$\newcommand{\R}{\mathbb{R}}$</div>", "R", Macro(0, r"\mathbb{R}")),
        (r"<p>\(\def\x#1{#1}\)</p>", "x", Macro(1, "#1")),
        ("macros: { R: String.raw`x`, Z: 'z' }", "R", None),
        ("the macros: we like them", "we", None),
    ],
)
def test_definitions_are_read_without_running_anything(
    text: str, name: str, wanted: Macro | None
) -> None:
    assert read_macros(text).commands.get(name) == wanted


def test_a_post_is_given_what_it_uses_and_what_that_uses() -> None:
    macros = read_macros(r"macros: { R: '\\bb{R}', bb: ['\\mathbb{#1}', 1], Z: 'z' }")
    used = macros_used(r"Let $x \in \R$.", macros)
    assert definition_line(used) == r"$$\newcommand{\R}{\bb{R}}\newcommand{\bb}[1]{\mathbb{#1}}$$"
    assert "ℝ" in render(f"{definition_line(used)}\n\nLet $x \\in \\R$.").html


def test_lines_are_told_as_the_file_has_them(tmp_path: Path) -> None:
    write(tmp_path, {"_includes/m.html": r"macros: { R: '\\mathbb{R}' }"})
    post = read(tmp_path, "---\ntitle: A\n---\n$\\R$\n")
    assert post.body.splitlines()[2] == "$\\R$"
    assert post.body_line + 2 == 4


def test_a_blog_may_have_commands_for_all_of_its_texts() -> None:
    macros = "\\newcommand{\\R}{\\mathbb{R}}\n\\def\\sq#1{#1^2}"
    assert "ℝ" in render("$\\R$", macros=macros).html
    assert "ℝ" not in render("$\\def\\R{r}\\R$", macros=macros).html
    assert "ℝ" in render("$\\R$", macros=macros).html
