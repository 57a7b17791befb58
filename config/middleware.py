"""What every answer of this site carries, and which requests are not looked at any further."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, resolve

from blog.views.site import healthz

Handler = Callable[[HttpRequest], HttpResponse]
SAFE = ["GET", "HEAD"]
METHODS = [*SAFE, "POST"]
READERS = {"blog", "papers"}
"""Namespaces of readers' pages."""
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("encrypted-media", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
        *("payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"),
    )
)
"""What no page here asks a browser for (W3C Permissions Policy), so that nothing that slips into
one can."""

TOLD_UNCHANGED = {
    *("cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"),
    "strict-transport-security",
}
"""Headers of a 304: those that RFC 9110, section 15.4.5, asks for, and the one whose time runs anew
with each answer (RFC 6797, section 8.1). All others are those of the answer that the asker has
(RFC 9111, section 4.3.4), as its ETag says (``config.compression``)."""

DOCUMENT = re.compile(r"text/html|application/xhtml|image/svg", re.IGNORECASE)


def fixed_policy() -> str:
    """``settings.SECURE_CSP`` as a header (W3C CSP level 3)."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())


def fixed_headers() -> str:
    """What ``security_headers`` sends: another text where it sends another thing."""
    of_django = settings.X_FRAME_OPTIONS, settings.SECURE_REFERRER_POLICY
    return " ".join([fixed_policy(), PERMISSIONS_POLICY, *of_django])


def security_headers(get_response: Handler) -> Handler:
    """Sends the policy, with documents ``PERMISSIONS_POLICY`` (for a sheet or a face it says
    nothing, and weighs more than some of them), and what Django's own middleware sends: that one
    comes after some that answer by themselves, and never sees what they refuse. A 304 has nothing
    of that (``TOLD_UNCHANGED``)."""
    policy = fixed_policy()
    headers_of_django = SecurityMiddleware(get_response), XFrameOptionsMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 304:
            for name in {*map(str.lower, response.headers)} - TOLD_UNCHANGED:
                del response.headers[name]
            return response
        for one in headers_of_django:
            one.process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", policy)
        if DOCUMENT.match(response.headers.get("Content-Type", "")):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


class KnownMethods:
    """Answers 405 (RFC 9110, section 15.5.6) to all methods but GET, HEAD and POST, and to a POST
    to a reader's page that takes none: those that do say how they are protected in place of
    Django's token (``same_origin_only``). PUT goes to those views alone that say so
    (``takes_put``), and every method to those that refuse some themselves (``tells_methods``)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS and not is_taken_by_its_view(request):
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        is_readers = READERS & set(request.resolver_match.namespaces)
        if request.method == "POST" and is_readers and not getattr(view, "csrf_exempt", False):
            return HttpResponseNotAllowed(SAFE)
        return None


def is_taken_by_its_view(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    is_put = request.method == "PUT" and getattr(view, "takes_put", False)
    return is_put or getattr(view, "tells_methods", False)


def health_probe(get_response: Handler) -> Handler:
    """Answers ``/healthz`` before anything asks for the name of the host, the database or HTTPS:
    who probes this process asks it by its number, and wants to hear what is wrong."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == "/healthz" else get_response(request)

    return middleware
