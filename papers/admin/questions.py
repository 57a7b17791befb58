"""Questions to the registries in the admin: what has no record, why, when it is asked again."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.found_lists import FindingByPaper
from papers.admin.list_actions import ListActionsAdmin
from papers.checking.asker import ask_soon
from papers.models import Paper, Question
from papers.registries.host_pauses import HOST_PAUSES


class OutcomeFilter(admin.SimpleListFilter):
    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("failed", _("without a record")),
            ("missing", _("no registry has it")),
            ("failing", _("failing, tried again")),
            ("long", _("failing for long")),
            ("new", _("not asked yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "failed":
            return queryset.failed()
        if self.value() == "missing":
            return queryset.failed().filter(tries=0)
        if self.value() == "failing":
            return queryset.filter(tries__gt=0)
        if self.value() == "long":
            return queryset.filter(tries__gte=len(HOST_PAUSES))
        return queryset.filter(asked_at=None) if self.value() == "new" else queryset


@admin.register(Question)
class QuestionAdmin(FindingByPaper, ListActionsAdmin):
    """What came of each question. Nothing is edited here; ``try again`` has it asked soon."""

    list_display = ["paper", "named", "registry", "problem", "tries", "asked_at", "due_at"]
    list_display_links = ["named"]
    list_filter = [OutcomeFilter, "is_urgent", "registry"]
    search_fields = ["identifier__value"]
    paper_path = "identifier__paper"
    actions = ["try_again"]
    fields = readonly_fields = [
        *("paper", "named", "registry", "problem", "tries", "asked_at", "answered_at"),
        *("due_at", "is_urgent"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Not joined, so that the list is read in its index's order and not sorted."""
        return super().get_queryset(request).prefetch_related("identifier__paper")

    @admin.display(description=_("paper"), ordering="identifier__paper__title")
    def paper(self, question: Question) -> Paper:
        return question.identifier.paper

    @admin.display(description=_("identifier"), ordering="identifier__value")
    def named(self, question: Question) -> str:
        return str(question.identifier)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that is gone would be made again: who wants no questions empties ``REGISTRIES``."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not settings.PAPERS_REGISTRY_URLS:
            said = _("The setting REGISTRIES names no registry, so nothing is asked.")
            self.message_user(request, said, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Try the selected questions again"), permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = ask_soon(queryset)
        said = ngettext(
            "%(count)d question is asked soon.", "%(count)d questions are asked soon.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
