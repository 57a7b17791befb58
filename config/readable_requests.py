"""Requests hold text that people can read: no characters that databases, files and feeds refuse."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.views.kept_forms import form_to_send_again
from papers.records.printable_text import is_printable, printable

Handler = Callable[[HttpRequest], HttpResponse]
CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f]")
"""In a header, whose other bytes may be of any encoding (RFC 9110, section 5.5)."""
CHARSETS = {"utf-8", "ascii"}
LONGEST_PATH = 2000
"""Characters. Old addresses, the longest that we know, have 500."""


class ReadableRequests:
    """Refuses (400) an address, a cookie or a header with characters that nothing can show, an
    address that is too long for any, and a form with NUL, whose text comes back without it.
    Nothing has asked the database by then. In what is searched for they are blanks, since any text
    is a search.

    From the admin's forms such characters are taken out, and marks that pile up over other lines,
    so that none of them ever sees one; readers' forms say themselves what becomes of one in a name,
    a text or an address.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("blog:search")):
            request.GET = readable_form(request.GET, " ")
        refuse_unreadable(request)
        if request.method == "POST" and any("\0" in text for text in texts_of(request.POST)):
            return form_to_send_again(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        is_admin = "admin" in request.resolver_match.namespaces
        if is_admin and any(printable(text) != text for text in texts_of(request.POST)):
            request.POST = readable_form(request.POST)


def refuse_unreadable(request: HttpRequest) -> None:
    """Raises ``BadRequest``."""
    if request.encoding and codecs.lookup(request.encoding).name not in CHARSETS:
        raise BadRequest(_("This site reads UTF-8 only."))
    if len(request.path) > LONGEST_PATH:
        raise BadRequest(_("The address is longer than any of this site."))
    cookies = (text for pair in request.COOKIES.items() for text in pair)
    headers = (value for name, value in request.META.items() if name.startswith("HTTP_"))
    if (
        CONTROL.search(request.path)
        or not is_printable(request.path)
        or not all(map(is_printable, texts_of(request.GET)))
        or not all(map(is_printable, cookies))
        or any(map(CONTROL.search, headers))
    ):
        raise BadRequest(_("The address or a header has characters that nothing can show."))


def texts_of(form: QueryDict) -> Iterable[str]:
    for name, values in form.lists():
        yield name
        yield from values


def readable_form(form: QueryDict, instead: str = "") -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in form.lists():
        clean.setlist(printable(name), [printable(value, instead) for value in values])
    clean._mutable = False
    return clean
