"""The marks that stand at each citation of a work that was retracted, or the like: a shape and a
word, in the stored text."""

from collections.abc import Iterable, Mapping
from html import escape

from papers.citing.mentions import Mention
from papers.models import Paper
from papers.records.finished_html import TAG, tag_attributes

_MARKED = frozenset({"a", "span", "h1", "h2", "h3", "h4", "h5", "h6"})


def notice_marks(papers: Iterable[Paper]) -> dict[str, str]:
    """The marks by the keys of the papers that have one."""
    return {paper.key: mark_html(paper) for paper in papers if paper.has_warning}


def mark_html(paper: Paper) -> str:
    shape, word = escape(paper.notice_shape), escape(str(paper.get_notice_display()))
    return f' <small class="notice-mark"><span aria-hidden="true">{shape}</span> {word}</small>'


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
    for match in TAG.finditer(html):
        name = match[2]
        named = tag_attributes(match[3]) if name in _MARKED and not match[1] else {}
        mark = wanted.pop(named.get("id", ""), "")
        if not mark:
            continue
        is_empty = name == "span"  # the place of a title that cannot be a link
        end = match.end() if is_empty else html.find(f"</{name}>", match.end())
        if end < 0:
            continue
        end += 0 if name.startswith("h") else len(f"</{name}>")
        parts += [html[done:end], mark]
        done = end
    return "".join([*parts, html[done:]])
