"""Footnotes beside their text: a page's stored HTML with each note in the paragraph that calls it.

Stored HTML keeps its notes in a list at its end, as feeds, exports and other programs want them. On
a page a note of one paragraph stands as a ``<span class="note">`` where the paragraph ends that has
its mark, so that CSS can set it into the margin or under the paragraph, and it is read out there.
What cannot stand in a paragraph (a note of two, a list, code), and what is called from a heading, a
table, a figure or another note, stays in the list under its number.

This is the sanitizer's own writing: every ``<`` starts a tag, every attribute has double quotes.
"""

import re
from dataclasses import dataclass

from blog.markup.page.plain_text import BREAKS
from blog.text.word_sets import word_set
from papers.records.finished_html import TAG

SECTION = '<section class="footnotes" role="doc-endnotes">'
MARK = re.compile(r'<a href="#([^"]*)" class="footnote" role="doc-noteref">')
HOLDERS = word_set("p li dd")
CLOSED = word_set("h1 h2 h3 h4 h5 h6 table figure pre summary a nav aside details")
"""From inside of these no note can reach the margin, or its mark is shown elsewhere too."""
FOLLOWED = BREAKS | CLOSED
LIST = re.compile(r'<ol(?: start="(\d{1,9})")?>')
ITEM_ID = re.compile(r' id="([^"]*)"')
PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)


@dataclass(frozen=True)
class SideNote:
    """An item of the list: its id, its number, its content and the whole of it."""

    identity: str
    number: int
    content: str

    @property
    def words(self) -> str | None:
        """Its one paragraph; None where it is more."""
        match = PARAGRAPH.fullmatch(self.content)
        inside = match[1] if match else ""
        blocks = any(tag[2] in BREAKS for tag in TAG.finditer(inside))
        return None if blocks or not inside else inside


def notes_beside(body: str) -> str:
    """The HTML of a text with its notes where their marks are. Time grows with the text."""
    start = body.rfind(SECTION)
    if start < 0:
        return body
    text, end = body[:start], body[start:]
    found = notes_of_section(end)
    if found is None:
        return body
    notes, after = found
    places = places_of_marks(text, {note.identity for note in notes if note.words})
    written, done = [], 0
    for note in sorted(notes, key=lambda note: (places.get(note.identity, 0), note.number)):
        if note.identity in places:
            place = places[note.identity]
            written += [text[done:place], as_span(note)]
            done = place
    rest = [note for note in notes if note.identity not in places]
    return "".join([*written, text[done:], as_list(rest), after])


def notes_of_section(markup: str) -> tuple[list[SideNote], str] | None:
    """The notes of the section that this begins with, and what follows it; None where it is not
    written as ours is."""
    opening = LIST.match(markup, len(SECTION)) or LIST.search(markup, 0, len(SECTION) + 80)
    if opening is None:
        return None
    notes: list[SideNote] = []
    number = int(opening[1] or 1)
    depth, begun, identity = 0, 0, ""
    for tag in TAG.finditer(markup, opening.end()):
        if tag[2] not in ("li", "ol", "ul"):
            continue
        depth += -1 if tag[1] else 1
        if depth < 0:
            closing = markup.find("</section>", tag.end())
            return (notes, markup[closing + len("</section>") :]) if closing >= 0 else None
        if tag[2] == "li" and depth == 1 and not tag[1]:
            named = ITEM_ID.search(tag[3])
            begun, identity = tag.end(), named[1] if named else ""
        elif tag[2] == "li" and depth == 0 and tag[1]:
            notes.append(SideNote(identity, number + len(notes), markup[begun : tag.start()]))
    return None


def places_of_marks(text: str, wanted: set[str]) -> dict[str, int]:
    """Where the paragraph ends that has a note's first mark, for those that are in one."""
    places: dict[str, int] = {}
    waiting: list[str] = []
    seen: set[str] = set()
    open_tags: list[str] = []
    for tag in TAG.finditer(text):
        name = tag[2]
        if name in BREAKS:
            places.update(dict.fromkeys(waiting, tag.start()))
            waiting = []
        elif mark := MARK.match(tag[0]):
            if mark[1] in wanted and mark[1] not in seen and can_hold(open_tags):
                waiting.append(mark[1])
            seen.add(mark[1])
        if name not in FOLLOWED:
            continue
        if not tag[1] and name != "hr":
            open_tags.append(name)
        elif name in open_tags:
            while open_tags.pop() != name:
                pass
    return places


def can_hold(open_tags: list[str]) -> bool:
    blocks = [name for name in open_tags if name in BREAKS]
    return bool(blocks) and blocks[-1] in HOLDERS and CLOSED.isdisjoint(open_tags)


def as_span(note: SideNote) -> str:
    return (
        f'<span class="note" role="note" id="{note.identity}">'
        f'<span class="number">{note.number}</span> {note.words}</span>'
    )


def as_list(notes: list[SideNote]) -> str:
    items = "".join(
        f'<li id="{note.identity}" value="{note.number}">{note.content}</li>\n' for note in notes
    )
    return f"{SECTION}\n<ol>\n{items}</ol>\n</section>" if notes else ""
