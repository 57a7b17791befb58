"""A comment that can be sent no more: its text comes back to its writer."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from blog.models import Post

KeepingView = Callable[..., HttpResponse]


def keeps_text(view: KeepingView) -> KeepingView:
    """Answers a POST with its text, to be copied, where what it was written for has gone (404)."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return text_to_copy(request, 404)

    return kept


def text_to_copy(request: HttpRequest, status: int, post: Post | None = None) -> HttpResponse:
    context = {"text": text_sent(request), "status": status, "post": post}
    return render(request, "blog/comment_kept.html", context, status=status)


def text_sent(request: HttpRequest) -> str:
    return request.POST.get("note") or request.POST.get("source", "")
