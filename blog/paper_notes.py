"""Editors' notes on papers, rendered by the one renderer (``settings.PAPERS_NOTE_RENDERER``)."""

from blog.markup import POST, render
from blog.markup.page.scroll_frames import make_scrollable


def render_note(source: str, scope: str) -> str:
    """Sanitized HTML, its ids begun with ``scope``; raises ``MarkupError``."""
    return make_scrollable(render(source, policy=POST, scope=scope).html)
