"""What each answer carries and each line of the log says of it, before Django and after it."""

import logging
import time
from collections.abc import Callable, Iterable
from urllib.parse import quote

from django.conf import settings

from blog.server.log_lines import LONGEST_PATH, without_secrets
from blog.server.request_ids import HEADER, begin_request
from config.keeping_rules import Environ

StartResponse = Callable[..., object]
Answer = Callable[[Environ, StartResponse], Iterable[bytes]]
GIVEN = "HTTP_X_REQUEST_ID"
access_log = logging.getLogger("wellcited.access")


def answer_numbered(
    answer: Answer, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Gives the request its number, and where ``ACCESS_LOG`` is set logs one line."""
    number = begin_request(environ.get(GIVEN, "") if settings.BEHIND_PROXY else "")
    own = (HEADER, number)
    said = ""

    def start(status: str, headers: list[tuple[str, str]], *more: object) -> object:
        nonlocal said
        said = status
        return start_response(status, [*headers, own], *more)

    if not settings.BLOG_ACCESS_LOG:
        return answer(environ, start)
    began = time.perf_counter()
    body = answer(environ, start)
    log_answer(environ, said, time.perf_counter() - began)
    return body


def log_answer(environ: Environ, status: str, seconds: float) -> None:
    """No address of who asks, and no query: what is searched for is nobody else's business."""
    told = {
        "method": quote(environ["REQUEST_METHOD"][:20]),
        "path": shown_path(environ.get("PATH_INFO", "")),
        "status": int(status[:3] or 0),
        "ms": round(seconds * 1000, 1),
    }
    access_log.info("%(method)s %(path)s %(status)d %(ms).1f ms", told, extra=told)


def shown_path(path: str) -> str:
    """Percent-encoded, so that no line is broken by it; keys left out."""
    whole = quote(path[:LONGEST_PATH].encode("latin-1", "replace"))  # bytes, as WSGI has them
    return without_secrets(whole)
