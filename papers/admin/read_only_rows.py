"""Rows that tell what was done: the admin shows them, and nobody adds, changes or deletes one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyRows(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
