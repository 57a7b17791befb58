"""Refuses posts from other sites without a token, so that pages can be the same for everybody."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

OriginView = Callable[..., HttpResponse]


def same_origin_only(view: OriginView) -> OriginView:
    """Takes a POST from this site's own pages only, by what browsers say of it (Fetch Metadata;
    the ``Origin`` header of RFC 6454), in place of Django's per-visitor token."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not is_same_origin(request):
            raise PermissionDenied(_("This form was sent from another site, so it was refused."))
        return view(request, *args, **kwargs)

    return checked


def is_same_origin(request: HttpRequest) -> bool:
    """By ``Sec-Fetch-Site``, else by ``Origin``, else by ``Referer``, all that old browsers send.

    A client that says nothing at all is no browser of today and carries nobody's cookies; it must
    have a form of ours like everybody (``blog.comments.moderation.form_stamps``).
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is not None:
        return is_own_origin(origin, request)
    referer = request.headers.get("Referer")
    return referer is None or is_own_origin(referer, request)


def is_own_origin(address: str, request: HttpRequest) -> bool:
    """Whether an address is at the host that was asked, or at ``settings.SITE_ORIGIN`` where a
    proxy asks us by another name; never plain HTTP where the request is not."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" == settings.SITE_ORIGIN:
        return True
    schemes = {"https"} if request.is_secure() else {"http", "https"}
    return parts.scheme in schemes and parts.netloc == request.get_host()
