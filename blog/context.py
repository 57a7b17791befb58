"""What every template may use of the site's settings."""

from django.conf import settings
from django.http import HttpRequest

from papers.queries.capped_counts import COUNT_CAP


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.BLOG_NAME,
        "site_tagline": settings.BLOG_TAGLINE,
        "site_origin": settings.SITE_ORIGIN,
        "count_cap": COUNT_CAP,
    }
