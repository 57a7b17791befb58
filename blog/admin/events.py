"""The log of events in the admin, to read: nobody adds, changes or deletes what stands there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Event

HASH_SHOWN = 8


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["created_at", "by", "kind", "subject", "details"]
    list_filter = ["kind"]
    search_fields = ["by", "subject", "details"]
    show_full_result_count = False
    fields = [*list_display, "network"]

    @admin.display(description=_("network"))
    def network(self, event: Event) -> str:
        return event.sender[:HASH_SHOWN]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
