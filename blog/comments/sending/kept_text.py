"""Whatever happens to a comment that is sent, its text comes back to its writer."""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from blog.models import Post

KeepingView = Callable[..., HttpResponse]
log = logging.getLogger(__name__)
RETRY_SECONDS = 30


def keeps_text(view: KeepingView) -> KeepingView:
    """Answers a POST that fails with its text: in a form that can be sent again where the storage
    failed (503), to be copied where what it was written for has gone (404). Both pages need no
    storage.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response
        except Http404:
            return text_to_copy(request, 404)
        except Error as error:
            log.error("The database failed at %s: %s", request.path, error)
            return form_to_send_again(request)

    return kept


def text_to_copy(request: HttpRequest, status: int, post: Post | None = None) -> HttpResponse:
    context = {"text": text_sent(request)[1], "status": status, "post": post}
    return render(request, "blog/comment_kept.html", context, status=status)


def form_to_send_again(request: HttpRequest) -> HttpResponse:
    """All that was sent, to be sent again to the same address."""
    name, text = text_sent(request)
    rest = [(key, value) for key, value in request.POST.items() if key != name]
    context = {"name": name, "text": text, "rest": rest, "status": 503}
    response = render(request, "blog/comment_kept.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def text_sent(request: HttpRequest) -> tuple[str, str]:
    """The field that holds what somebody wrote, and what it holds."""
    name = "note" if "note" in request.POST else "source"
    return name, request.POST.get(name, "")
