"""The private addresses to which reference managers' files are sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.comments.moderation.rate_counts import spend_rate
from papers.watching.upload_tokens import watch_of_token
from papers.watching.uploads import UploadRefused, take_upload


def takes_put(view):
    """Lets a view have PUT (``KnownMethods``), and nothing else: who sends it shows a secret in
    place of a cookie, so no other site can have a browser send it."""
    view = csrf_exempt(never_cache(view))
    view.takes_put = True
    return view


@takes_put
def bibliography_put(request: HttpRequest, token: str = "") -> HttpResponse:
    """Keeps a file for the process that takes it in (RFC 9110, section 9.3.4)."""
    if request.method != "PUT":
        return said(405, _("A bibliography is sent here by PUT."), Allow="PUT")
    spent = spend_rate(request, "upload")
    if not spent.is_free:
        return said(429, str(spent), Retry_After=str(spent.wait))
    scheme, _blank, shown = request.headers.get("Authorization", "").partition(" ")
    token = token or (shown.strip() if scheme.lower() == "bearer" else "")
    watch = watch_of_token(token)
    if watch is None:
        return said(401, _("This address or token is not known here."), WWW_Authenticate="Bearer")
    try:
        number = take_upload(watch, request, settings.PAPERS_WATCHED_BYTES)
    except UploadRefused as refused:
        return said(refused.status, str(refused))
    return said(202, _("%(n)d bytes came; they are taken in within a minute.") % {"n": number})


def said(status: int, text: str, **headers: str) -> HttpResponse:
    response = HttpResponse(f"{text}\n", "text/plain; charset=utf-8", status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response
