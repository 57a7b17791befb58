"""Works that posts name by a title alone, in the admin: an editor says which are meant."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.found_lists import FindingByPaper
from papers.admin.list_actions import ListActionsAdmin
from papers.choices import Origin, Role
from papers.library.changes import papers_changed
from papers.library.discussion_counts import recount_discussions
from papers.models import CitedWork


class WaitingFilter(admin.SimpleListFilter):
    """Those that wait for an editor, unless all are asked for."""

    title = _("waits for an editor")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", _("all"))]

    def choices(self, changelist: Any) -> Any:
        wait, everything = list(super().choices(changelist))
        return [{**wait, "display": _("waiting")}, everything]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() else queryset.waiting()


@admin.register(CitedWork)
class CitedWorkAdmin(FindingByPaper, ListActionsAdmin):
    """Hundreds are answered in one screen; a single one is changed with its post."""

    list_display = ["paper", "byline", "post", "sentence", "is_confirmed"]
    list_display_links = None
    list_filter = [WaitingFilter]
    list_select_related = ["paper", "post"]
    list_per_page = 300
    search_fields = ["post__title"]
    ordering = ["paper__title_key", "paper_id", "post_id"]
    actions = ["confirm_mention", "confirm_subject", "refuse"]

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None is deleted here: “another work” is remembered, and what is deleted would come
        again."""
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("citations")

    @admin.display(description=_("by"))
    def byline(self, work: CitedWork) -> str:
        return f"{work.paper.byline} ({work.paper.issued_year or '–'})"

    @admin.display(description=_("sentence"))
    def sentence(self, work: CitedWork) -> str:
        return next((one.sentence for one in work.citations.all()), "")[:300]

    @admin.action(description=_("The post mentions this work"), permissions=["change"])
    def confirm_mention(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.answer(request, queryset, is_confirmed=True, role=Role.MENTIONS)

    @admin.action(description=_("The post is about this work"), permissions=["change"])
    def confirm_subject(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.answer(request, queryset, is_confirmed=True, role=Role.ABOUT)

    @admin.action(description=_("The post means another work"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.answer(request, queryset, is_confirmed=False)

    @transaction.atomic
    def answer(self, request: HttpRequest, queryset: QuerySet, **said: Any) -> None:
        """Stores an editor's answer, which no later reading of the text overturns."""
        rows = queryset.order_by("pk").values_list("pk", "paper")
        works = dict(rows.select_for_update(of=("self",)))
        CitedWork.objects.filter(pk__in=works).update(found_by=Origin.EDITOR, **said)
        recount_discussions(set(works.values()))
        papers_changed(works.values())
        text = ngettext("%(count)d work answered.", "%(count)d works answered.", len(works))
        self.message_user(request, text % {"count": len(works)}, messages.SUCCESS)
