"""Addresses that once worked go on working."""

import re
from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.models import Author, OldAddress, Post, Tag
from papers.pages.moved import moved_to
from papers.records.text import address_form

Handler = Callable[[HttpRequest], HttpResponse]
OURS = ("/posts/", "/tags/", "/authors/")
BELOW_POST = re.compile(r"(/posts/([^/]+)/)(.+)\Z", re.DOTALL)
"""What stands below a post: its file of references, the feed of its comments."""


def old_addresses(get_response: Handler) -> Handler:
    """Redirects (301) from an ``OldAddress`` whose target everybody may see, instead of a 404.

    Browsers keep those of another system for ever; an address of ours may come to life again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = address_form(request.path_info)
        target = find_target(path)
        if target is None:
            return response
        return moved_to(target) if path.startswith(OURS) else HttpResponsePermanentRedirect(target)

    return middleware


def find_target(path: str) -> str | None:
    """Where a path leads now, or what stands below it where a post stood."""
    bare = path.rstrip("/")
    forms = [path, bare or "/", f"{bare}/"]
    below = BELOW_POST.match(path)
    wanted = [*forms, below[1]] if below else forms
    rows = OldAddress.objects.filter(path__in=wanted).select_related("post", "tag", "author")
    found = {row.path: row for row in rows}
    whole = next((found[form] for form in forms if form in found), None)
    if whole is not None or below is None or not found:
        return whole and address_of(whole)
    if Post.objects.filter(slug=below[2]).exists():  # which stands there now, without such a page
        return None
    address = address_of(found[below[1]])
    return address and address + quote(below[3])


def address_of(old: OldAddress) -> str | None:
    """Where it leads, if everybody may see that."""
    if old.post is not None:
        return old.post.get_absolute_url() if old.post.is_published else None
    rows, pk = (Tag, old.tag_id) if old.tag_id else (Author, old.author_id)
    row = rows.objects.visible().filter(pk=pk).first()
    return row and row.get_absolute_url()
