"""Bans, and the log of what moderators did."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin.decision_buttons import undone
from blog.admin.moment_field import TYPED_MOMENTS
from blog.comments.moderation.bans import ban_address, normal_ban_value
from blog.comments.moderation.decisions import note_act
from blog.models import Act, Ban
from blog.models.comments import CommentState
from blog.models.moderation import ActKind, BanKind
from papers.admin.concurrent_edits import MeanwhileAdmin
from papers.admin.read_only_rows import ReadOnlyRows


class BanForm(forms.ModelForm):
    """Takes an IP address as it is, and keeps its hash."""

    class Meta:
        model = Ban
        fields = ["kind", "value", "outcome", "expires_at", "note"]
        help_texts = {
            "value": _(
                "203.0.113.7 or 2001:db8::1; ada@example.org or @example.org; example.org; or "
                "words, which are found whole and in any case."
            ),
            "expires_at": _("Empty: for good. An IP address is known for some days only."),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        kind = values.get("kind") or self.instance.kind  # that of a ban which is there stays
        if kind and values.get("value"):
            try:
                self.clean_value_of(kind, values)
            except ValidationError as error:
                self.add_error("value", error)
            else:
                self.instance.kind = kind
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """The database wants each ban once, whether its kind can be chosen here or not."""
        return super()._get_validation_exclusions() - {"kind"}

    def clean_value_of(self, kind: str, values: dict[str, Any]) -> None:
        if kind != BanKind.SENDER:
            values["value"] = normal_ban_value(kind, values["value"])
            return
        values["value"], end = ban_address(values["value"])
        values["expires_at"] = min(values.get("expires_at") or end, end)


@admin.register(Ban)
class BanAdmin(MeanwhileAdmin):
    """A ban is made or lifted; one of an IP address shows no address, for none is stored."""

    form = BanForm
    formfield_overrides = TYPED_MOMENTS
    list_display = ["__str__", "outcome", "note", "made_by", "created_at", "expires_at"]
    list_filter = ["kind", "outcome"]
    list_select_related = ["made_by"]
    search_fields = ["value", "note"]
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Ban | None = None) -> list[str]:
        return ["kind"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Ban | None = None) -> list[str]:
        if obj and obj.kind == BanKind.SENDER:
            return ["kind", "outcome", "note"]
        return ["kind", "value", "outcome", "expires_at", "note"]

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
        note_act(ActKind.BAN, request.user, None, f"{obj.get_kind_display()} ({obj.pk})")

    def delete_model(self, request: HttpRequest, obj: Ban) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for ban in queryset:
            note_act(ActKind.LIFT, request.user, None, f"{ban.get_kind_display()} ({ban.pk})")
            ban.delete()


@admin.register(Act)
class ActAdmin(ReadOnlyRows):
    """Who did what and when, for reading; a decision can be undone from here too."""

    list_display = ["at", "by_name", "what", "about", "note", "undone_at"]
    list_filter = ["kind", "by_name"]
    list_display_links = None
    search_fields = ["=number"]
    actions = ["undo"]
    show_full_result_count = False

    @admin.display(description=_("act"), ordering="kind")
    def what(self, act: Act) -> str:
        words = act.get_kind_display()
        if not act.after:
            return words
        before, after = (CommentState(state).label for state in (act.before, act.after))
        return f"{words}: {before} → {after}"

    @admin.display(description=_("comment"), ordering="number")
    def about(self, act: Act) -> str:
        if act.comment_id is None:
            return str(act.number or "")
        address = reverse("admin:blog_comment_change", args=[act.comment_id])
        return format_html('<a href="{}">{}</a>', address, act.number)

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("blog.change_comment")

    @admin.action(description=_("Undo the selected acts"), permissions=["undo"])
    def undo(self, request: HttpRequest, queryset: QuerySet) -> None:
        for batch in queryset.order_by("batch").values_list("batch", flat=True).distinct():
            self.message_user(request, undone(request, str(batch)))
