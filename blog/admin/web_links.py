"""Links to other sites in the admin: what is gone, which posts name it, where a copy is."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import WebLink
from blog.models.web_links import LinkState


class GoneFilter(admin.SimpleListFilter):
    title = _("gone")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("waits for an editor"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.gone() if self.value() else queryset


@admin.register(WebLink)
class WebLinkAdmin(admin.ModelAdmin):
    """Nothing is edited here: who mends the posts has the link leave the list."""

    list_display = ["link", "state", "problem", "failing_since", "copy", "in_posts", "is_left"]
    list_display_links = None
    list_filter = [GoneFilter, "state", "is_left"]
    search_fields = ["address", "posts__title"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["leave", "ask_again"]
    fields = readonly_fields = [
        *("link", "state", "problem", "failing_since", "tries", "copy", "in_posts", "is_left"),
        *("asked_at", "due_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("posts")

    @admin.display(description=_("address"), ordering="address")
    def link(self, row: WebLink) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', row.address)

    @admin.display(description=_("archived copy"))
    def copy(self, row: WebLink) -> str:
        if not row.archived_copy:
            return "–"
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', row.archived_copy)

    @admin.display(description=_("posts"))
    def in_posts(self, row: WebLink) -> str:
        pairs = [(reverse("admin:blog_post_change", args=[one.pk]), one) for one in row.posts.all()]
        return format_html_join(", ", '<a href="{}">{}</a>', pairs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of the list, for its actions; a link alone is looked at."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that is gone would be found again: the posts say which there are."""
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not settings.BLOG_LINKS_PER_HOUR:
            said = _("The setting LINKS_PER_HOUR is 0, so no link is asked about.")
            self.message_user(request, said, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Leave as it is, and tell of it no more"), permissions=["act"])
    def leave(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = WebLink.objects.filter(pk__in=queryset, state=LinkState.GONE).update(is_left=True)
        said = ngettext(
            "%(count)d link stays as it is.", "%(count)d links stay as they are.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Ask again soon"), permissions=["act"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        rows = WebLink.objects.filter(pk__in=queryset)
        count = rows.update(due_at=timezone.now(), is_left=False)
        said = ngettext("%(count)d link is asked soon.", "%(count)d links are asked soon.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
