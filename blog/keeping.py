"""Whatever happens to a comment that is sent, its text comes back to its writer."""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from blog.forms import kept_form
from blog.models import Post

View = Callable[..., HttpResponse]
log = logging.getLogger(__name__)
RETRY_SECONDS = 30


def keeps_text(view: View) -> View:
    """Answers a POST that fails with the text: with a form that can be sent again where the
    storage failed (503), to be copied where the post has gone (404). Both pages need no storage.
    """

    @wraps(view)
    def kept(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, slug, **kwargs)
        try:
            response = view(request, slug, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response
        except Http404:
            return text_to_copy(request, 404)
        except Error as error:
            log.error("The database failed at %s: %s", request.path, error)
            return form_again(request, slug)

    return kept


def text_to_copy(request: HttpRequest, status: int, post: Post | None = None) -> HttpResponse:
    context = {"text": request.POST.get("source", ""), "status": status, "post": post}
    return render(request, "blog/comment_kept.html", context, status=status)


def form_again(request: HttpRequest, slug: str) -> HttpResponse:
    form = kept_form(slug, request.POST)
    context = {"form": form, "post": form.post, "status": 503}
    response = render(request, "blog/comment_add.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
