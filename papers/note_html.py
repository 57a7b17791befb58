"""The public notes of editors: Markdown, rendered when it is saved.

This app knows no Markdown: ``settings.PAPERS_NOTE_RENDERER`` names the function that turns a
source and a scope for its ids into sanitized HTML, and raises ``ValueError`` with a sentence for
the editor. So imports still go one way, as with ``PAPERS_CHANGED_TASK``.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string


def render_note(source: str, scope: str = "note-") -> str:
    """Sanitized HTML whose ids begin with the scope; an empty note costs nothing."""
    if not source.strip():
        return ""
    return import_string(settings.PAPERS_NOTE_RENDERER)(source, scope)


def validate_note(source: str) -> None:
    try:
        render_note(source)
    except ValueError as error:
        raise ValidationError(str(error)) from error
