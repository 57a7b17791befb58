"""Editors' notes on papers, rendered by the one renderer (``settings.PAPERS_NOTE_RENDERER``)."""

from blog.markup import POST, render
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import current_site


def render_note(source: str, scope: str) -> str:
    """Sanitized HTML, its ids begun with ``scope``; raises ``MarkupError``."""
    macros = current_site().tex_macros
    return make_scrollable(render(source, policy=POST, scope=scope, macros=macros).html)
