"""Accounts in the admin: everybody's own, and what administrators do with others'."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from blog.accounts.second_factors import (
    has_factor,
    make_recovery_codes,
    recovery_codes_left,
    turn_off,
)
from blog.accounts.session_endings import end_sessions
from blog.admin.factor_forms import NewFactorForm, ProofForm
from blog.admin.logins import told_refusal
from blog.models import UserSession
from papers.admin.extra_pages import ExtraPages

admin.site.unregister(User)
MOST_SHOWN = 100  # sessions
has_secrets = method_decorator(sensitive_post_parameters())


@admin.register(User)
class UserAdmin(ExtraPages, DjangoUserAdmin):
    list_display = ["username", "email", "second_factor", "is_active", "is_staff", "is_superuser"]
    actions = ["end_all_sessions", "turn_factors_off"]
    readonly_fields = ["last_login", "date_joined"]
    pages = {"account/": "account", "account/factor/": "factor", "account/codes/": "codes"}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = TOTPDevice.objects.filter(user=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_factor=Exists(factors))

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def second_factor(self, user: User) -> bool:
        return user.has_factor

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @admin.action(
        description=gettext_lazy("End all sessions of the selected users"),
        permissions=["superuser"],
    )
    def end_all_sessions(self, request: HttpRequest, queryset: QuerySet) -> None:
        own = request.session.session_key
        count = sum(end_sessions(user, but=own) for user in queryset.order_by("pk"))
        said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Turn off the second factor of the selected users"),
        permissions=["superuser"],
    )
    def turn_factors_off(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Not one's own: that takes a code (``factor_view``)."""
        others = queryset.exclude(pk=request.user.pk).order_by("pk")
        count = sum(turn_off(user) for user in others)
        said = ngettext(
            "%(count)d second factor was turned off.",
            "%(count)d second factors were turned off.",
            count,
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    def account_view(self, request: HttpRequest) -> HttpResponse:
        """Everybody's own: where they are logged in, and their second factor."""
        own = request.session.session_key
        if request.method == "POST":
            end_sessions(request.user, but=own)
            self.message_user(request, _("You are logged out everywhere else."), messages.SUCCESS)
            return redirect("admin:auth_user_account")
        return self.extra_page(
            request,
            "admin/auth/user/account.html",
            _("My account"),
            sessions=UserSession.objects.of_user(request.user).defer("session_data")[:MOST_SHOWN],
            own=own,
            has_factor=has_factor(request.user),
            codes_left=recovery_codes_left(request.user),
        )

    @has_secrets
    def factor_view(self, request: HttpRequest) -> HttpResponse:
        """Turns it on, which ends sessions that were begun without it, or off."""
        is_on = has_factor(request.user)
        if is_on and "signed" in request.POST:  # sent twice, to turn it on
            return redirect("admin:auth_user_account")
        form = (ProofForm if is_on else NewFactorForm)(request, request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self.factor_page(request, form, is_on=is_on)
        if is_on:
            turn_off(request.user)
            self.message_user(request, _("Your second factor is turned off."), messages.SUCCESS)
            return redirect("admin:auth_user_account")
        end_sessions(request.user, but=request.session.session_key)
        return self.codes_page(request, form.recovery_codes)

    @has_secrets
    def codes_view(self, request: HttpRequest) -> HttpResponse:
        """Makes recovery codes anew."""
        if not has_factor(request.user):
            return redirect("admin:auth_user_factor")
        form = ProofForm(request, request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self.codes_page(request, make_recovery_codes(request.user))
        return self.factor_page(request, form, is_on=True, makes_codes=True)

    def factor_page(self, request: HttpRequest, form: ProofForm, **told: bool) -> HttpResponse:
        title = _("New recovery codes") if told.get("makes_codes") else _("Second factor")
        page = self.extra_page(request, "admin/auth/user/factor.html", title, form=form, **told)
        return told_refusal(page, form)

    def codes_page(self, request: HttpRequest, codes: list[str]) -> HttpResponse:
        title = _("Your recovery codes")
        return self.extra_page(request, "admin/auth/user/codes.html", title, codes=codes)
