"""Formulas made to take long, to be large or to paint over a page."""

from collections.abc import Callable
from itertools import pairwise

PIECES = {
    "fractions without end": r"\frac{",
    "open braces": "{",
    "closed braces": "}",
    "powers": "^",
    "indices": "_",
    "powers of powers": "a^",
    "left delimiters": r"\left(",
    "right delimiters": r"\right)",
    "arrays without end": r"\begin{array}",
    "ends": r"\end{array}",
    "dollars": "$",
    "dollars and letters": "$a",
    "dollars and blanks": "$ ",
    "small formulas": "$a$ ",
    "double dollars": "$$",
    "double dollars and letters": "$$a",
    "brackets": r"\(",
    "brackets and words": r"\(ab ",
    "display brackets": r"\[",
    "doubled brackets": r"\\(",
    "words without end": r"$\text{",
    "words with dollars": r"$\text{$",
    "roots of roots": r"\sqrt",
    "backslashes": "\\",
    "unknown commands": r"$\foo$ ",
    "primes": "'",
    "tildes": "~",
    "ampersands": "&",
    "alignments": "\\begin{align}\n",
    "comments": "%",
    "commas": "$,$",
    "numbers": "$1$",
}
INSIDE = {
    "letters": "x",
    "scripts": "a_b^c",
    "fractions": r"\frac12",
    "cells": "&",
    "rows": r"\\",
    "colours": r"\color{red}a",
    "styles": r"\displaystyle a",
    "braces in braces": "{a}",
    "sums": r"\sum_a",
    "overs": r"\over",
    "negative spaces": r"\!",
    "negative widths": r"\hspace{-9em}",
    "rules": r"\rule{300em}{300em}",
    "sizes": r"\Huge a",
    "accents": r"\hat",
    "strokes": r"\not",
    "words": r"\text{a}",
    "names": r"\operatorname{a}",
    "spaces": " ",
    "raised": r"\raise9em{a}",
    "arrows": r"\xrightarrow[a]{b}",
}


def doubling(length: int) -> str:
    """Definitions that each stand for two of the one before."""
    names = "abcdefghijklmnopqrstuvwxyz"
    chain = [f"\\def\\q{b}{{\\q{a}\\q{a}}}" for a, b in pairwise(names)]
    return f"$$\\def\\qa{{xx}}{''.join(chain)}$$\n\n" + "$\\qz$ $\\qh$ " * (length // 12)


def large_bodies(length: int) -> str:
    """One definition of thousands of characters, used in thousands of formulas."""
    return f"$$\\def\\q{{{'x' * 4_000}}}$$\n\n" + "$\\q$ " * (length // 5)


def large_arguments(length: int) -> str:
    """An argument that is put in thousands of times."""
    return f"$$\\def\\q#1{{{'#1' * 2_000}}}$$\n\n" + f"$\\q{{{'x' * 90}}}$ " * (length // 100)


def many_names(length: int) -> str:
    """A thousand definitions and a thousand formulas."""
    names = [a + b + c for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefghij"]
    defined = "".join(f"$\\def\\{name}{{x}}$ " for name in names)
    return (defined + "$\\aaa$ " * length)[:length]


def nested(length: int) -> str:
    """Every formula as deep as a formula may be."""
    one = "$" + r"\left(\frac{\color{red}a}{" * 19 + "x" + r"}\right)" * 19 + "$ "
    return one * (length // len(one))


BUILT: tuple[Callable[[int], str], ...] = (
    doubling,
    large_bodies,
    large_arguments,
    many_names,
    nested,
)


def hostile_formulas(length: int) -> dict[str, str]:
    """A text of about `length` characters for each shape, by its name."""
    texts = {name: (piece * length)[:length] for name, piece in PIECES.items()}
    for name, piece in INSIDE.items():
        texts[f"{name} in one formula"] = f"$${(piece * length)[: length - 4]}$$"
        one = f"$${piece * (2_000 // len(piece))}$$\n\n"
        texts[f"{name} in formulas"] = (one * length)[:length]
        array = f"$$\\begin{{matrix}}{piece * (2_000 // len(piece))}\\end{{matrix}}$$\n\n"
        texts[f"{name} in matrices"] = (array * (length // len(array) + 1))[:length]
    return texts | {made.__name__: made(length)[:length] for made in BUILT}
