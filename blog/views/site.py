"""The site itself: its health, and what it says when something is wrong."""

import re
from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.server.health import health
from blog.server.probed_requests import is_probe, seen_request
from blog.views.kept_forms import draw, form_to_send_again, is_text_for_admin
from papers.search.search_query import LONGEST_QUERY
from papers.site_values import absolute_url

NO_ROW = "matches the given query."  # Django's English of a row that is not there, with its class
NO_WORDS = re.compile(r"[\W_]+")
SECURITY_TXT_HOLDS = timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = absolute_url(reverse("blog:sitemap_index"))
    text = f"User-agent: *\nDisallow: {reverse('admin:index')}\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """``ok``, or what does not work: 503 where it is needed. To ``manage.py doctor``, what is seen
    of its request."""
    if is_probe(request):
        return JsonResponse(seen_request(request))
    is_well, words = health()
    status = 200 if is_well else 503
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def security_txt(request: HttpRequest) -> HttpResponse:
    """How to report a hole (RFC 9116). ``Expires`` moves along with the time."""
    url = absolute_url(reverse("blog:security_txt"))
    expires = timezone.now().replace(hour=0, minute=0, second=0) + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: {security_contact()}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {url}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_contact() -> str:
    if settings.CONTACT_EMAIL:
        return f"mailto:{settings.CONTACT_EMAIL}"
    return absolute_url(reverse("blog:about"))


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look on pages that name no icon, as the admin's."""
    return redirect(static("blog/icon.svg"), permanent=True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if words := words_on_size(exception):
        return draw(request, "400.html", {"reason": words, "status": 413}, 413)
    is_told = isinstance(exception, BadRequest) and exception.args
    return draw(request, "400.html", {"reason": exception.args[0] if is_told else ""}, 400)


def words_on_size(exception: Exception) -> str:
    """Of a form that nobody read, since it is too large: what is too much, and how much may be."""
    if isinstance(exception, RequestDataTooBig):
        too_much = _("The form has more than %(most)s MB of text.")
        most = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2:g}"
    elif isinstance(exception, TooManyFieldsSent):
        too_much, most = (
            _("The form has more than %(most)s fields."),
            settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        )
    elif isinstance(exception, TooManyFilesSent):
        too_much, most = (
            _("The form has more than %(most)s files."),
            settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        )
    else:
        return ""
    way_out = _("Nothing was stored. Go back: what you wrote still stands there. Send less of it.")
    return f"{too_much % {'most': most}} {way_out}"


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was written in the admin comes back: a right may go while one writes, and another than
    the writer may log in below the text."""
    if is_text_for_admin(request):
        return form_to_send_again(request, 403, is_refused=True)
    context = {"reason": str(exception)}
    return TemplateResponse(request, "403.html", context, status=403).render()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    argument = exception.args[0] if exception.args else ""
    is_told = isinstance(argument, str) and not argument.endswith(NO_ROW)
    context = {"reason": argument if is_told else "", "words": words_of_address(request.path)}
    return TemplateResponse(request, "404.html", context, status=404).render()


def words_of_address(path: str) -> str:
    """What somebody who followed it may have looked for."""
    return NO_WORDS.sub(" ", PurePosixPath(path).stem[:LONGEST_QUERY]).strip()
