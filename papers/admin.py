"""The library in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.cited_works import places_of
from papers.identifiers import Id
from papers.import_admin import PaperImporting
from papers.library import forget_identifier, rebuild_record, remake_key
from papers.models import Authorship, Contributor, Identifier, Key, Paper, Reading, Style
from papers.style_admin import StyleAdmin


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    extra = 0
    autocomplete_fields = ["contributor"]
    ordering = ["role", "position", "pk"]


class IdentifierInline(admin.TabularInline):
    model = Identifier
    extra = 1
    ordering = ["scheme", "value"]


class KeyInline(admin.TabularInline):
    model = Key
    extra = 0
    ordering = ["value"]


@admin.register(Paper)
class PaperAdmin(PaperImporting):
    inlines = [AuthorshipInline, IdentifierInline, KeyInline]
    list_display = ["title", "byline", "issued_year", "key"]
    list_filter = ["type"]
    search_fields = ["title", "keys__value", "identifiers__value"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["type", "title", "key"]}),
        (
            _("Where and when"),
            {
                "fields": [
                    "container_title",
                    ("issued_year", "issued_month", "issued_day"),
                    ("volume", "issue", "page"),
                    "publisher",
                    "language",
                ]
            },
        ),
        (_("Abstract"), {"fields": ["abstract"]}),
        (_("Note"), {"fields": ["note"]}),
    ]

    @admin.display(description=_("by"))
    def byline(self, paper: Paper) -> str:
        return paper.byline

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """A paper that is cited stays: the page says where, in place of its button."""
        *deleted, protected = super().get_deleted_objects(objs, request)
        places = [
            gettext("“%(paper)s” is cited in “%(post)s”") % {"paper": paper, "post": post}
            for paper, post in places_of(one.pk for one in objs)
        ]
        return (*deleted, [*protected, *places])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for gone in (row for formset in formsets for row in formset.deleted_objects):
            if isinstance(gone, Identifier):
                forget_identifier(form.instance, Id(gone.scheme, gone.value))
        rebuild_record(form.instance)
        if not form.cleaned_data.get("key"):
            remake_key(form.instance)


admin.site.register(Style, StyleAdmin)


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    list_display = ["__str__", "orcid"]
    search_fields = ["family", "given", "literal", "orcid"]


@admin.register(Reading)
class ReadingAdmin(admin.ModelAdmin):
    """States are changed in the list itself."""

    list_display = ["paper", "state", "changed_at"]
    list_editable = ["state"]
    list_filter = ["state"]
    list_select_related = ["paper"]
    search_fields = ["paper__title", "paper__keys__value"]
    autocomplete_fields = ["paper"]
    fields = ["paper", "state", "note"]
    show_full_result_count = False
