"""docs/limits.md is true: its numbers are those of the code, its tests are there, and no limit of a
file's size or of a rate is missing."""

import ast
import re
from datetime import timedelta
from importlib import import_module
from typing import NamedTuple

from django.conf import settings

from tests.guards.sources import ROOT, functions, python_files

PAGE = (ROOT / "docs/limits.md").read_text()
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: (MiB|KiB|MB|kB|s|min|h|days)\b)?")
UNITS = {
    "KiB": 1024,
    "MiB": 1024**2,
    "kB": 1000,
    "MB": 1_000_000,
    "s": 1,
    "min": 60,
    "h": 3600,
    "days": 86_400,
}
PLACE = re.compile(r"`([\w/]+\.py)` `([^`]+)`")


class Row(NamedTuple):
    what: str
    limit: str
    place: str
    test: str


def rows() -> list[Row]:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines()]
    found = [row for row in cells if len(row) == 5 and row[0] not in ("what", "---")]
    return [Row(row[0], row[1], row[3], row[4]) for row in found]


def numbers_told(limit: str) -> list[set[float]]:
    """Each number of a limit: as it stands, and in the smallest unit."""
    pairs = [(float(one.replace(",", "")), unit) for one, unit in NUMBER.findall(limit)]
    return [{one, one * UNITS.get(unit, 1)} for one, unit in pairs]


def numbers_of(value: object) -> list[float]:
    if isinstance(value, tuple):
        return [number for one in value for number in numbers_of(one)]
    return [value.total_seconds() if isinstance(value, timedelta) else float(value)]


def value_at(file: str, expression: str) -> object:
    """Of a constant in a module, or of a setting, which Django may have the default of."""
    if file == "config/settings.py":
        name, bracket, rest = expression.partition("[")
        found = getattr(settings, name)
        return found[ast.literal_eval(rest.rstrip("]"))] if bracket else found
    module = import_module(file.removesuffix(".py").replace("/", "."))
    return eval(expression, vars(module))  # of a document of ours


def test_every_number_is_the_codes():
    checked, wrong = 0, []
    for row in rows():
        for file, expression in PLACE.findall(row.place):
            told, kept = numbers_told(row.limit), numbers_of(value_at(file, expression))
            checked += 1
            if row.what.startswith("letters about one fault"):
                told = told[1:]  # one, in so many seconds
            if len(kept) > len(told) or any(
                one not in known for one, known in zip(kept, told, strict=False)
            ):
                wrong.append(f"{row.what}: the page says {row.limit}, {file} {kept}")
    assert not wrong
    assert checked > 60


def test_every_row_has_a_test_that_is_there():
    names = {one.name for path in python_files() if "/test_" in path for one in functions(path)}
    named = [(row.what, name) for row in rows() for name in re.findall(r"`(test_\w+)`", row.test)]
    assert not [one for one in named if one[1] not in names]
    assert not {row.what for row in rows()} - {what for what, _name in named}, "needs a test"


def test_no_size_and_no_rate_is_missing():
    sizes = re.findall(r"^(MAX_\w+) = ", (ROOT / "blog/text/size_limits.py").read_text(), re.M)
    places = ("config/settings.py", "config/limits_and_pauses.py")
    text = "\n".join((ROOT / place).read_text() for place in places)
    rates = re.findall(r"^(\w+_RATE_LIMIT|\w+_RATE_LIMITS|\w+_LETTERS\w*|\w+_BYTES) = ", text, re.M)
    kinds = [f'BLOG_RATE_LIMITS["{kind}"]' for kind in settings.BLOG_RATE_LIMITS]
    rates.remove("BLOG_RATE_LIMITS")
    assert (len(sizes), len(rates) > 8) == (22, True)
    assert not [one for one in [*sizes, *rates, *kinds] if f"`{one}`" not in PAGE]
