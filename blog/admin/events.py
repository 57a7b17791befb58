"""The log of events in the admin, to read: nobody adds, changes or deletes what stands there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.models import Event
from papers.admin.read_only_rows import ReadOnlyRows

HASH_SHOWN = 8


@admin.register(Event)
class EventAdmin(ReadOnlyRows):
    list_display = ["created_at", "by", "kind", "subject", "details"]
    list_filter = ["kind"]
    search_fields = ["by", "subject", "details"]
    show_full_result_count = False
    fields = [*list_display, "network"]

    @admin.display(description=_("network"))
    def network(self, event: Event) -> str:
        return event.sender[:HASH_SHOWN]
