"""Invitations in the admin: made, sent again, taken back by deleting them."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.accounts.invitation_links import make_link, send_invitation
from blog.models import Invitation


class InvitationForm(forms.ModelForm):
    class Meta:
        help_texts: ClassVar = {"groups": gettext_lazy("What they may do.")}
        widgets: ClassVar = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                _("Somebody with this mail address has an account already.")
            )
        if Invitation.objects.open().filter(email__iexact=email).exists():
            told = _("This address is invited already: choose it in the list to send a new link.")
            raise forms.ValidationError(told)
        return email

    def clean(self) -> dict[str, Any]:
        """An account without any right could log in and do nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("groups") and not cleaned.get("is_superuser"):
            self.add_error("groups", _("Choose a group, or tick “Administrator” below."))
        return cleaned


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Of those alone who may give every right: an invitation gives some."""

    form = InvitationForm
    list_display = ["email", "state", "username", "invited_by", "invited_at", "expires_at"]
    search_fields = ["email", "username"]
    fields = ["email", "groups", "is_superuser"]
    actions = ["send_again"]

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return _("accepted")
        return _("open") if invitation.is_open else _("ended")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        obj.invited_by = request.user.get_username()
        super().save_model(request, obj, form, change)
        self.give_link(request, obj)

    def give_link(self, request: HttpRequest, invitation: Invitation) -> None:
        """By a letter; where this site sends none, to copy."""
        if settings.BLOG_SENDS_MAIL:
            send_invitation.enqueue(invitation.pk)
            told = _("A letter with the link goes to %(email)s in a moment.")
            self.message_user(request, told % {"email": invitation.email}, messages.SUCCESS)
            return
        said = _("Send this link to %(email)s; it works once and is shown here only now:")
        link = make_link(invitation)
        said = said % {"email": invitation.email}
        self.message_user(request, format_html("{} <code>{}</code>", said, link))

    @admin.action(
        description=gettext_lazy("Make a new link for the selected invitations"),
        permissions=["add"],
    )
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        waiting = queryset.filter(accepted_at=None).order_by("pk")
        for invitation in waiting:
            self.give_link(request, invitation)
        if not waiting:
            self.message_user(request, _("They were accepted already."), messages.WARNING)
