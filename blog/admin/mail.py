"""Readers' mail addresses and what was mailed."""

from django.contrib import admin
from django.http import HttpRequest

from blog.admin.moment_field import TYPED_MOMENTS
from blog.models import Letter, MailAddress, Subscription
from papers.admin.concurrent_edits import SeenAdmin, SeenRows


class SubscriptionInline(SeenRows):
    model = Subscription
    formfield_overrides = TYPED_MOMENTS
    fields = ["comment", "wish", "confirmed_at", "ended_at"]
    readonly_fields = ["comment", "wish", "confirmed_at"]

    def has_add_permission(self, *_args) -> bool:
        return False


@admin.register(MailAddress)
class MailAddressAdmin(SeenAdmin):
    """An address can be refused or erased here; only its owner can verify it."""

    formfield_overrides = TYPED_MOMENTS
    list_display = ["address", "verified_at", "refused_at"]
    search_fields = ["address"]
    readonly_fields = ["address", "verified_at", "created_at"]
    fields = ["address", "verified_at", "refused_at", "created_at"]
    inlines = [SubscriptionInline]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """What was mailed to whom, for reading only."""

    list_display = ["address", "kind", "created_at", "sent_at", "attempts", "outcome"]
    list_filter = ["kind"]
    search_fields = ["address"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
