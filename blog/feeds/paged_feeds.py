"""What all feeds share: two forms, Atom and JSON, and pages back to the first entry.

No answer has a Last-Modified, but an ETag of its bytes alone (``config.compression``): what is left
when the newest entry goes is older than what a reader has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.encoding import iri_to_uri

from blog.feeds.atom import FullTextAtom
from blog.feeds.json_feed import JsonFeed
from blog.models import Author, Post, current_site
from blog.text.licences import licence_address
from papers.queries.paging import Page
from papers.records.identifiers import orcid_url
from papers.site_values import absolute_url


@dataclass(frozen=True)
class Asked:
    """What a request asks for: the row whose feed it is, ``None`` for the site's, and a page."""

    of: Any
    page: Page
    cursor: str


class PagedFeed(Feed):
    """A subclass says its ``url_name``, finds the row that its address names (``find``), lists the
    rows of a page (``page_of``), and tells of itself and each row as Django's feeds do.
    """

    url_name = ""
    atom = FullTextAtom
    is_told_to_hub = False

    def __init__(self, form: str = "atom") -> None:
        self.form = form
        self.feed_type = JsonFeed if form == "json" else self.atom

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        response.headers.pop("Last-Modified", None)
        if self.hub and not request.GET.get("before"):
            own = absolute_url(request.path)
            links = f'<{iri_to_uri(self.hub)}>; rel="hub", <{iri_to_uri(own)}>; rel="self"'
            response.headers["Link"] = links
        return response

    @property
    def hub(self) -> str:
        """That which tells its followers of a change of the feed (W3C WebSub), where there is
        one."""
        return current_site().hub if self.is_told_to_hub else ""

    @property
    def language(self) -> str:
        return current_site().language

    def find(self, **_address: str) -> Any:
        return None

    def page_of(self, of: Any, cursor: str) -> Page:
        raise NotImplementedError

    def get_object(self, request: HttpRequest, **address: str) -> Asked:
        cursor = request.GET.get("before", "")
        of = self.find(**address)
        return Asked(of, self.page_of(of, cursor), cursor)

    def items(self, asked: Asked) -> Iterable[Any]:
        return asked.page.rows

    def arguments(self, of: Any) -> list[str]:
        """Those of the feed's address."""
        return [of.slug] if of else []

    def link(self, asked: Asked) -> str:
        """Of the page that has what the feed has: its row's, or the first one."""
        return absolute_url(asked.of.get_absolute_url() if asked.of else reverse("blog:home"))

    def item_link(self, item: Any) -> str:
        return absolute_url(item.get_absolute_url())

    def first_url(self, asked: Asked) -> str:
        name = self.url_name if self.form == "atom" else f"{self.url_name}_{self.form}"
        return absolute_url(reverse(f"blog:{name}", args=self.arguments(asked.of)))

    def feed_url(self, asked: Asked) -> str:
        first = self.first_url(asked)
        return f"{first}?before={asked.cursor}" if asked.cursor else first

    def feed_guid(self, asked: Asked) -> str:
        return self.first_url(asked)

    def feed_copyright(self) -> str:
        return current_site().licence

    def feed_extra_kwargs(self, asked: Asked) -> dict[str, str]:
        first, newer, older = self.first_url(asked), asked.page.newer, asked.page.older
        return {
            "first": first if asked.cursor else "",
            "previous": (f"{first}?before={newer}" if newer else first) if asked.cursor else "",
            "next": f"{first}?before={older}" if older else "",
            "license": licence_address(current_site().licence),
            "hub": "" if asked.cursor else self.hub,
        }


def feed_addresses(route: str, feed: type[PagedFeed]) -> list[URLPattern]:
    """The addresses of a feed: ``route``'s with ``.atom`` and with ``.json``."""
    return [
        path(f"{route}.atom", feed("atom"), name=feed.url_name),
        path(f"{route}.json", feed("json"), name=f"{feed.url_name}_json"),
    ]


def authors_of(post: Post) -> list[tuple[str, str]]:
    """The names of its bylines with an address of each, or the blog's: an entry without an author
    is no Atom."""
    found = [(one.author.name, author_address(one.author)) for one in post.bylines.all()]
    return found or site_author()


def author_address(author: Author) -> str:
    return orcid_url(author.orcid) if author.orcid else absolute_url(author.get_absolute_url())


def site_author() -> list[tuple[str, str]]:
    return [(current_site().name, absolute_url(reverse("blog:home")))]
