"""Tags in the admin, in place of taggit's page."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Tag
from blog.posts.tags import link_hashtags, merge_tags
from papers.admin.concurrent_edits import SeenAdmin


@admin.register(Tag)
class TagAdmin(SeenAdmin):
    list_display = ["name", "slug", "posts"]
    search_fields = ["name", "slug", "aliases__name"]
    fields = ["name", "other_names", "slug", "description"]
    readonly_fields = ["other_names"]
    actions = ["merge"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("posts"))
    def posts(self, tag: Tag) -> int:
        return tag.posts_count

    @admin.display(description=_("also found as"))
    def other_names(self, tag: Tag) -> str:
        return ", ".join(tag.aliases.values_list("name", flat=True)) if tag.pk else ""

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """The links in stored texts follow a new address."""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            link_hashtags.enqueue(obj.pk)

    @admin.action(
        description=_("Merge the selected tags into the most used of them"),
        permissions=["change", "delete"],
    )
    def merge(self, request: HttpRequest, queryset: QuerySet) -> None:
        tags = sorted(queryset, key=lambda tag: (-tag.posts_count, tag.pk))
        if len(tags) < 2:
            self.message_user(request, _("Select two tags or more."), messages.WARNING)
            return
        count = merge_tags(tags[0], tags[1:])
        self.message_user(
            request,
            _("%(count)d merged into “%(tag)s”; their addresses redirect to it.")
            % {"count": count, "tag": tags[0]},
        )
