"""Which rows everybody may see, looked up once for a whole export."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from blog.models import Author, Page, Post, Series, Tag
from blog.models.comment_policy import Commenting
from papers.models import Contributor, Paper


class PublicRows:
    """The numbers of the public rows of each model that has others too: ``row in public``.

    A row of a model without drafts is public. Memory: some bytes a row.
    """

    def __init__(self) -> None:
        posts = Post.objects.published()
        self.open_posts = set_of(posts.exclude(commenting=Commenting.HIDDEN))
        paths = posts.exclude(import_path=None).order_by().values_list("import_path", flat=True)
        self.post_paths = set(paths)
        papers = set_of(Paper.objects.visible())
        shown = Q(tagged_posts__content_object__in=posts) | Q(hashtags__post__in=posts)
        self.pks: dict[type[models.Model], set[int]] = {
            Post: set_of(posts),
            Page: set_of(Page.objects.published()),
            Author: set_of(Author.objects.visible()),
            Series: set_of(Series.objects.filter(posts__in=posts)),
            Tag: set_of(Tag.objects.filter(shown)),
            Paper: papers,
            Contributor: people_of(papers),
        }

    def __contains__(self, row: models.Model) -> bool:
        known = self.pks.get(type(row))
        return known is None or row.pk in known

    def shows_comments(self, post_id: int) -> bool:
        return post_id in self.open_posts


def set_of(rows: models.QuerySet) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True).iterator())


def people_of(papers: Collection[int]) -> set[int]:
    pairs = Paper.contributors.through.objects.order_by().values_list("paper_id", "contributor_id")
    return {person for paper, person in pairs.iterator() if paper in papers}
