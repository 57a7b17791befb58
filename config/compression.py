"""Answers that are the same for everybody: compressed, and not sent again to who has them.

Deliberately without a random filling (as Django's ``GZipMiddleware`` has) against BREACH, which
guesses a secret by how long an answer gets when its guess stands beside it: the same page must give
the same bytes for its ETag to be strong. It is needed for no answer that is packed here, because
none holds a secret. Whatever depends on a cookie is left alone (all of the admin with its CSRF
tokens, drafts, a page with a reader's own comments), and so is what is not to be stored and what
answers a form. The stamp of a comment's form is a signed time that everybody is given
(``blog.comments.moderation.form_stamps``).
"""

import gzip
import re
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers

from blog.comments.moderation.form_stamps import STAMP_FIELD
from config.middleware import TOLD_UNCHANGED, fixed_headers

Handler = Callable[[HttpRequest], HttpResponseBase]
PACKED = re.compile(
    r"(?:text/[\w.+-]+|application/(?:[\w.+-]+\+)?(?:json|xml)"
    r"|application/x-research-info-systems|image/svg\+xml)(?:\s*;.*)?",
    re.IGNORECASE,
)
"""Media types that are text, of which pictures and archives are not."""
FEWEST_BYTES = 500  # below which the packing costs more than it saves
LEVEL = 6
PACKED_ETAG = "-gzip"
"""What the ETag of a packed answer ends with."""
QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def compressed_answers(get_response: Handler) -> Handler:
    """Gives an answer to GET or HEAD an ETag of its bytes, answers 304 to who has them (RFC 9110,
    section 13), and compresses the rest for who reads gzip.

    Streams, and answers that say by an ETag of their own what they are, stay as they are.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method not in ("GET", "HEAD") or not is_for_everybody(response):
            return response
        return told_once(request, response)

    return middleware


def is_for_everybody(response: HttpResponseBase) -> bool:
    return not (
        response.streaming
        or response.cookies
        or has_vary_header(response, "Cookie")
        or "no-store" in response.headers.get("Cache-Control", "")
        or any(response.has_header(name) for name in ("ETag", "Content-Encoding"))
    )


def told_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer with what HTTP says of its bytes, or a 304. The representations of a page
    have ETags of their own; the one of a page with a stamp, of which no two are alike, is weak."""
    body = response.content
    is_packed = len(body) >= FEWEST_BYTES and bool(
        PACKED.fullmatch(response.headers.get("Content-Type", ""))
    )
    if is_packed:
        patch_vary_headers(response, ["Accept-Encoding"])
        is_packed = reads_gzip(request.headers.get("Accept-Encoding", ""))
    if response.status_code == 200:
        response.headers["ETag"] = etag_of(response, is_packed)
        answer = get_conditional_response(request, response.headers["ETag"], response=response)
        if answer is not response:
            return answer
    if is_packed:
        response.content = packed(body)
        response.headers["Content-Encoding"] = "gzip"
    if body:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def packed(body: bytes) -> bytes:
    """The same bytes for the same bytes, by gzip."""
    return gzip.compress(body, LEVEL, mtime=0)


def etag_of(response: HttpResponse, is_packed: bool) -> str:
    """Of its bytes, and of the headers that a 304 leaves out: who has others is sent it anew."""
    same, stamps = STAMP_FIELD.subn(b"", response.content)
    left_out = {*map(str.lower, response.headers)} - TOLD_UNCHANGED
    told = [(name, response.headers[name]) for name in sorted(left_out)]
    whole = sha256(f"{fixed_headers()} {told}".encode())
    whole.update(same)
    digest = whole.hexdigest()[:32]
    return f'{"W/" if stamps else ""}"{digest}{PACKED_ETAG if is_packed else ""}"'


def etags_beside(etag: str) -> tuple[str, str]:
    """The ETags of both representations of an answer, plain and packed, by one of them."""
    plain = etag.replace(f'{PACKED_ETAG}"', '"')
    return plain, f'{plain[:-1]}{PACKED_ETAG}"'


def reads_gzip(accepted: str) -> bool:
    """What an ``Accept-Encoding`` says (RFC 9110, section 12.5.3); one that cannot be read accepts
    nothing."""
    found: dict[str, bool] = {}
    for part in accepted.split(","):
        name, *parameters = (one.strip() for one in part.split(";"))
        qualities = [QUALITY.fullmatch(one) for one in parameters]
        found[name.lower()] = all(qualities) and all(float(one[1]) for one in qualities if one)
    return found.get("gzip", found.get("x-gzip", found.get("*", False)))
