"""Editors' notes on papers, rendered by the one renderer (``settings.PAPERS_NOTE_RENDERER``)."""

from blog.markup import POST, render
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import current_site, kept_pictures


def render_note(source: str, scope: str) -> str:
    """Sanitized HTML, its ids begun with ``scope``; raises ``MarkupError``."""
    given = {"macros": current_site().tex_macros, "kept_pictures": kept_pictures}
    return make_scrollable(render(source, policy=POST, scope=scope, **given).html)
