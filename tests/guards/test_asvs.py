"""docs/asvs.md has every row of level 1, says of each how it is met, and names tests that exist."""

import re

from tests.guards.sources import ROOT, python_files

OF_LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1
3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5
6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2
8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1
12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
"""Of OWASP ASVS 5.0.0."""
PAGE = (ROOT / "docs/asvs.md").read_text()
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
STATES = {"yes", "in part", "no", "operator"}
LEFT_OUT = {"10.4.2", "10.4.3", "10.4.4"}
"""Told as "10.4.1 to 10.4.5"."""


def test_every_row_of_level_1_is_told_once():
    rows = [row[0] for row in ROW.findall(PAGE)]
    others = re.findall(r"\d+\.\d+\.\d+", PAGE.partition("**Does not apply**")[2].split("\n\n")[0])
    assert sorted([*rows, *others, *LEFT_OUT]) == sorted(OF_LEVEL_1.split())


def test_every_row_says_how_it_is_met_and_by_what_that_is_shown():
    tests = ((ROOT / path).read_text() for path in python_files() if "/test_" in path)
    names = {name for text in tests for name in re.findall(r"^def (test_\w+)", text, re.M)}
    for number, _asks, state, shown in ROW.findall(PAGE):
        assert state in STATES, number
        named = re.findall(r"`(test_\w+)`", shown)
        assert not [one for one in named if one not in names], number
        if state == "yes":
            assert named or "ruff" in shown or "SECURITY.md" in shown, number
        elif state == "in part":
            assert named, number
            assert ";" in shown or "," in shown, f"{number} does not say what is missing"


def test_rules_of_ruff_that_rows_rely_on_are_on():
    text = (ROOT / "pyproject.toml").read_text()
    chosen = text.partition("select = [")[2].partition("]")[0]
    ignored = text.partition("ignore = [")[2].partition("\n]")[0]
    assert '"S"' in chosen
    assert not set(re.findall(r"S\d{3}", PAGE)) & set(re.findall(r'"(S\d{3})"', ignored))
