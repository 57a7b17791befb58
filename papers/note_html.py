"""The public notes of editors: Markdown, rendered when it is saved.

This app knows no Markdown: ``settings.PAPERS_NOTE_RENDERER`` names the function that turns a
source and a scope for its ids into sanitized HTML, and raises ``ValueError`` with a sentence for
the editor. So imports still go one way, as with ``PAPERS_CHANGED_TASK``.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

FIRST_SCOPE = "note-"
_ahead: ContextVar[dict[tuple[str, str], str] | None] = ContextVar("notes ahead", default=None)


def render_note(source: str, scope: str = FIRST_SCOPE) -> str:
    """Sanitized HTML whose ids begin with the scope; an empty note costs nothing."""
    if not source.strip():
        return ""
    done = (_ahead.get() or {}).get((source, scope))
    return import_string(settings.PAPERS_NOTE_RENDERER)(source, scope) if done is None else done


@contextmanager
def rendered_ahead(source: str, scope: str) -> Iterator[None]:
    """Inside, a note is checked and rendered at once, since that was done here: inside of a
    transaction all other writers would wait for it."""
    done = {}
    with suppress(ValueError):  # ``validate_note`` tells it
        done = {(source, one): render_note(source, one) for one in {FIRST_SCOPE, scope}}
    token = _ahead.set(done)
    try:
        yield
    finally:
        _ahead.reset(token)


def validate_note(source: str) -> None:
    try:
        render_note(source)
    except ValueError as error:
        raise ValidationError(str(error)) from error
