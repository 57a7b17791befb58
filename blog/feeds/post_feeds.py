"""Feeds of whole posts, newest first: of the site, a tag, a series, an author."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.feeds.atom import absolute_links
from blog.feeds.paged_feeds import Asked, PagedFeed, authors_of
from blog.models import Author, Correction, Post, Series, Tag, current_site
from blog.posts.cited_standing import works_warned_of
from blog.posts.post_lists import page_of_author, page_of_posts, page_of_tag
from blog.posts.series_order import posts_of_series
from blog.text.licences import licence_address
from papers.citing.style_names import site_style
from papers.citing.works_elsewhere import works_elsewhere
from papers.queries.paging import Page, page_by_time

POSTS = 20


def with_warnings(page: Page) -> Page:
    """Posts that say at their head, as their pages do, what happened to the work they are about."""
    works = works_warned_of(page.rows)
    for post in page.rows:
        post.warned_of = works.get(post.pk, [])
    return page


def with_corrections(page: Page) -> Page:
    """Posts that say at their head what was corrected in them."""
    told = [post.pk for post in page.rows if post.corrected_at]
    found = Correction.objects.filter(post__in=told).defer("change") if told else ()
    of_post: dict[int, list[Correction]] = {}
    for one in found:
        of_post.setdefault(one.post_id, []).append(one)
    for post in page.rows:
        post.told_corrections = of_post.get(post.pk, [])
    return page


def with_cited_works(page: Page) -> Page:
    """Posts with the works that they cite, as their pages list them."""
    cited = works_elsewhere({post.pk: post.style or site_style() for post in page.rows})
    for post in page.rows:
        post.cited_elsewhere = cited.get(post.pk)
    return page


def as_whole_entries(page: Page) -> Page:
    return with_cited_works(with_corrections(with_warnings(page)))


class PostFeed(PagedFeed):
    """The posts of the site."""

    url_name = "post_feed"
    is_told_to_hub = True  # blog.mentions.hub_pings

    def title(self, asked: Asked) -> str:
        return current_site().name

    def subtitle(self, asked: Asked) -> str:
        return current_site().tagline

    def page_of(self, of: Any, cursor: str) -> Page:
        return as_whole_entries(page_of_posts(cursor, POSTS, has_texts=True))

    def item_title(self, item: Post) -> str:
        return item.title_words

    def item_description(self, item: Post) -> str:
        return item.description

    def item_categories(self, item: Post) -> list[str]:
        return [tag.name for tag in item.tags.all()]

    def item_pubdate(self, item: Post) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.news_at or item.published_at

    def item_copyright(self, item: Post) -> str:
        return item.shown_licence

    def item_extra_kwargs(self, item: Post) -> dict[str, object]:
        html = item.body_html
        if item.warned_of:
            html = render_to_string("blog/_about_notices.html", {"works": item.warned_of}) + html
        for correction in reversed(item.told_corrections):
            shown = {"post": item, "correction": correction}
            html = render_to_string("blog/_correction.html", shown) + html
        if item.cited_elsewhere:
            shown = {"post": item, "cited": item.cited_elsewhere}
            html += render_to_string("blog/_works_elsewhere.html", shown)
        return {
            "content": absolute_links(html, self.item_link(item)),
            "authors": authors_of(item),
            "language": item.shown_language,
            "license": licence_address(item.shown_licence),
        }


class PartFeed(PostFeed):
    """The posts that belong to one row, which has a slug."""

    def title(self, asked: Asked) -> str:
        return _("%(site)s: %(part)s") % {"site": current_site().name, "part": asked.of}

    def subtitle(self, asked: Asked) -> str:
        return asked.of.description


class TagFeed(PartFeed):
    url_name = "tag_feed"

    def find(self, slug: str) -> Tag:
        return get_object_or_404(Tag.objects.visible(), slug=slug)

    def page_of(self, of: Tag, cursor: str) -> Page:
        return as_whole_entries(page_of_tag(of, cursor, POSTS, has_texts=True))


class SeriesFeed(PartFeed):
    url_name = "series_feed"

    def find(self, slug: str) -> Series:
        return get_object_or_404(Series.objects.visible(), slug=slug)

    def page_of(self, of: Series, cursor: str) -> Page:
        def until(moment: datetime) -> QuerySet:
            return posts_of_series(of.pk, moment).with_byline().with_whole_text()

        return as_whole_entries(page_by_time(until, cursor, POSTS))


class AuthorFeed(PartFeed):
    url_name = "author_feed"

    def find(self, slug: str) -> Author:
        return get_object_or_404(Author.objects.visible(), slug=slug)

    def subtitle(self, asked: Asked) -> str:
        return asked.of.bio

    def page_of(self, of: Author, cursor: str) -> Page:
        return as_whole_entries(page_of_author(of, cursor, POSTS, has_texts=True))
