"""Addresses that once worked go on working."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.models import OldAddress, Page, Tag
from blog.models.site_fields import page_address
from blog.posts.old_lists import list_address
from blog.text.path_forms import path_forms

Handler = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: Handler) -> Handler:
    """Redirects (301) instead of a 404: from an ``OldAddress`` whose target everybody may see, to a
    page whose slash was left out, or from where other systems have their lists."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = request.path_info
        target = find_target(path) or slashed_page(path) or list_address(path)
        return HttpResponsePermanentRedirect(target) if target else response

    return middleware


def slashed_page(path: str) -> str | None:
    if path.endswith("/"):
        return None
    page = Page.objects.published().filter(address=page_address(path)).only("address").first()
    return page.get_absolute_url() if page else None


def find_target(path: str) -> str | None:
    forms = path_forms(path)
    rows = OldAddress.objects.filter(path__in=forms).select_related("post", "tag")
    old = min(rows, key=lambda row: forms.index(row.path), default=None)
    if old is None:
        return None
    if old.post is not None:
        return old.post.get_absolute_url() if old.post.is_published else None
    is_visible = Tag.objects.visible().filter(pk=old.tag_id).exists()
    return old.tag.get_absolute_url() if is_visible else None
