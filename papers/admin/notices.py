"""Notices in the admin: what happened to papers, looked at by an editor, with a public note."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.found_lists import FindingByPaper
from papers.admin.noted_rows import NotedAdmin
from papers.checking.notice_rows import name_notice
from papers.checking.standings import settle_standings
from papers.models import Notice


class LookedAtFilter(admin.SimpleListFilter):
    title = _("looked at")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("waits for an editor"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.to_look_at() if self.value() else queryset


@admin.register(Notice)
class NoticeAdmin(FindingByPaper, NotedAdmin):
    """A notice that an editor adds is told by the editor; who saves one has looked at it."""

    list_display = ["paper", "kind", "day", "told_by", "is_confirmed", "looked_at"]
    list_filter = [LookedAtFilter, "kind", "is_confirmed"]
    list_select_related = ["paper"]
    search_fields = ["by_value"]
    autocomplete_fields = ["paper", "notice_paper"]
    actions = ["look_at"]
    show_full_result_count = False
    readonly_fields = ["told_by", "first_seen_at", "looked_at", "looked_by"]
    fieldsets = [
        (None, {"fields": ["paper", "kind", "is_confirmed", "note"]}),
        (
            _("The notice itself"),
            {"fields": ["notice_paper", ("by_scheme", "by_value"), "day", "reason"]},
        ),
        (_("How we know"), {"fields": readonly_fields}),
    ]

    @admin.display(description=_("told by"))
    def told_by(self, notice: Notice) -> str:
        return ", ".join(notice.source_names)

    def has_look_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @admin.action(description=_("Mark as looked at"), permissions=["look"])
    def look_at(self, request: HttpRequest, queryset: QuerySet) -> None:
        waiting = queryset.filter(looked_at=None)
        count = waiting.update(looked_at=timezone.now(), looked_by=request.user)
        said = ngettext("%(count)d notice marked.", "%(count)d notices marked.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        before = Notice.objects.filter(pk=obj.pk).values_list("paper", flat=True)
        papers = list(before) if change else []
        if not change:
            obj.sources = ["editor"]
        obj.looked_at, obj.looked_by = timezone.now(), request.user
        name_notice(obj)
        super().save_model(request, obj, form, change)
        settle_standings({*papers, obj.paper_id})

    def delete_model(self, request: HttpRequest, obj: Notice) -> None:
        super().delete_model(request, obj)
        settle_standings([obj.paper_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        papers = list(queryset.values_list("paper", flat=True))
        super().delete_queryset(request, queryset)
        settle_standings(papers)
