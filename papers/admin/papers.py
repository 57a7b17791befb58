"""Papers in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.admin.adding_named import AddingNamed
from papers.admin.concurrent_edits import SeenRows
from papers.admin.differences import ShowingDifferences
from papers.admin.duplicates import ProposingDuplicates
from papers.admin.found_lists import FindingPapers
from papers.admin.imports import PaperImporting
from papers.admin.merges import MergeAdmin, Merging
from papers.admin.noted_rows import NotedAdmin
from papers.admin.odd_papers import ShowingOddPapers
from papers.admin.sources import ShowingSources
from papers.admin.styles import StyleAdmin
from papers.admin.tex_titles import PaperForm
from papers.admin.title_searches import SuggestingWorks
from papers.checking.standings import settle_standings
from papers.citing.cited_works import places_of
from papers.library.changes import papers_changed
from papers.library.corrections import keep_corrections
from papers.library.discussion_counts import recount_discussions
from papers.library.duplicates import call_distinct, possible_duplicates
from papers.library.merging import merge_papers
from papers.library.paper_rows import remake_key
from papers.library.people import ROLES
from papers.library.versions import link_versions
from papers.models import Authorship, Identifier, Key, Merge, Paper, Style


class AuthorshipInline(SeenRows):
    model = Authorship
    autocomplete_fields = ["contributor"]
    ordering = ["role", "position", "pk"]


class IdentifierInline(SeenRows):
    model = Identifier
    extra = 1
    ordering = ["scheme", "value"]


class KeyInline(SeenRows):
    model = Key
    ordering = ["value"]


@admin.register(Paper)
class PaperAdmin(
    FindingPapers,
    AddingNamed,
    ShowingOddPapers,
    ShowingDifferences,
    SuggestingWorks,
    ShowingSources,
    PaperImporting,
    ProposingDuplicates,
    Merging,
    NotedAdmin,
):
    form = PaperForm
    merge = merge_papers
    proposals = possible_duplicates
    decisions = (
        ("versions", _("Versions of one work"), link_versions),
        ("distinct", _("Two works"), call_distinct),
    )
    inlines = [AuthorshipInline, IdentifierInline, KeyInline]
    list_display = [
        *("title", "byline", "issued_year", "key", "standing", "notice", "discussions_count"),
    ]
    list_filter = ["standing", "notice", "state", "type", "is_listed", "is_in_library"]
    search_fields = ["title"]  # for Django, which asks for one: FindingPapers looks
    autocomplete_fields = ["version_of"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["type", "title", "key", "version_of", "is_in_library"]}),
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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def merge_weight(self, row: Paper) -> int:
        return row.discussions_count

    def merge_facts(self, row: Paper) -> list[tuple[str, str]]:
        return [
            (_("by"), row.byline),
            (_("year"), str(row.issued_year or "")),
            (_("type"), row.get_type_display()),
            (_("journal, proceedings or book"), row.container_title),
            (_("keys"), ", ".join(key.value for key in row.keys.order_by("value"))),
            (_("identifiers"), ", ".join(map(str, row.identifiers.order_by("scheme", "value")))),
            (_("posts"), str(row.discussions_count)),
            (_("state"), row.get_state_display()),
            (_("check"), row.get_standing_display()),
            (_("notice"), row.status),
            (_("Note"), row.note),
        ]

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
        people = [one for one in formsets if one.model is Authorship and one.has_changed()]
        keep_corrections(form.instance, ROLES if people else ())
        if not form.cleaned_data.get("key"):
            remake_key(form.instance)
        recount_discussions([form.instance.pk])
        settle_standings([form.instance.pk])
        papers_changed([form.instance.pk])


admin.site.register(Style, StyleAdmin)
admin.site.register(Merge, MergeAdmin)
