"""A form of the admin that comes when its sender is not logged in any more, or whose token is not
the browser's any more: what was typed goes on from where it was."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from blog.admin.logins import LoginForm
from blog.comments.sending.same_origin import is_same_origin
from blog.views.kept_forms import LOG_IN, form_to_send_again

Handler = Callable[[HttpRequest], HttpResponse]
NAME, PASSWORD, CODE = (f"{LOG_IN}-{field}" for field in ("username", "password", "code"))
NOT_KEPT = {"admin:login", "admin:logout", "admin:password_change"}
SCRIPTED = "X-Requested-With"
"""The header with which scripts of ours send; they say themselves that nobody is logged in."""


class LostSessions:
    """Asks who sends a form of the admin to log in below what they typed, and then takes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        is_kept = request.method == "POST" and "admin" in match.namespaces
        if not is_kept or match.view_name in NOT_KEPT or SCRIPTED in request.headers:
            return None
        form = None
        if NAME in request.POST:
            form = take_login(request)
            if form.is_valid() and not admin.site.has_permission(request):
                login(request, form.get_user())
        if admin.site.has_permission(request):
            return None
        status = 429 if form is not None and form.refusal else 403
        return form_to_send_again(request, status, login=form or LoginForm(request, prefix=LOG_IN))


def take_login(request: HttpRequest) -> LoginForm:
    """The form of a log-in that was sent with another one, which has it no longer."""
    data = request.POST.copy()
    sent = {key: data.pop(key)[-1] for key in (NAME, PASSWORD, CODE) if key in data}
    request.POST = data
    return LoginForm(request, data=sent, prefix=LOG_IN)


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a forged form, and to one of our own pages what was typed, to be sent with
    today's token: another log-in in the same browser changes it."""
    if "csrfmiddlewaretoken" in request.POST and is_same_origin(request):
        return form_to_send_again(request, 403)
    return csrf_failure(request, reason)
