"""Atom feeds of the library: the reading list, and the posts that discuss a paper."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.feeds.atom import ConditionalFeed, absolute_links
from blog.feeds.post_feeds import POSTS, PostFeed, with_warnings
from blog.models import Post, current_site
from papers.models import CitedWork, Paper, Reading


class ReadingFeed(ConditionalFeed):
    """What came onto the reading list or moved on it, with the editors' notes."""

    def title(self) -> str:
        return _("%(site)s: reading list") % {"site": current_site().name}

    def link(self) -> str:
        return settings.SITE_ORIGIN + reverse("papers:reading_list")

    def feed_url(self) -> str:
        return settings.SITE_ORIGIN + reverse("blog:reading_feed")

    def items(self) -> Iterable[Reading]:
        rows = Reading.objects.order_by("-changed_at", "-pk").select_related("paper")
        return rows.defer("note", "paper__abstract", "paper__note", "paper__note_html")[:POSTS]

    def item_title(self, item: Reading) -> str:
        return f"{item.paper.title} ({item.get_state_display()})"

    def item_description(self, item: Reading) -> str:
        return item.paper.byline

    def item_link(self, item: Reading) -> str:
        return settings.SITE_ORIGIN + item.paper.get_absolute_url()

    def item_guid(self, item: Reading) -> str:
        """Another state is another entry, so that readers are told."""
        return f"{self.item_link(item)}#{item.state}"

    def item_updateddate(self, item: Reading) -> datetime:
        return item.changed_at

    def item_extra_kwargs(self, item: Reading) -> dict[str, object]:
        html = f"<p>{item.paper.reference_html or escape(item.paper.title)}</p>{item.note_html}"
        content = absolute_links(html, self.item_link(item))
        return {"content": content, "authors": [current_site().name]}


class PaperFeed(PostFeed):
    """The posts that discuss one paper, newest first."""

    def get_object(self, request: HttpRequest, key: str) -> Paper:
        paper = Paper.objects.by_key(key).visible().only("key", "title").first()
        if paper is None:
            raise Http404(_("There is no paper with this key in the library."))
        return paper

    def title(self, obj: Paper) -> str:
        return _("Posts that discuss “%(paper)s”") % {"paper": obj.title}

    def link(self, obj: Paper) -> str:
        return settings.SITE_ORIGIN + obj.get_absolute_url()

    def feed_url(self, obj: Paper) -> str:
        return settings.SITE_ORIGIN + reverse("blog:paper_feed", args=[obj.key])

    def items(self, obj: Paper) -> Iterable[Post]:
        works = (
            CitedWork.objects.filter(paper=obj).published().order_by("-published_at", "-post_id")
        )
        posts = (
            Post.objects.listed()
            .with_byline()
            .filter(pk__in=list(works.values_list("post_id", flat=True)[:POSTS]))
        )
        return with_warnings(posts.defer(None).defer("source", "text"))
