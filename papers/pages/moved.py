"""Redirects from addresses that were given up."""

from django.http import HttpResponsePermanentRedirect


def moved_to(address: str) -> HttpResponsePermanentRedirect:
    """A redirect for what was renamed or merged. A search engine learns from it that the address
    has changed; a browser must ask again each time, since a name that is taken back, or a merge
    that is undone, would send it to and fro for ever."""
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-store"})
