"""What is an answer for one visitor alone."""

from django.http.response import HttpResponseBase


def kept_private(response: HttpResponseBase, is_public: bool) -> HttpResponseBase:
    """An answer, which caches leave alone unless everybody may have it."""
    if not is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response
