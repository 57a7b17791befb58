"""Editors' notes on papers, rendered by the one renderer (``settings.PAPERS_NOTE_RENDERER``)."""

from blog.markup import POST, render
from blog.scrolling import make_scrollable


def render_note(source: str) -> str:
    """Sanitized HTML, its ids apart from the page's own; raises ``MarkupError``."""
    return make_scrollable(render(source, policy=POST, scope="note-").html)
