"""Pages of the admin whose rows are made by the site: editors act on them in the list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ListActionsAdmin(admin.ModelAdmin):
    """Nothing is added or edited here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the list, for its actions; a row alone is looked at."""
        return obj is None and super().has_change_permission(request)
