"""What an author should look at in a text, by its source and its finished HTML: pictures, headings,
names and notes. No Django here, so a finding holds no sentence: what is told of each kind stands in
``blog/writing/check_findings.py``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from blog.markup.page.page_ids import is_page_id
from papers.records.finished_html import TAG, tag_attributes, without_tags

DECORATIVE = frozenset({"presentation", "none"})
"""Roles of a picture that tells nothing which the text does not tell."""
DECORATIVE_CLASS = "decorative"
EMPTY_ON_PURPOSE = re.compile(r"<img\b(?=[^>]*\balt\s*=\s*(?:\"\"|''))[^>]*>", re.I)
"""HTML's own way to say it; Markdown's ``![](address)`` may as well be forgotten words."""
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.S)
NOTE_MADE = re.compile(r"(?:fn|fnref):")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
SHARP = re.compile(r" {0,3}#{1,6}(?:\s|$)")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
NOTE_DEFINED = re.compile(r" {0,3}\[\^([\w:.-]+)\]:")
NOTE_MARK = re.compile(r"(?<!\\)\[\^([\w:.-]+)\](?!:)")
NOTE_SHOWN = re.compile(r"\[\^([\w:.-]+)\]")
MOST_FOUND = 100  # by one check: no author is shown more, and each has a line to be looked for
WORDS_ALIKE = 4
MOST_STARTS = 30
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


class FindingKind(StrEnum):
    """What a finding is about. ``blog/writing`` finds those that need the library or the site."""

    KEY = "key"
    UNKNOWN_WORK = "unknown-work"
    REFUSED_WORK = "refused-work"
    TEXTLESS = "textless"
    MISSING_PICTURE = "missing-picture"
    ELSEWHERE = "elsewhere"
    LINK = "link"
    PLACE = "place"
    NOT_PUBLIC = "not-public"
    SKIPPED = "skipped"
    TWICE = "twice"
    NOTE_TWICE = "note-twice"
    NOTE_UNUSED = "note-unused"
    NOTE_MISSING = "note-missing"
    BYLINE = "byline"
    NEAR_TAG = "near-tag"
    PROBLEM = "problem"
    FACT = "fact"


@dataclass(frozen=True)
class Finding:
    """``line`` counts from 1, or is None where it is not known; ``words`` name what is meant (an
    address, a heading, a key), or are a whole sentence where another part of the site wrote it."""

    kind: FindingKind
    line: int | None
    words: str = ""


class SourceLines:
    """A text's lines, and where in it things stand."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = source.split("\n")
        self.asked: Counter[str] = Counter()

    def line_of(self, words: str) -> int | None:
        place = self.source.find(words) if words else -1
        return self.source.count("\n", 0, place) + 1 if place >= 0 else None

    def next_line_of(self, words: str) -> int | None:
        """The line of the place behind the one that was told before; the last one again."""
        place = self.source.find(words, self.asked[words]) if words else -1
        if place < 0:
            return self.line_of(words)
        self.asked[words] = place + len(words)
        return self.source.count("\n", 0, place) + 1

    def line_of_sentence(self, sentence: str) -> int | None:
        """Where a sentence as readers see it stands: by the first few of its words that are written
        so in the source, in which citations and marks stand between."""
        words = sentence.split()
        for start in range(max(1, min(len(words) - WORDS_ALIKE + 1, MOST_STARTS))):
            some = words[start : start + WORDS_ALIKE]
            found = re.search(r"\s+".join(map(re.escape, some)), self.source) if some else None
            if found:
                return self.source.count("\n", 0, found.start()) + 1
        return None

    def outside_code(self) -> Iterator[tuple[int, str]]:
        """The numbered lines that stand in no fenced block."""
        fence = ""
        for number, line in enumerate(self.lines, start=1):
            match = FENCE.match(line)
            if fence:
                is_end = match and match[1].startswith(fence) and not line.strip(" `~\t")
                fence = "" if is_end else fence
            elif match:
                fence = match[1]
            else:
                yield number, line


def pictures_without_words(source: str, html: str) -> Iterator[Finding]:
    """Pictures that nobody described, and of which nobody said that they only decorate."""
    lines = SourceLines(source)
    meant = " ".join(EMPTY_ON_PURPOSE.findall(source))
    for values in pictures_in(html):
        address = values.get("src", "")
        line = lines.next_line_of(address)
        has_words = values.get("alt", "").strip() or is_decorative(values)
        if not has_words and not (address and address in meant):
            yield Finding(FindingKind.TEXTLESS, line, address)


def pictures_in(html: str) -> list[dict[str, str]]:
    """The attributes of each picture of finished HTML, in order."""
    return [tag_attributes(tag[0]) for tag in TAG.finditer(html) if tag[2] == "img"]


def is_decorative(values: dict[str, str]) -> bool:
    classes = values.get("class", "").split()
    is_hidden = values.get("aria-hidden") == "true"
    return is_hidden or values.get("role") in DECORATIVE or DECORATIVE_CLASS in classes


