"""What every request has of the site: its zone, its language, and what templates may use of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from blog.folder.static_links import IS_STATIC
from blog.models import current_site, one_site
from papers.queries.capped_counts import COUNT_CAP
from papers.site_values import absolute_url


def site_locale(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Dates are read and shown in the site's zone, words said in its language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with one_site() as site, site.speaking():
            return get_response(request)

    return middleware


def own_page_address(request: HttpRequest) -> str:
    """The one under which search engines are to know a page: with its place in a list that is not
    narrowed, and without whatever else its query says."""
    place = request.GET.urlencode() if request.GET.keys() == {"before"} else ""
    return absolute_url(escape_uri_path(request.path)) + (f"?{place}" if place else "")


def site(request: HttpRequest) -> dict[str, object]:
    known = current_site()
    return {
        "site": known,
        "site_name": known.name,
        "site_tagline": known.tagline,
        "page_url": own_page_address(request),
        "is_static": IS_STATIC in request.META,
        "count_cap": COUNT_CAP,
    }
