"""A feed of what happened to the works of the library."""

from datetime import datetime
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.feeds.atom import absolute_links
from blog.feeds.paged_feeds import Asked, PagedFeed, site_author
from blog.models import current_site
from papers.models import Notice
from papers.queries.paging import Page, page_by_time
from papers.site_values import absolute_url

NOTICES = 50


class NoticeFeed(PagedFeed):
    """The notices of listed papers, those first that were seen last."""

    url_name = "notice_feed"

    def title(self, asked: Asked) -> str:
        return _("%(site)s: notices") % {"site": current_site().name}

    def link(self, asked: Asked) -> str:
        return absolute_url(reverse("papers:notice_list"))

    def page_of(self, of: None, cursor: str) -> Page:
        rows = Notice.objects.listed().select_related("paper", "notice_paper")
        rows = rows.defer("note", "paper__abstract", "paper__note", "paper__note_html")
        return page_by_time(rows, cursor, NOTICES, time="first_seen_at")

    def item_title(self, item: Notice) -> str:
        return f"{item.get_kind_display()}: {item.paper.title}"

    def item_description(self, item: Notice) -> str:
        return item.paper.byline

    def item_link(self, item: Notice) -> str:
        return absolute_url(item.paper.get_absolute_url())

    def item_guid(self, item: Notice) -> str:
        return f"{self.item_link(item)}#notice-{item.pk}"

    def item_updateddate(self, item: Notice) -> datetime:
        return item.first_seen_at

    def item_extra_kwargs(self, item: Notice) -> dict[str, object]:
        told = render_to_string("papers/_notice.html", {"notice": item})
        html = f"{told}<p>{item.paper.reference_html or escape(item.paper.title)}</p>"
        content = absolute_links(html, self.item_link(item))
        return {"content": content, "authors": site_author()}
