"""Logging in to the admin.

Who has a second factor is asked for its code in the same form as for the password, and a wrong one
is refused with the words for a wrong password: nobody learns who has one, or which of the two was
right.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from blog.accounts.event_log import record_event
from blog.accounts.second_factors import accept_code, has_factor
from blog.admin.login_attempts import CountedAttempts, code_field
from blog.models.events import EventKind


class LoginForm(CountedAttempts, AdminAuthenticationForm):
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _(
            "Please enter the correct %(username)s and password for a staff account, and the code "
            "if you turned on a second factor; each code works once. Capitals and small "
            "letters are told apart."
        )
    }
    code = code_field(_("Code, if you turned on a second factor"), is_required=False)

    def clean(self) -> dict[str, Any]:
        self.count_attempt(self.request, self.cleaned_data.get("username", ""))
        cleaned = super().clean()
        if self.user_cache is not None and has_factor(self.user_cache):
            self.check_code(self.user_cache, cleaned.get("code", ""))
        self.take_attempt_back()
        return cleaned

    def check_code(self, user: Any, code: str) -> None:
        if code.strip():
            self.count_code(user)
            if accept_code(user, code):
                return
        record_event(EventKind.REFUSED, user, "code", by="", request=self.request)
        raise self.get_invalid_login_error()


def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin's page."""
    response = admin.site.login(request)
    return told_refusal(response, (getattr(response, "context_data", None) or {}).get("form"))


def told_refusal(response: HttpResponse, form: Any) -> HttpResponse:
    """The answer with a form, with the status and the header of a refusal where there were too
    many attempts (RFC 6585, section 4)."""
    refusal = getattr(form, "refusal", None)
    if refusal is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(refusal.wait)
    return response
