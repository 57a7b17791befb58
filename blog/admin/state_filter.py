"""Which posts the admin's list shows: by what they are, and by what they wait for."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import DraftNote

STATES = {"draft": _("draft"), "scheduled": _("scheduled"), "published": _("published")}
WAITING = {
    "submitted": _("submitted to the editors"),
    "unsubmitted": _("drafts not submitted"),
    "noted": _("with notes by readers of the draft"),
    "unresolved": _("citing what leads nowhere"),
}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*STATES.items(), *WAITING.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "draft":
                return queryset.filter(published_at=None)
            case "scheduled":
                return queryset.scheduled()
            case "published":
                return queryset.published()
            case "submitted":
                return queryset.submitted()
            case "unsubmitted":
                return queryset.unsubmitted()
            case "noted":
                return queryset.filter(pk__in=DraftNote.objects.waiting().values("post"))
            case "unresolved":
                return queryset.citing_unknown()
        return queryset
