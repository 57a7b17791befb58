"""The reading list in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from papers.admin.found_lists import FindingByPaper
from papers.admin.noted_rows import NotedAdmin
from papers.library.discussion_counts import recount_discussions
from papers.models import Reading


@admin.register(Reading)
class ReadingAdmin(FindingByPaper, NotedAdmin):
    """States are changed in the list itself."""

    list_display = ["paper", "state", "changed_at"]
    list_editable = ["state"]
    list_filter = ["state"]
    list_select_related = ["paper"]
    search_fields = ["note"]
    autocomplete_fields = ["paper"]
    fields = ["paper", "state", "note"]
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Reading, form: Any, change: bool) -> None:
        before = Reading.objects.filter(pk=obj.pk).values_list("paper", flat=True)
        papers = list(before) if change else []
        super().save_model(request, obj, form, change)
        recount_discussions(papers)

    def delete_model(self, request: HttpRequest, obj: Reading) -> None:
        super().delete_model(request, obj)
        recount_discussions([obj.paper_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        papers = list(queryset.values_list("paper", flat=True))
        super().delete_queryset(request, queryset)
        recount_discussions(papers)
