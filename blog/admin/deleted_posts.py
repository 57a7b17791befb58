"""What goes with posts that are deleted: counted by kind, and named only where it has a page of its
own in the admin. To name the others would read every text that was ever saved of them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models.deletion import Collector
from django.http import HttpRequest
from django.utils.text import capfirst

from blog.models import EarlierVersion, Revision

COUNTED = {Revision, EarlierVersion}


class CountedRows(NestedObjects):
    """Reads none of ``COUNTED``, which go by one statement each (``fast_deletes``)."""

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        is_counted = isinstance(objs, type) and objs in COUNTED
        return is_counted and Collector.can_fast_delete(self, objs, from_field)


class DeletingPosts(admin.ModelAdmin):
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """As Django's: what to name, how many rows of which kind, whose rights lack."""
        collector = CountedRows(using=DEFAULT_DB_ALIAS, origin=objs)
        collector.collect(objs)
        missing: set[str] = set()

        def told(row: Any) -> str:
            page = self.admin_site._registry.get(type(row))
            if page is not None and not page.has_delete_permission(request, row):
                missing.add(row._meta.verbose_name)
            return f"{capfirst(row._meta.verbose_name)}: {row}"

        named = collector.nested(told)
        counts = {
            model._meta.verbose_name_plural: len(rows)
            for model, rows in collector.model_objs.items()
        }
        for rows in collector.fast_deletes:
            counts[rows.model._meta.verbose_name_plural] = rows.count()
        counts = {name: number for name, number in counts.items() if number}
        return named, counts, missing, [told(row) for row in collector.protected]
