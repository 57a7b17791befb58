"""Tools that a sentence says a work's own authors used, and the year in which each came out."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

TOOL_LINE = re.compile(r"(?P<name>\S.*?)[ \t,;:]+(?P<year>\d{4})\s*")
LONGEST_NAME = 60
DONE_WITH = (
    r"(?:use[sd]?|using|utili[sz]e[sd]?|employ(?:s|ed)?|leverage[sd]?|adopt(?:s|ed)?|chose"
    r"|relie[sd] on|rely on|turned to|made use of)"
)
DONE_IN = (
    r"(?:implement(?:s|ed)?|train(?:s|ed)?|buil[dt]s?|wr[io]tes?|coded?|develop(?:s|ed)?|r[ua]n"
    r"|program(?:med)?|evaluated?|fitted|created?)"
)
WORDS = r"(?:[\w’'\-]+ ){0,%d}?"
SUBJECT = (
    r"(?:⟦(?P<work>\d+)⟧(?:'s|’s)?(?: authors)?|\b(?:[Tt]he|[Ii]ts|[Tt]heir)(?: original)?"
    r" (?:authors|researchers)|\b[Tt]hey)"
)
UNSURE = re.compile(
    r"\b(?:not|never|no|without|instead|unlike|would|could|should|might|may|can|cannot|if|later"
    r"|since|today|now|nowadays|recent|subsequent\w*|re-?\w*implement\w*|port\w*|ourselves|you|we|I"
    r"|me|us)\b|n[’']t\b|\?"
)
"""Words that make a sentence say something else than that the authors did it then."""


def parse_tool_years(text: str) -> dict[str, int]:
    """Lines of a name and a year; a comment begins with ``#``. Raises ``ValueError`` with the
    number of a line that is neither."""
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = TOOL_LINE.fullmatch(line)
        if match is None or len(match["name"]) > LONGEST_NAME:
            told = _("Line %(number)d: “%(line)s” is no name and year, as in PyTorch 2016.")
            raise ValueError(told % {"number": number, "line": line.strip()[:80]})
        found[match["name"].strip()] = int(match["year"])
    return found


@cache
def bundled_tool_years() -> Mapping[str, int]:
    source = resources.files("papers.checking").joinpath("tool_years.txt")
    return parse_tool_years(source.read_text(encoding="utf-8"))


def used_tools(form: str, tools: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """The tools that the authors used by a sentence's form (``ProseSentence.form``), each with
    the number of the work where the sentence names it as the one that used it."""
    present = [name for name in tools if name in form]
    if not present or UNSURE.search(form):
        return []
    found = []
    for name in sorted(present, key=len, reverse=True):
        match = _used(name).search(form)
        if match and not any(name in longer for longer, _work in found):
            work = match["work"] or match["work_after"]
            found.append((name, int(work) if work else None))
    return found


@cache
def _used(name: str) -> re.Pattern[str]:
    tool = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    aside = r"(?: \([^()]{0,60}\))?,? "
    after = SUBJECT.replace("<work>", "<work_after>")
    return re.compile(
        rf"{SUBJECT}{aside}{WORDS % 2}(?:{DONE_WITH} {WORDS % 3}{tool}"
        rf"|{DONE_IN} {WORDS % 7}(?:in|with|using|on top of|on|by means of|via) {WORDS % 2}{tool})"
        rf"|\b(?:[Uu]sing|[Ww]ith|[Vv]ia) {tool},? {after} {WORDS % 2}{DONE_IN}"
    )
