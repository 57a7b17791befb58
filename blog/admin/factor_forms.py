"""Turning a second factor on and off. Both ask for the password too: an open browser is not
enough."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.accounts.qr_drawing import QrDrawing, draw_qr
from blog.accounts.second_factors import (
    accept_code,
    key_address,
    key_letters,
    key_of_form,
    new_key,
    signed_key,
    turn_on,
)
from blog.admin.login_attempts import CountedAttempts, code_field


class ProofForm(CountedAttempts, forms.Form):
    """The password and a code of who is logged in."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = code_field(gettext_lazy("Code"), is_required=True)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.user = request, request.user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.count_attempt(self.request, self.user.get_username())
        if not self.user.check_password(cleaned["password"]):
            raise forms.ValidationError(_("This is not your password. Nothing was changed."))
        self.count_code(self.user)
        if not self.takes(cleaned["code"]):
            told = _("This code is not right, or it was used already. Wait for the next one.")
            raise forms.ValidationError(told)
        self.take_attempt_back()
        return cleaned

    def takes(self, code: str) -> bool:
        return accept_code(self.user, code)


class NewFactorForm(ProofForm):
    """Has the key that is to be scanned, signed: nothing is stored before a code of it came.
    ``recovery_codes`` are there once it did."""

    signed = forms.CharField(widget=forms.HiddenInput, required=False)
    recovery_codes: list[str] | None = None

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(request, data)
        sent = key_of_form(self.user, (data or {}).get("signed", ""))
        self.has_old_key = data is not None and sent is None
        self.key = sent or new_key()
        self.shown = signed_key(self.user, self.key)

    def takes(self, code: str) -> bool:
        if self.has_old_key:
            raise forms.ValidationError(_("This page was open too long: scan the new key below."))
        self.recovery_codes = turn_on(self.user, self.key, code)
        return self.recovery_codes is not None

    @property
    def letters(self) -> str:
        return key_letters(self.key)

    @property
    def address(self) -> str:
        return key_address(self.user, self.key)

    @property
    def drawing(self) -> QrDrawing:
        return draw_qr(self.address)
