"""The sitemap (sitemaps.org): what everybody may see, in sections of at most 5,000 addresses."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from blog.models import Author, Page, Post, Series, Tag, current_site
from papers.models import Paper
from papers.pages.person_page import people_of_library
from papers.site_values import absolute_url


class SiteSitemap(Sitemap):
    """Of addresses at ``settings.SITE_URL``, whatever host was asked."""

    limit = 5000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PostSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return Post.objects.listed().only("slug", "updated_at")

    def lastmod(self, post: Post) -> datetime:
        return post.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Asked of the index: the sitemap's own way would read every post there is."""
        return newest_change(Post.objects.listed().order_by("-updated_at"))


class TagSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return Tag.objects.visible().order_by("key")


class SeriesSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return Series.objects.visible().order_by("title")


class AuthorSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return Author.objects.listed().order_by("pk")


class PaperSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        """By key: an index is read up to a late section, and not the papers themselves."""
        return Paper.objects.listed().order_by("key").only("key", "updated_at")

    def lastmod(self, paper: Paper) -> datetime:
        return paper.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        return newest_change(Paper.objects.listed().order_by("-updated_at"))


class PersonSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return people_of_library().order_by("slug").only("slug")


class PageSitemap(SiteSitemap):
    """The pages that there are one of, and those of the owner's own."""

    def items(self) -> list[str]:
        names = ["home", "archive", "tag_list", "series_list", "author_list", "about"]
        lists = ["paper_list", "person_list", "reading_list"]
        ours = [reverse(f"blog:{name}") for name in names]
        ours += [reverse(f"papers:{name}") for name in lists]
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
    "series": SeriesSitemap,
    "authors": AuthorSitemap,
    "papers": PaperSitemap,
    "people": PersonSitemap,
}


@x_robots_tag
def sitemap_index(request: HttpRequest) -> TemplateResponse:
    """The addresses of all sections and of their further pages."""
    items = []
    for section, kind in SITEMAPS.items():
        address = absolute_url(reverse("blog:sitemap", args=[section]))
        sitemap = kind()
        changed_at = sitemap.get_latest_lastmod()
        items.append(SitemapIndexItem(address, changed_at))
        pages = range(2, sitemap.paginator.num_pages + 1)
        items += [SitemapIndexItem(f"{address}?p={page}", changed_at) for page in pages]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml"
    )
