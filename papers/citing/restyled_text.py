"""Citations as HTML, and a stored text with its citations in another style. No Django here.

A text is stored with its citations in its own style, each in an element that has its number. For a
reader who chooses another style they are replaced by those that are stored for it: nothing is
formatted, and the time grows with the text.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from papers.citing.citation_marks import RAISED, STAND_INS
from papers.citing.formatted_citations import HREF, LINK

OPENING = re.compile(r'<span (data-apart )?class="citations" data-place="(\d{1,6})">')
SPAN = re.compile(r"<(/?)span\b[^<>]*>")
MARK_ELEMENT = re.compile(r'\s?<small class="notice-mark">.*?</small>')
"""What warns of a work that was retracted, or the like; ``notice_marks`` writes it."""
MARKED = re.compile(
    r'(?:href="#work-([^"]*)">(?:(?!</a>).)*</a>|id="cite-([^"]*)-\d+"></span>)'
    rf"({MARK_ELEMENT.pattern})",
    re.DOTALL,
)
ANCHOR = re.compile(r' id="(cite-[^"]*)"')


def place_html(
    place: str,
    tags: Mapping[str, str],
    anchors: Mapping[str, list[str]],
    marks: Mapping[str, str],
    scope: str,
    number: int,
) -> str:
    """One formatted citation as HTML, every work linked to its entry and followed by its mark, if
    it was retracted or the like. ``anchors`` are ids that the works are to have and ``marks`` their
    marks, by key; the ids are taken out."""

    def link(match: re.Match[str]) -> str:
        key = html.unescape(match[1])
        waiting = anchors.get(key)
        name = f' id="{html.escape(waiting.pop(0))}"' if waiting else ""
        opening = f'<a class="citation"{name} href="#{scope}{HREF[1:]}{match[1]}">'
        return f"{opening}{match[2]}</a>{marks.get(key, '')}"

    text = LINK.sub(link, place)
    text = STAND_INS.sub(lambda match: tags.get(match[0], ""), text)
    for key, names in anchors.items():  # 2 in [1–3] is not written
        places = "".join(f'<span id="{html.escape(name)}"></span>' for name in names)
        text += places + (marks.get(key, "") if names else "")
    return f'<span class="citations" data-place="{number}">{text}</span>'


def restyle(body: str, places: Sequence[str], tags: Sequence[Mapping[str, str]]) -> str:
    """A post's stored HTML with its citations as ``places`` have them, by their numbers."""
    parts: list[str] = []
    done = 0
    for opening in OPENING.finditer(body):
        number = int(opening[2])
        if opening.start() < done or number >= len(places) or not places[number]:
            continue
        end = _end(body, opening.end())
        anchors = _anchors(ANCHOR.findall(body, opening.end(), end))
        marks = _marks(body[opening.end() : end])
        made = place_html(places[number], tags[number], anchors, marks, "", number)
        before = body[done : opening.start()]
        if RAISED.match(made):
            before = before[:-1] if before[-1:] in (" ", "\n") else before
        elif opening[1]:
            before += " "
        parts += [before, made]
        done = end
    return "".join(parts) + body[done:]


def _end(body: str, start: int) -> int:
    """Where the element ends whose content begins at ``start``."""
    depth = 1
    for tag in SPAN.finditer(body, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(body)


def _marks(citation: str) -> dict[str, str]:
    """The marks that stand in a citation behind the works that they warn of, by key."""
    found = MARKED.finditer(citation)
    return {html.unescape(one[1] or one[2]): one[3] for one in found}


def _anchors(names: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the works' mentions, ``cite-KEY-2``, by key."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in map(html.unescape, names):
        found[name.removeprefix("cite-").rpartition("-")[0]].append(name)
    return found
