"""A feed of what was wrong in posts and was put right."""

from datetime import datetime
from html import escape

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.feeds.paged_feeds import Asked, PagedFeed, authors_of
from blog.models import Byline, Correction, current_site
from papers.queries.paging import Page, page_by_time
from papers.site_values import absolute_url

CORRECTIONS = 50


class CorrectionFeed(PagedFeed):
    """The corrections of listed posts, those first that were told last."""

    url_name = "correction_feed"

    def title(self, asked: Asked) -> str:
        return _("%(site)s: corrections") % {"site": current_site().name}

    def link(self, asked: Asked) -> str:
        return absolute_url(reverse("blog:correction_list"))

    def page_of(self, of: None, cursor: str) -> Page:
        bylines = Prefetch("post__bylines", Byline.objects.select_related("author"))
        rows = Correction.objects.listed().with_post().defer("change").prefetch_related(bylines)
        return page_by_time(rows, cursor, CORRECTIONS, time="at")

    def item_title(self, item: Correction) -> str:
        return _("Correction of “%(post)s”") % {"post": item.post.title_words}

    def item_description(self, item: Correction) -> str:
        return item.text

    def item_pubdate(self, item: Correction) -> datetime:
        return item.at

    def item_updateddate(self, item: Correction) -> datetime:
        return item.at

    def item_extra_kwargs(self, item: Correction) -> dict[str, object]:
        return {
            "content": f"<p>{escape(item.text)}</p>",
            "authors": authors_of(item.post),
            "language": item.post.shown_language,
        }
