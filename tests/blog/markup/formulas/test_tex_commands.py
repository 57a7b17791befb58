"""Nothing that an author wrote in TeX disappears without a remark."""

import re
import unicodedata

import pytest

from blog.markup import render
from blog.markup.document.results import Rendered
from blog.markup.formulas.tex_commands import IGNORED, SPACES
from blog.text.word_sets import word_set
from tests.guards.sources import ROOT

COMMANDS = (ROOT / "tests/data/markup/tex_commands.txt").read_text(encoding="utf-8").split()
"""The commands that MathJax (with its extensions) and KaTeX document."""

EMPTY = word_set(  # what only parts, or styles what follows
    """
    atop over cr hline hdashline verb displaystyle textstyle scriptstyle scriptscriptstyle
    rm bf it sf tt cal frak
    """
)
UNSEEN = {  # arguments of which TeX, too, shows nothing, by how many they are
    **dict.fromkeys(("color", "textcolor", "colorbox", "label", "require", "skew"), 1),
    **dict.fromkeys(("leftroot", "uproot", "mathtoolsset", "fcolorbox"), 1),
}
UNSEEN["fcolorbox"] = 2


UNREAD = re.compile(r"<annotation.*?</annotation>|<mphantom>.*?</mphantom>|<[^>]*>")


def seen(rendered: Rendered) -> str:
    """The letters that a reader sees, in no alphabet."""
    return unicodedata.normalize("NFKC", UNREAD.sub("", rendered.html))


def is_told(rendered: Rendered, tex: str) -> bool:
    """Whether the source is shown, and the author told where."""
    return (
        '<code class="math-error">' in rendered.html
        and tex.split("{")[0] in rendered.html
        and [problem.line for problem in rendered.problems] == [3]
    )


def lost_of_arguments(name: str) -> str:
    """Which of three arguments are neither shown nor told."""
    rendered = render(f"Text.\n\nHere $\\{name}{{A}}{{B}}{{C}}$.")
    if is_told(rendered, f"\\{name}"):
        return ""
    letters = "ABC"[UNSEEN.get(name, 0) :]
    if rendered.problems and f"\\{name}" in rendered.problems[0].message:
        letters = "C"  # what is left out is named
    hidden = "A" if "phantom" in name else ""
    shown = seen(rendered)
    lost = "".join(one for one in letters if one not in shown and one != hidden)
    return lost + ("\\" if "\\" in shown and "backslash" not in name else "")


def lost_of_neighbours(name: str) -> str:
    """What around a command is neither shown nor told."""
    rendered = render(f"Text.\n\nHere $X \\{name} YZ$.")
    if is_told(rendered, f"X \\{name}"):
        return ""
    hidden = "Y" if "phantom" in name or name in UNSEEN or rendered.problems else ""
    return "".join(one for one in "XYZ" if one not in seen(rendered) and one != hidden)


def is_silent(name: str) -> bool:
    rendered = render(f"$\\{name}$")
    return not rendered.problems and not seen(rendered).strip()


@pytest.mark.slow
def test_a_command_shows_its_arguments_or_is_told() -> None:
    assert len(COMMANDS) > 1_700
    assert {name: lost for name in COMMANDS if (lost := lost_of_arguments(name))} == {}


@pytest.mark.slow
def test_a_command_loses_nothing_around_it() -> None:
    assert {name: lost for name in COMMANDS if (lost := lost_of_neighbours(name))} == {}


@pytest.mark.slow
def test_a_command_alone_shows_something_or_is_told() -> None:
    silent = {name for name in COMMANDS if is_silent(name)}
    assert silent - IGNORED - set(SPACES) == EMPTY


@pytest.mark.parametrize(
    "name",
    ["alpha", "infty", "sum", "mathellipsis", "mathsterling", "Alpha", "aleph", "ldots", "S"],
)
def test_a_sign_is_shown(name: str) -> None:
    rendered = render(f"$\\{name}$")
    assert rendered.problems == ()
    assert re.search(r"<m[ion][^>]*>[^<\\]+</m[ion]>|<mtext>[^<\\]+<", rendered.html)


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"\href{https://example.org}{x}", r"\href{https://example.org}"),
        (r"\class{red}{x}", r"\class{red}"),
        (r"\enclose{madruwb}{x}", r"\enclose{madruwb}"),
    ],
)
def test_what_is_left_out_of_a_formula_is_named(tex: str, told: str) -> None:
    rendered = render(f"One.\n\n${tex}$")
    (problem,) = rendered.problems
    assert problem.line == 3
    assert told in problem.message
    assert "<mi>x</mi>" in rendered.html
