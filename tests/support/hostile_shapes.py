"""Texts that are made to take long or to grow: each a shape, filled up to a size in characters."""

import json
from collections.abc import Callable

from tests.guards.sources import ROOT

Shape = Callable[[int], str]


def repeated(unit: str, before: str = "", after: str = "") -> Shape:
    """The unit as often as the size lets it stand between what is before and after it."""
    return lambda size: before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def numbered(unit: str, before: str = "", after: str = "") -> Shape:
    """As ``repeated``, with ``%d`` as another number each time."""

    def fill(size: int) -> str:
        parts, left = [before], size - len(before) - len(after)
        number = 0
        while left > 0:
            parts.append(unit.replace("%d", str(number)))
            left -= len(parts[-1])
            number += 1
        return "".join([*parts[:-1], after])

    return fill


def halves(first: str, second: str) -> Shape:
    """Half of the size in one unit, half in the other."""
    return lambda size: first * (size // 2 // len(first)) + second * (size // 2 // len(second))


def defined(use: str, definition: str) -> Shape:
    """A long definition (``%s``) of a fifth of the size, used for the rest of it."""

    def fill(size: int) -> str:
        long = "x" * (size // 5)
        return (
            use * (size * 4 // 5 // len(use) - 9) + "\n\n" + definition.replace("%s", long) + "\n"
        )

    return fill


def stairs(unit: str, line: str = "a") -> Shape:
    """Each line has one unit more before it than the last."""

    def fill(size: int) -> str:
        lines, left, depth = [], size, 0
        while left > 0:
            lines.append(unit * depth + line)
            left -= len(lines[-1]) + 1
            depth += 1
        return "\n".join(lines[:-1])

    return fill


UNITS = json.loads((ROOT / "tests/data/hostile_units.json").read_text(encoding="utf-8"))
SHAPES: dict[str, Shape] = {
    **{f"single: {name}": repeated(unit) for name, unit in UNITS["characters"].items()},
    **{name: repeated(unit) for name, unit in UNITS["units"].items()},
    "one long definition": defined("[a] ", "[a]: http://x.y/%s"),
    "one long title": defined("[a] ", '[a]: b "%s"'),
    "one long image": defined("![a] ", "[a]: b '%s'"),
    "one long note": defined("[^a] ", "[^a]: %s"),
    "one long abbreviation": defined("abc ", "*[abc]: %s"),
    "one long attribute list": defined("*a*{:b} ", '{:b: title="%s"}'),
    "one long capture": lambda size: (
        "{% capture a %}" + "x" * (size // 5) + "{% endcapture %}" + "{{ a }}" * (size // 9)
    ),
    "one long assign": lambda size: (
        f"{{% assign a = '{'x' * (size // 5)}' %}}" + "{{ a }}" * (size // 9)
    ),
    "one long macro": lambda size: (
        "$\\newcommand{\\a}{" + "x" * min(size // 5, 9000) + "}$ " + "$\\a$ " * (size // 7)
    ),
    "notes in notes": numbered("[^%d]: a [^%d]\n\n", before="[^0]\n\n"),
    "many definitions": numbered("[a%d]: b\n", after="\n[a1]"),
    "many uses of none": numbered("[a%d] "),
    "many notes": numbered("[^%d]\n\n[^%d]: b\n\n"),
    "many abbreviations": numbered("*[a%d]: b\n", after="\na1 a2"),
    "many abbreviated words": lambda size: (
        "".join(f"*[a{n}]: b\n" for n in range(size // 20)) + "\n" + "a1 " * (size // 6)
    ),
    "many attribute lists": numbered("{:a%d: .b}\n"),
    "many headings": numbered("# a%d\n\n"),
    "headings and contents": numbered("## a%d\n\n", before="* a\n{:toc}\n\n"),
    "many hashtags": numbered("#a%d "),
    "many citations": numbered("[@a%d] "),
    "many citations in one": numbered("@a%d; ", before="[", after="@b]"),
    "many ids": numbered("<b id=a%d>c</b>"),
    "many attributes": numbered(" a%d=b", before="<b", after=">c</b>"),
    "many classes": numbered(".a%d ", before="a\n{: ", after="}"),
    "many tags": numbered("<x%d>"),
    "many environments": numbered("\\begin{a%d}\n"),
    "many fences": numbered("```a%d\n"),
    "fences of lengths": stairs("`", ""),
    "stairs of quotes": stairs("> "),
    "stairs of blanks": stairs(" "),
    "stairs of lists": stairs("  ", "- a"),
    "stairs of four": stairs("    ", "- a"),
    "stairs of stars": stairs("*"),
    "stairs of colons": stairs(":", ""),
    "stairs of hashes": stairs("#"),
    "open and closed brackets": halves("[", "]"),
    "open and closed stars": halves("**a ", "b** "),
    "open and closed parentheses": halves("[a](", ")"),
    "open and closed tags": halves("<b>", "</b>"),
    "open and closed divisions": halves("::: a\n", ":::\n"),
    "open and closed quotes": halves("“a ", "b” "),
    "open and closed liquid": halves("{% if a %}", "{% endif %}"),
    "backticks and one more": lambda size: "".join(
        f"{'`' * n} a " for n in range(1, int(size**0.5))
    ),
    "wide table": lambda size: "\n".join(
        ["|" * (size // 3), "|-" * (size // 6), "|" * (size // 3)]
    ),
    "table of empty cells": lambda size: f"|{'a|' * 999}\n|{'-|' * 999}\n" + "|\n" * (size // 3),
    "table of long head": lambda size: (
        f"{'a|' * (size // 4)}\n{'-|' * (size // 4)}\n" + "b|\n" * 999
    ),
    "blanks in a line": repeated(" ", before="a", after="b"),
    "tabs in a line": repeated("\t", before="a", after="b"),
    "no-break spaces in a line": repeated("\u00a0", before="a", after="b"),
    "blanks in a heading": repeated(" ", before="# a", after="b"),
    "blanks in a link": repeated(" ", before="[a](b", after="c)"),
    "blanks for an address": repeated(" ", before="[a](", after=")"),
    "blanks for addresses": repeated("[a](" + " " * 900),
    "blanks in a definition": repeated(" ", before="[a]:", after="b\n\n[a]"),
    "blanks in a cell": repeated(" ", before="| a", after="b |\n|---|\n"),
    "backticks in a cell": repeated("`", before="|a|\n|-|\n|", after="|"),
    "addresses in addresses": repeated("https://a.b/(((("),
    "blanks in words of a formula": repeated("~", before="$$", after="$$"),
    "blanks in code": repeated(" ", before="`a", after="b`"),
    "blanks in a tag": repeated(" ", before="<b", after="c>d</b>"),
    "blanks in an attribute list": repeated(" ", before="a\n{: .b", after="c}"),
    "blanks in Liquid": repeated(" ", before="{% if", after="a %}"),
    "blanks in a shortcode": repeated(" ", before="{{< a", after="b >}}"),
    "blanks in a quotation": repeated(" ", before="> a", after="b"),
    "blanks in an item": repeated(" ", before="- a", after="b"),
    "blanks before a fence": repeated(" ", before="a\n", after="```"),
    "blanks in a formula": repeated(" ", before="$a", after="b$"),
    "blanks in a division": repeated(" ", before="::: a", after="b\n:::\n"),
    "many figures and references": numbered("![c](a){#fig-%d}\n\n@fig-%d\n\n"),
    "many equations and references": numbered("$$a \\label{eq:%d}$$ \\eqref{eq:%d}\n\n"),
    "many rows with one name": numbered("a \\label{e} \\\\\n", "$$", "$$\n\n\\ref{e}"),
    "many places of one name": numbered("## A {#sec-a}\n\n@sec-a %d\n\n"),
    "many sections that name others": numbered("## [](#sec-%d) @sec-%d {#sec-%d}\n\n"),
    "many references to nothing": numbered("@fig-%d [@tbl-%d; @eq-%d] \\ref{x%d} "),
    "many references in HTML": numbered('<b id="fig-%d">@fig-%d</b>', "<div>", "</div>"),
    "many names in one reference": numbered("a%d,", "\\cref{", "b}"),
    "blanks in a citation": repeated(" ", before="[@a", after="b]"),
    "blanks in a title": repeated(" ", before='[a](b "c', after='d")'),
    "blank lines in an item": repeated("\n", before="- a", after="  b"),
    "one long line": repeated("word "),
    "one long paragraph": repeated("word word word\n"),
    "one long list": repeated("- word\n"),
    "one long quote of words": repeated("word ", before="> "),
    "one long code": repeated("a = 1\n", before="```python\n", after="```\n"),
    "one long formula": repeated("a+", before="$$", after="a$$"),
    "one long html": repeated("a ", before="<div>", after="</div>"),
    "comments without end": repeated("{::comment}\n\na\n\n"),
    "lazy quotes": lambda size: "> " * 300 + "a\n" + "b\n" * (size // 2 - 400),
    "lists in quotes": repeated("> - "),
    "quotes in lists": repeated("- > "),
    "numbers in quotes": repeated("1. > "),
    "definition in definition": repeated("a\n:   "),
    "spaced lists": lambda size: "".join(f"{' ' * (n % 900)}- a\n" for n in range(size // 460)),
    "tight and loose": repeated("- a\n\n  b\n- c\n"),
}
