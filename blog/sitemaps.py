"""The sitemap (sitemaps.org): what everybody may see, in sections of at most 5,000 addresses."""

from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property

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


class Parts(Paginator):
    """The rows of a table in parts by their numbers: a part is found without counting those before
    it, and stays what it is when others come. One may have few rows, or none."""

    @cached_property
    def num_pages(self) -> int:
        last = self.object_list.model.objects.order_by("-pk").values_list("pk", flat=True).first()
        return max(1, ceil((last or 0) / self.per_page))

    def page(self, number: int | str) -> Part:
        number = self.validate_number(number)
        end = number * self.per_page
        rows = self.object_list.filter(pk__gt=end - self.per_page, pk__lte=end).order_by("pk")
        return self._get_page(rows, number, self)


class RowSitemap(SiteSitemap):
    """Of a table's rows."""

    @property
    def paginator(self) -> Parts:
        return Parts(self._items(), self.limit)


class ChangedSitemap(RowSitemap):
    """Of rows that say when they were changed."""

    def lastmod(self, row: Any) -> datetime:
        return row.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """The last changed rows are looked at one by one: asked at once, SQLite reads all that
        are listed and sorts them."""
        rows = self.items()
        listed = Exists(rows.order_by().filter(pk=OuterRef("pk")))
        changed = rows.model.objects.filter(listed).order_by("-updated_at")
        return changed.values_list("updated_at", flat=True).first()


class PostSitemap(ChangedSitemap):
    def items(self) -> QuerySet:
        return Post.objects.listed().only("slug", "updated_at")


class TagSitemap(RowSitemap):
    def items(self) -> QuerySet:
        return Tag.objects.visible()


class SeriesSitemap(RowSitemap):
    def items(self) -> QuerySet:
        return Series.objects.visible()


class AuthorSitemap(RowSitemap):
    def items(self) -> QuerySet:
        return Author.objects.listed()


class PaperSitemap(ChangedSitemap):
    def items(self) -> QuerySet:
        return Paper.objects.listed().only("key", "updated_at")


class PersonSitemap(RowSitemap):
    def items(self) -> QuerySet:
        return people_of_library().only("slug")


class PageSitemap(SiteSitemap):
    """The pages that there are one of, and those of the owner's own."""

    def items(self) -> list[str]:
        names = ["home", "archive", "tag_list", "series_list", "author_list", "correction_list"]
        lists = ["paper_list", "person_list", "reading_list", "notice_list"]
        ours = [reverse(f"blog:{name}") for name in [*names, "about"]]
        ours += [reverse(f"papers:{name}") for name in lists]
        site = current_site()
        pages = Page.objects.published().only("pk", "address")
        own = [page.get_absolute_url() for page in pages if page.pk != site.home_page_id]
        if len(own) < len(pages):  # one of them comes first, and the posts stand elsewhere
            own.append(reverse("blog:page_detail", args=[site.posts_address]))
        return list(dict.fromkeys([*ours, *own]))

    def location(self, item: str) -> str:
        return item


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