def skipped_levels(source: str, html: str) -> Iterator[Finding]:
    """Headings more than one level below the one before them."""
    found = [(int(one[1]), heading_words(one[2])) for one in HEADING.finditer(html)]
    lines = heading_lines(source)
    known = lines if len(lines) == len(found) else []
    last = 0
    for number, (level, words) in enumerate(found):
        if last and level > last + 1:
            line = known[number] if known else SourceLines(source).line_of(words)
            yield Finding(FindingKind.SKIPPED, line, words)
        last = level


def heading_lines(source: str) -> list[int]:
    """The lines where Markdown's headings stand."""
    found, before = [], ""
    for number, line in SourceLines(source).outside_code():
        if SHARP.match(line):
            found.append(number)
        elif UNDERLINE.match(line) and is_words(before):
            found.append(number - 1)
        before = line
    return found


def is_words(line: str) -> bool:
    return bool(line.strip()) and not SHARP.match(line) and "|" not in line


def heading_words(html: str) -> str:
    """The words of a heading, without the marks of its notes."""
    return " ".join(tag_words(re.sub(r"<sup id=\"fnref:.*?</sup>", "", html)).split())


def tag_words(html: str) -> str:
    return without_tags(html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def names_given_twice(source: str, html: str) -> Iterator[Finding]:
    """Ids that stand on two elements: a link leads to the first of them alone."""
    lines = SourceLines(source)
    for name, times in Counter(ids_in(html)).items():
        if times > 1:
            yield Finding(FindingKind.TWICE, second_line(lines, name), name)


def ids_in(html: str) -> Iterator[str]:
    """The names of a finished text's elements, in order."""
    for tag in TAG.finditer(html):
        if ' id="' in tag[3] and (name := tag_attributes(tag[0])["id"]):
            yield name


def second_line(lines: SourceLines, name: str) -> int | None:
    """Where a name is given for the second time."""
    in_tex = r"\s+".join(map(re.escape, name.split("-")))  # which has blanks for hyphens
    given = re.compile(
        rf"(?:#|\bid\s*=\s*[\"']?){re.escape(name)}(?![\w-])"
        rf"|\\label\s*\{{\s*(?:{re.escape(name)}|{in_tex})\s*\}}"
    )
    places = (number for number, line in enumerate(lines.lines, start=1) if given.search(line))
    first_two = [*islice(places, 2)]
    return first_two[-1] if first_two else None


def doubtful_notes(source: str, html: str) -> Iterator[Finding]:
    """Notes that are written twice, of which readers see the first; that no mark names, which
    nobody sees; and marks without a note, which stay as they are written."""
    defined: dict[str, int] = {}
    marked: dict[str, int] = {}
    for number, line in SourceLines(source).outside_code():
        if match := NOTE_DEFINED.match(line):
            if match[1] in defined:
                yield Finding(FindingKind.NOTE_TWICE, number, match[1])
            defined.setdefault(match[1], number)
            line = line[match.end() :]
        for mark in NOTE_MARK.findall(CODE.sub("", line)):
            marked.setdefault(mark, number)
    for name, number in defined.items():
        if name not in marked:
            yield Finding(FindingKind.NOTE_UNUSED, number, name)
    lacking = {name: number for name, number in marked.items() if name not in defined}
    shown = set(NOTE_SHOWN.findall(tag_words(html))) if lacking else ()
    for name, number in lacking.items():
        if name in shown:
            yield Finding(FindingKind.NOTE_MISSING, number, name)


def places_not_here(source: str, html: str) -> Iterator[Finding]:
    """Links to a place of the same text that is not in it."""
    tags = (tag_attributes(tag[0]) for tag in TAG.finditer(html) if tag[2] == "a")
    wanted = (values.get("href", "") for values in tags)
    ids, lines = set(ids_in(html)), SourceLines(source)
    for address in dict.fromkeys(wanted):
        name = address.removeprefix("#")
        is_made = is_page_id(name) or NOTE_MADE.match(name)
        if address.startswith("#") and name and name not in ids and not is_made:
            yield Finding(FindingKind.PLACE, lines.line_of(address), address)


TextCheck = Callable[[str, str], Iterable[Finding]]
TEXT_CHECKS: tuple[TextCheck, ...] = (
    pictures_without_words,
    skipped_levels,
    names_given_twice,
    doubtful_notes,
    places_not_here,
)
"""Each takes a text's source and its finished HTML."""


def check_text(source: str, html: str, *, is_html: bool = False) -> list[Finding]:
    """What they find, each ``MOST_FOUND`` at the most; of a text that ``is_html`` there are no
    Markdown notes."""
    checks = [one for one in TEXT_CHECKS if not (is_html and one is doubtful_notes)]
    return [found for check in checks for found in islice(check(source, html), MOST_FOUND)]
