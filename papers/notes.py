"""The public notes of editors: Markdown, rendered when it is saved.

This app knows no Markdown: ``settings.PAPERS_NOTE_RENDERER`` names the function that turns a
source into sanitized HTML, and raises ``ValueError`` with a sentence for the editor. So imports
still go one way, as with ``PAPERS_CHANGED_TASK``.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string


def render_note(source: str) -> str:
    """Sanitized HTML; an empty note costs nothing."""
    if not source.strip():
        return ""
    return import_string(settings.PAPERS_NOTE_RENDERER)(source)


def validate_note(source: str) -> None:
    try:
        render_note(source)
    except ValueError as error:
        raise ValidationError(str(error)) from error
