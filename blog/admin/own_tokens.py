"""The tokens of the user who is logged in: made, listed, revoked. A secret is shown once, in the
answer to the form that made it, and nowhere else."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from blog.api.api_access import MOST_TOKENS, make_api_token
from blog.models import ApiToken
from blog.models.writing_rights import WRITES_POSTS, has_one_of
from papers.admin.extra_pages import ExtraPages
from papers.queries.row_numbers import row_number
from papers.site_values import absolute_url

DAYS = (7, 30, 90, 365)
REVOKE = "_revoke"
NAMED_ONCE = gettext_lazy("You have a token of this name. Revoke it first, or choose another name.")


class TokenForm(forms.ModelForm):
    """Of a user's new token; sent again, it finds the one that it made."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Good for"),
        coerce=int,
        initial=90,
        choices=[(n, ngettext_lazy("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS],
    )

    class Meta:
        model = ApiToken
        fields = ["name"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        own = ApiToken.objects.filter(user=self.instance.user)
        if own.filter(name=name).exists():
            raise forms.ValidationError(NAMED_ONCE)
        if own.count() >= MOST_TOKENS:
            said = _("You have %(n)d tokens: revoke one that is not used any more.")
            raise forms.ValidationError(said % {"n": MOST_TOKENS})
        return name

    def make(self) -> str:
        """The secret of the new token; empty where another form took its name in this moment."""
        token = self.instance
        token.expires_at = timezone.now() + timedelta(days=self.cleaned_data["days"])
        try:
            with transaction.atomic():
                return make_api_token(token)
        except IntegrityError:
            self.add_error("name", NAMED_ONCE)
            return ""


class GivingTokens(ExtraPages):
    """For who writes posts; nobody sees the tokens of somebody else."""

    pages = {"mine/tokens/": "tokens"}

    def tokens_view(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not has_one_of(user, WRITES_POSTS):
            raise PermissionDenied
        if REVOKE in request.POST:
            self.revoke_token(request, request.POST[REVOKE])
            return redirect("admin:blog_author_tokens")
        form = TokenForm(request.POST or None, instance=ApiToken(user=user))
        secret = form.make() if request.method == "POST" and form.is_valid() else ""
        if secret:
            self.log_addition(request, form.instance, _("Token made"))
            form = TokenForm()
        return self.extra_page(
            request,
            "admin/blog/author/tokens.html",
            _("Tokens for programs"),
            form=form,
            secret=secret,
            tokens=ApiToken.objects.filter(user=user),
            now=timezone.now(),
            revoke=REVOKE,
            site_address=absolute_url("/").rstrip("/"),
        )

    def revoke_token(self, request: HttpRequest, written: str) -> None:
        pk = row_number(written)
        own = ApiToken.objects.filter(user=request.user, pk=pk) if pk is not None else None
        token: Any = own.first() if own is not None else None
        if token is not None:
            self.log_deletions(request, own)
            own.delete()
        self.message_user(request, _("The token has ended."), messages.SUCCESS)
