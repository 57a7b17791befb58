"""Feeds of the library: the reading list, and the posts that discuss a paper."""

from dataclasses import replace
from datetime import datetime
from html import escape

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.feeds.atom import absolute_links
from blog.feeds.paged_feeds import Asked, PagedFeed, site_author
from blog.feeds.post_feeds import POSTS, PostFeed, as_whole_entries
from blog.models import Post, current_site
from papers.models import CitedWork, Paper, Reading
from papers.queries.paging import Page, page_by_time
from papers.site_values import absolute_url


class ReadingFeed(PagedFeed):
    """What came onto the reading list or moved on it, with the editors' notes."""

    url_name = "reading_feed"

    def title(self, asked: Asked) -> str:
        return _("%(site)s: reading list") % {"site": current_site().name}

    def link(self, asked: Asked) -> str:
        return absolute_url(reverse("papers:reading_list"))

    def page_of(self, of: None, cursor: str) -> Page:
        rows = Reading.objects.select_related("paper")
        rows = rows.defer("note", "paper__abstract", "paper__note", "paper__note_html")
        return page_by_time(rows, cursor, POSTS, time="changed_at")

    def item_title(self, item: Reading) -> str:
        return f"{item.paper.title} ({item.get_state_display()})"

    def item_description(self, item: Reading) -> str:
        return item.paper.byline

    def item_link(self, item: Reading) -> str:
        return absolute_url(item.paper.get_absolute_url())

    def item_guid(self, item: Reading) -> str:
        """Another state is another entry, so that readers are told."""
        return f"{self.item_link(item)}#{item.state}"

    def item_updateddate(self, item: Reading) -> datetime:
        return item.changed_at

    def item_extra_kwargs(self, item: Reading) -> dict[str, object]:
        html = f"<p>{item.paper.reference_html or escape(item.paper.title)}</p>{item.note_html}"
        content = absolute_links(html, self.item_link(item))
        return {"content": content, "authors": site_author()}


class PaperFeed(PostFeed):
    """The posts that discuss one paper."""

    url_name = "paper_feed"

    def find(self, key: str) -> Paper:
        paper = Paper.objects.by_key(key).visible().only("key", "title").first()
        if paper is None:
            raise Http404(_("There is no paper with this key in the library."))
        return paper

    def arguments(self, of: Paper) -> list[str]:
        return [of.key]

    def title(self, asked: Asked) -> str:
        return _("Posts that discuss “%(paper)s”") % {"paper": asked.of.title}

    def subtitle(self, asked: Asked) -> str:
        return ""

    def page_of(self, of: Paper, cursor: str) -> Page:
        works = CitedWork.objects.filter(paper=of).only("post_id", "published_at")
        page = page_by_time(works.published, cursor, POSTS, pk="post_id")
        posts = Post.objects.listed().with_byline().with_whole_text()
        rows = list(posts.filter(pk__in=[work.post_id for work in page.rows]))
        return as_whole_entries(replace(page, rows=rows))
