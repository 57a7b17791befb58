"""What was asked of other sites and told to them, for reading."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.outer_links import outer_link
from blog.models import Errand
from papers.admin.read_only_rows import ReadOnlyRows


@admin.register(Errand)
class ErrandAdmin(ReadOnlyRows):
    list_display = ["kind", "address", "post", "outcome", "problem", "asked_at"]
    list_display_links = ["kind"]
    list_filter = ["kind", "outcome"]
    search_fields = ["source", "target"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["kind", "source", "target", "post", "outcome", "problem", "tries"]
    fields += ["asked_at", "due_at"]

    class Media:
        css: ClassVar = {"all": ["blog/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("post")

    @admin.display(description=_("address"))
    def address(self, row: Errand) -> str:
        return outer_link(row.elsewhere)
