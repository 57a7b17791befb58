"""Whatever happens to a form that is sent, what was typed comes back to whoever typed it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from blog.models import current_site
from blog.server.request_ids import request_id
from papers.records.printable_text import printable

RETRY_SECONDS = 30
TEXTS = {"note": _("Note"), "source": _("text"), "text": _("text"), "title": _("title")}
NOT_TYPED = ("initial-", "seen_fields")  # what forms of the admin say to themselves
CSRF_FIELD = "csrfmiddlewaretoken"  # its page makes a new one
LOG_IN = "log-in"
"""The prefix of the fields of a log-in that was sent with another form: they never come back, and
the form does."""
SHORT = 80
"""Longer values than this, those of several lines, and ``TEXTS`` are shown; others go along."""


def form_to_send_again(
    request: HttpRequest, status: int, login: forms.Form | None = None, is_refused: bool = False
) -> HttpResponse:
    """All that was sent, to be sent again to the same address; the page needs no storage.

    ``status``: 503, the storage failed; 400, it holds what cannot be stored, which is left out
    here; 500, a fault of ours; 403, its token is of before, its sender may not do it, or, with a
    form to ``login``, nobody is logged in (429, after too many attempts).
    """
    fields = pairs_sent(request)
    context = {
        "texts": [(key, TEXTS.get(key, key), text) for key, text in fields if is_text(key, text)],
        "rest": [one for one in fields if not is_text(*one)],
        "files": [file.name for file in request.FILES.values()] if fields else [],
        "status": status,
        "login": login,
        "is_refused": is_refused,
        "has_token": CSRF_FIELD in request.POST,
    }
    response = draw(request, "kept_form.html", context, status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def pairs_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What comes back of a form. One with a password does not come back, nor do files."""
    left_out = (CSRF_FIELD, f"{LOG_IN}-")
    pairs = [
        (printable(key), printable(value))
        for key, values in request.POST.lists()
        for value in values
        if not key.startswith(left_out)
    ]
    return [] if any("password" in key for key, _value in pairs) else pairs


def is_text_for_admin(request: HttpRequest) -> bool:
    """Whether a form of the admin was sent with something that somebody wrote."""
    match = request.resolver_match
    if request.method != "POST" or match is None or "admin" not in match.namespaces:
        return False
    return any(is_text(key, value) for key, value in pairs_sent(request))


def is_text(key: str, value: str) -> bool:
    if not value or key.startswith(NOT_TYPED):
        return False
    return key in TEXTS or len(value) > SHORT or "\n" in value


def draw(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """A page in the site's language, also for what failed before any page was begun; it stands
    though nothing of the site can be read. Its number is that which the log has."""
    context = {**context, "request_id": request_id()}
    try:
        with current_site().speaking():
            return render(request, template, context, status=status)
    except Exception:  # whatever the storage's fault was, the page must not have it again
        return HttpResponse(render_to_string(template, context), status=status)
