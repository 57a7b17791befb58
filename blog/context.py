"""What every request has of the site: its zone, its language, and what templates may use of it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from blog.folder.static_links import IS_STATIC
from blog.models import current_site, one_site
from papers.queries.capped_counts import COUNT_CAP


def site_locale(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Dates are read and shown in the site's zone, words said in its language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with one_site() as site, site.speaking():
            return get_response(request)

    return middleware


def site(request: HttpRequest) -> dict[str, object]:
    known = current_site()
    return {
        "site": known,
        "site_name": known.name,
        "site_tagline": known.tagline,
        "site_origin": settings.SITE_ORIGIN,
        "is_static": IS_STATIC in request.META,
        "count_cap": COUNT_CAP,
    }
