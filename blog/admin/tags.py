"""Tags in the admin, in place of taggit's page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Post, Tag, TagMerge
from blog.posts.tag_merges import merge_tags, undo_tag_merge
from blog.posts.tags import link_hashtags
from papers.admin.concurrent_edits import SeenAdmin
from papers.admin.merges import MergesAdmin, Merging

MOST_TITLES = 3


@admin.register(Tag)
class TagAdmin(Merging, SeenAdmin):
    merge = staticmethod(merge_tags)
    merges = "blog_tagmerge"
    what_goes_along = _(
        "Which of them stays? The posts of the others go to it, and so do links in texts. Their "
        "names and addresses lead to it from then on. You can undo it."
    )
    list_display = ["name", "slug", "posts"]
    search_fields = ["name", "slug", "aliases__name"]
    fields = ["name", "other_names", "slug", "description"]
    readonly_fields = ["other_names"]

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

    def merge_facts(self, row: Tag) -> list[tuple[str, str]]:
        shown = Post.objects.filter(tags=row).newest()[:MOST_TITLES]
        return [
            (_("posts"), str(row.posts_count)),
            (_("mentioned in"), str(row.hashtags.count())),
            (_("address"), row.get_absolute_url()),
            (_("also found as"), self.other_names(row)),
            (_("description"), row.description),
            (_("newest posts"), "; ".join(post.title for post in shown)),
        ]

    def merge_weight(self, row: Tag) -> tuple[int, int]:
        return row.posts_count, -row.pk

    def chosen_rows(self, request: HttpRequest) -> QuerySet:
        return super().chosen_rows(request).with_counts()


@admin.register(TagMerge)
class TagMergeAdmin(MergesAdmin):
    undo = staticmethod(undo_tag_merge)
    rights = ("blog.change_tag", "blog.delete_tag")
