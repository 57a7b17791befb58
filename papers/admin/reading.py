"""The reading list in the admin."""

from django.contrib import admin

from papers.admin.concurrent_edits import SeenAdmin
from papers.models import Reading


@admin.register(Reading)
class ReadingAdmin(SeenAdmin):
    """States are changed in the list itself."""

    list_display = ["paper", "state", "changed_at"]
    list_editable = ["state"]
    list_filter = ["state"]
    list_select_related = ["paper"]
    search_fields = ["paper__title", "paper__keys__value"]
    autocomplete_fields = ["paper"]
    fields = ["paper", "state", "note"]
    show_full_result_count = False
