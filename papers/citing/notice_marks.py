"""The marks that stand at each citation of a work that was retracted, or the like: a shape and a
word, in the stored text."""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from papers.citing.mentions import Mention
from papers.citing.restyled_text import MARK_ELEMENT
from papers.models import Paper

_OPENED = re.compile(r'<(a|span|h[1-6])((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*>')
_ID = re.compile(r'\sid="([^"]*)"')


def notice_marks(papers: Iterable[Paper]) -> dict[str, str]:
    """The marks by the keys of the papers that have one."""
    return {paper.key: mark_html(paper) for paper in papers if paper.has_warning}


def mark_html(paper: Paper) -> str:
    shape, word = escape(paper.notice_shape), escape(str(paper.get_notice_display()))
    return f' <small class="notice-mark"><span aria-hidden="true">{shape}</span> {word}</small>'


def without_marks(html: str) -> str:
    """What an author wrote: sentences that are quoted elsewhere have no marks of ours."""
    return MARK_ELEMENT.sub("", html)


def put_marks(html: str, mentions: Iterable[Mention], marks: Mapping[str, str]) -> str:
    """The HTML with a mark behind each link and title that leads to a marked work; citations by key
    have theirs already."""
    wanted = {
        one.anchor: marks[one.work.key]
        for one in mentions
        if one.mark is None and one.is_confirmed and one.work.key in marks
    }
    if not wanted:
        return html
    parts, done = [], 0
    for match in _OPENED.finditer(html):
        named = _ID.search(match[2])
        mark = wanted.pop(unescape(named[1]), "") if named else ""
        if not mark:
            continue
        is_empty = match[1] == "span"  # the place of a title that cannot be a link
        end = match.end() if is_empty else html.find(f"</{match[1]}>", match.end())
        if end < 0:
            continue
        end += 0 if match[1].startswith("h") else len(f"</{match[1]}>")
        parts += [html[done:end], mark]
        done = end
    return "".join([*parts, html[done:]])
