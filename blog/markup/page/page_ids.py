"""Ids of the pages on which a text stands, which no heading, note or attribute of it may take.

`## Comments` would else lead `#comments` to itself, and a form or a script to the wrong place.
"""

import re

from blog.text.word_sets import word_set
from papers.records.finished_html import TAG

PAGE_IDS = word_set(
    """
    cite-this comments comments-title content corrections corrections-title quote-parts
    related-posts works-cited works-cited-title write
    """
)
"""Those that a post's template writes, and what it includes (a test compares them)."""

PAGE_ID_FORMS = re.compile(
    r"comment-(?:form-.+|[0-9a-f-]*\d[0-9a-f-]*)|correction-\d+|cite-.+-\d+|work-.*\d.*"
)
"""Those that hold a number or a citekey: of comments, citations and the list of works."""

OWN = "text-"  # stands before an id of the text that the page has

_ID = re.compile(r'(\sid=")([^"]+)(")')
_USE = re.compile(r'(\shref="#)([^"]+)(")')


def is_page_id(name: str) -> bool:
    """Whether an id is the page's."""
    return name in PAGE_IDS or PAGE_ID_FORMS.fullmatch(name) is not None


def free_page_ids(html: str) -> str:
    """Sanitized HTML of a text whose ids leave the page's alone, with its links to them."""
    with_id = (tag[3] for tag in TAG.finditer(html) if ' id="' in tag[3])
    ids = {found[2] for attributes in with_id for found in _ID.finditer(attributes)}
    new: dict[str, str] = {}
    for name in sorted(filter(is_page_id, ids)):
        free = OWN + name
        while free in ids:
            free += "-"
        ids.add(free)
        new[name] = free
    if not new:
        return html

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{new.get(found[2], found[2])}{found[3]}"

    return TAG.sub(lambda tag: _USE.sub(put, _ID.sub(put, tag[0])), html)
