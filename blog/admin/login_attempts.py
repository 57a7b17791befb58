"""Trying passwords and codes: how often, and what is said of too many."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog.accounts.second_factors import spend_code
from blog.comments.moderation.rate_counts import (
    Limit,
    Spending,
    empty_bucket,
    limits_of,
    span_in_words,
    spend_limits,
)
from blog.comments.moderation.sender_hashes import client_address, hash_name, network_of


class CountedAttempts:
    """Of a form with a password: each attempt counts before the password is looked at, which takes
    long on purpose, and a right one is taken back. ``refusal`` is set where there were too many."""

    refusal: Spending | None = None

    def count_attempt(self, request: HttpRequest, username: str) -> None:
        self.limits = login_limits(request, username)
        spent = spend_limits(self.limits)
        if not spent.is_free:
            told = _("Too many attempts to log in. %(when)s No password was looked at.")
            self.refuse(spent, told % {"when": spent})

    def count_code(self, user: Any) -> None:
        """One try of a code, by who sent the right password."""
        spent = spend_code(user)
        if not spent.is_free:
            told = _(
                "Too many codes were tried for this account: the next can be tried in %(wait)s. If "
                "it was not you, somebody has your password: set a new one."
            )
            self.refuse(spent, told % {"wait": span_in_words(spent.wait)})

    def refuse(self, spent: Spending, told: str) -> None:
        self.refusal = spent
        raise forms.ValidationError(told)

    def take_attempt_back(self) -> None:
        for bucket, limit in self.limits.items():
            empty_bucket(bucket, *limit)


def login_limits(request: HttpRequest, username: str) -> dict[str, Limit]:
    """Of one address for one account, and of one address for all of them. An account as such has
    none: its owner gets in from elsewhere, whoever else tries."""
    for_account, for_all = settings.BLOG_LOGIN_RATE_LIMITS
    address = client_address(request) or "unknown"
    network = network_of(address)
    account = f"login {hash_name(f'{username.casefold()} {network}')}"
    return {account: for_account} | limits_of("logins", address, for_all)


def code_field(label: Any, *, is_required: bool) -> forms.CharField:
    """Of an authenticator or a recovery code, which has letters too."""
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, required=is_required, max_length=40, widget=widget)
