"""Links to other sites in the admin: what is gone, which posts name it, where a copy is."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.outer_links import outer_link
from blog.models import WebLink
from blog.models.web_links import LinkState
from papers.admin.list_actions import ListActionsAdmin

MOST_POSTS = 5  # of one link


class GoneFilter(admin.SimpleListFilter):
    title = _("gone")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("waits for an editor"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.gone() if self.value() else queryset


@admin.register(WebLink)
class WebLinkAdmin(ListActionsAdmin):
    """Nothing is edited here: who mends the posts has the link leave the list."""

    list_display = ["link", "in_posts", "state", "problem", "since"]
    list_display_links = None
    list_filter = [GoneFilter, "state", "is_left"]
    search_fields = ["address", "posts__title"]
    list_per_page = 50
    actions = ["leave", "ask_again"]

    fields = readonly_fields = [
        *("link", "state", "problem", "failing_since", "tries", "in_posts", "is_left"),
        *("asked_at", "due_at"),
    ]

    class Media:
        css: ClassVar = {"all": ["blog/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("posts")

    @admin.display(description=_("address"), ordering="address")
    def link(self, row: WebLink) -> str:
        """The address, and below it that of its copy."""
        address, copy = outer_link(row.address), outer_link(row.archived_copy)
        return format_html("{}<br>{}: {}", address, _("copy"), copy) if copy else address

    @admin.display(description=_("failing since"), ordering="failing_since")
    def since(self, row: WebLink) -> str | None:
        return row.failing_since and date_format(row.failing_since, "SHORT_DATE_FORMAT")

    @admin.display(description=_("posts"))
    def in_posts(self, row: WebLink) -> str:
        posts = list(row.posts.all())
        pairs = [(reverse("admin:blog_post_change", args=[one.pk]), one) for one in posts]
        shown = format_html_join("", '<a href="{}">{}</a><br>', pairs[:MOST_POSTS])
        return format_html("{}…", shown) if len(posts) > MOST_POSTS else shown

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that is gone would be found again: the posts say which there are."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not settings.BLOG_LINKS_PER_HOUR:
            said = _("The setting LINKS_PER_HOUR is 0, so no link is asked about.")
            self.message_user(request, said, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Leave as it is, and tell of it no more"), permissions=["change"])
    def leave(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = WebLink.objects.filter(pk__in=queryset, state=LinkState.GONE).update(is_left=True)
        said = ngettext(
            "%(count)d link stays as it is.", "%(count)d links stay as they are.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Ask again soon"), permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        rows = WebLink.objects.filter(pk__in=queryset)
        count = rows.update(due_at=timezone.now(), is_left=False)
        said = ngettext("%(count)d link is asked soon.", "%(count)d links are asked soon.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
