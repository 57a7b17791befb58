"""Logging in to the admin: wrong passwords are limited in rate, and nobody is locked out by
somebody else's."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from blog.comments.moderation.rate_limits import (
    Limit,
    Spending,
    empty_bucket,
    limits_of,
    spend_limits,
)
from blog.comments.moderation.sender_hashes import client_address, hash_name, network_of


class LoginForm(AdminAuthenticationForm):
    """Counts an attempt before the password is looked at, which takes long on purpose; one with
    the right password is taken back."""

    refusal: Spending | None = None

    def clean(self) -> dict[str, Any]:
        limits = login_limits(self.request, self.cleaned_data.get("username", ""))
        spent = spend_limits(limits)
        if not spent.is_free:
            self.refusal = spent
            told = _("Too many attempts to log in. %(when)s No password was looked at.")
            raise forms.ValidationError(told % {"when": spent})
        cleaned = super().clean()
        for bucket, limit in limits.items():
            empty_bucket(bucket, *limit)
        return cleaned


def login_limits(request: HttpRequest, username: str) -> dict[str, Limit]:
    """Of one address for one account, and of one address for all of them. An account as such has
    none: its owner gets in from elsewhere, whoever else tries."""
    for_account, for_all = settings.BLOG_LOGIN_RATE_LIMITS
    address = client_address(request) or "unknown"
    network = network_of(address)
    account = f"login {hash_name(f'{username.casefold()} {network}')}"
    return {account: for_account} | limits_of("logins", address, for_all)


def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin's page, with the status and the header of a refusal (RFC 6585, section 4)."""
    response = admin.site.login(request)
    form = getattr(response, "context_data", None) and response.context_data.get("form")
    if isinstance(form, LoginForm) and form.refusal is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(form.refusal.wait)
    return response
