"""The API with which programs write posts (docs/api.md). Answers are JSON, refusals too."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

import blog.api
from blog.api.api_access import post_of_user, token_of_request
from blog.api.api_faults import ApiRefused
from blog.api.client_program import program_bytes
from blog.api.pushed_posts import create_post, update_post
from blog.api.request_bodies import read_sent
from blog.api.sent_pictures import keep_picture
from blog.api.told_posts import copy_post, list_posts, preview_post, told_whole

Answer = tuple[int, dict[str, Any]]
DESCRIPTION = Path(blog.api.__file__).with_name("openapi.json")
SAFE = ("GET", "HEAD")
BELOW = "/api/v1/"
FAULTS = {
    503: (
        gettext_lazy("The site cannot reach its storage at this moment: nothing is stored."),
        gettext_lazy("Wait as long as Retry-After says, and send it again."),
    ),
    400: (
        gettext_lazy("The database has no room for something that was sent: nothing is stored."),
        gettext_lazy("Look for numbers that are too large and for signs that are none."),
    ),
    500: (
        gettext_lazy("Something is wrong with the site: this was not done."),
        gettext_lazy("Tell whoever runs it; the fault stands in its log."),
    ),
}
"""What is wrong and what to do, by the status."""


def answers_json(*methods: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """A view of the API for requests with a good token. It needs no token of Django's and says
    itself which methods it takes (``KnownMethods``): who sends it shows a secret in place of a
    cookie, so no other site can have a browser send it."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answering(request: HttpRequest, **values: Any) -> HttpResponse:
            headers: dict[str, str] = {}
            try:
                if request.method not in methods:
                    allowed = ", ".join(methods)
                    wrong = _("This address takes %(methods)s.") % {"methods": allowed}
                    raise ApiRefused(405, wrong, where=request.method, headers={"Allow": allowed})
                request.api_token = token_of_request(request)
                status, told = view(request, **values)
            except ApiRefused as refused:
                status, told, headers = refused.status, refused.answer, refused.headers
            as_written = {"ensure_ascii": False}
            return JsonResponse(told, status=status, headers=headers, json_dumps_params=as_written)

        answering = csrf_exempt(never_cache(answering))
        answering.tells_methods = True
        return answering

    return decorate


def is_for_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(BELOW)


def fault_for_program(status: int) -> HttpResponse:
    """What a program is told where something failed: 503 the storage, 400 what was sent cannot be
    stored, 500 a fault of ours. It reads nothing that is stored."""
    what, to_do = FAULTS[status]
    return JsonResponse(ApiRefused(status, what, to_do=to_do).answer, status=status)


@answers_json("GET", "HEAD", "POST")
def api_posts(request: HttpRequest) -> Answer:
    if request.method in SAFE:
        return 200, list_posts(request)
    return create_post(request.api_token, read_sent(request))


@answers_json("GET", "HEAD", "PUT")
def api_post(request: HttpRequest, number: int) -> Answer:
    if request.method in SAFE:
        return 200, told_whole(post_of_user(request.user, number))
    return update_post(request.api_token, number, read_sent(request))


@answers_json("POST")
def api_copies(request: HttpRequest, number: int) -> Answer:
    return 200, copy_post(request.user, number)


@answers_json("POST")
def api_preview(request: HttpRequest) -> Answer:
    return 200, preview_post(request, read_sent(request))


@answers_json("POST")
def api_pictures(request: HttpRequest) -> Answer:
    return 201, keep_picture(request)


@answers_json("GET", "HEAD", "POST", "PUT")
def api_nothing(request: HttpRequest, rest: str) -> Answer:
    wrong = _("There is nothing at this address.")
    raise ApiRefused(404, wrong, where=request.path, to_do="GET /api/v1/openapi.json")


def api_description(request: HttpRequest) -> HttpResponse:
    """What all of this is, for programs (OpenAPI 3.1)."""
    return HttpResponse(DESCRIPTION.read_bytes(), "application/json")


def api_program(request: HttpRequest) -> HttpResponse:
    """The command ``wellcited``, which Python runs as it is."""
    response = HttpResponse(program_bytes(), "application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="wellcited.pyz"'
    return response
