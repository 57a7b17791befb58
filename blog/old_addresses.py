"""Addresses that once worked go on working."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.models import OldAddress, Tag

Handler = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: Handler) -> Handler:
    """Redirects (301) from an ``OldAddress`` whose target everybody may see, instead of a 404."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        target = find_target(request.path_info)
        return HttpResponsePermanentRedirect(target) if target else response

    return middleware


def find_target(path: str) -> str | None:
    paths = {path, path.rstrip("/") or "/", f"{path.rstrip('/')}/"}
    old = (
        OldAddress.objects.filter(path__in=paths)
        .select_related("post", "tag")
        .order_by("path")
        .first()
    )
    if old is None:
        return None
    if old.post is not None:
        return old.post.get_absolute_url() if old.post.is_published else None
    is_visible = Tag.objects.visible().filter(pk=old.tag_id).exists()
    return old.tag.get_absolute_url() if is_visible else None
