"""The sitemap (sitemaps.org): what everybody may see, in sections of at most 5,000 addresses."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from blog.models import Page, Post, Tag, current_site
from papers.models import Authorship, Contributor, Paper


class PostSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Post.objects.listed().only("slug", "updated_at")

    def lastmod(self, post: Post) -> datetime:
        return post.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Asked of the index: the sitemap's own way would read every post there is."""
        return newest_change(Post.objects.listed().order_by("-updated_at"))


class TagSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Tag.objects.visible().order_by("key")


class PaperSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        """By key: an index is read up to a late section, and not the papers themselves."""
        return Paper.objects.listed().order_by("key").only("key", "updated_at")

    def lastmod(self, paper: Paper) -> datetime:
        return paper.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        return newest_change(Paper.objects.listed().order_by("-updated_at"))


class PersonSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        works = Authorship.objects.filter(contributor=OuterRef("pk"), paper__is_listed=True)
        return Contributor.objects.filter(Exists(works)).order_by("slug").only("slug")


class PageSitemap(Sitemap):
    """The pages that there are one of, and those of the owner's own."""

    def items(self) -> list[str]:
        names = ["blog:home", "blog:archive", "blog:tag_list", "blog:about"]
        ours = [reverse(name) for name in (*names, "papers:paper_list", "papers:reading_list")]
        site = current_site()
        pages = Page.objects.published().only("pk", "address")
        own = [page.get_absolute_url() for page in pages if page.pk != site.home_page_id]
        if len(own) < len(pages):  # one of them comes first, and the posts stand elsewhere
            own.append(reverse("blog:page_detail", args=[site.posts_address]))
        return list(dict.fromkeys([*ours, *own]))

    def location(self, item: str) -> str:
        return item


def newest_change(rows: QuerySet) -> datetime | None:
    return rows.values_list("updated_at", flat=True).first()


SITEMAPS = {
    "pages": PageSitemap,
    "posts": PostSitemap,
    "tags": TagSitemap,
    "papers": PaperSitemap,
    "people": PersonSitemap,
}
