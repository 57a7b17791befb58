"""The media, wherever they are kept: readers ask this site for them, by the same addresses."""

import mimetypes
import re
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.clickjacking import xframe_options_sameorigin

from blog.markup.document.own_frames import FOLDER as FRAMES
from blog.markup.document.own_frames import FRAME_POLICY, KEPT_AS, KINDS
from blog.media_store import StoredFile, media_store

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
"""Of one part; who asks for several is sent the whole, as RFC 9110 (section 14.2) allows."""


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture or another file of a post. A proxy in front may keep it."""
    kind, encoding = mimetypes.guess_type(path)
    response = file_answer(request, path, kind or "application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


@xframe_options_sameorigin
def frame(request: HttpRequest, digest: str, path: str) -> HttpResponseBase:
    """A file of an interactive page that an import copied. Its own headers keep it harmless also
    where it is opened by itself: an origin of its own, scripts, and no network but its files."""
    kind = KINDS.get(PurePosixPath(path).suffix.lower())
    if kind is None:
        raise Http404
    response = file_answer(request, f"{FRAMES}/{digest}/{path}{KEPT_AS}", kind)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["Access-Control-Allow-Origin"] = "*"  # its own files are of another origin
    return response


def file_answer(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """The file, the part of it that was asked for, or that the reader has it already."""
    try:
        file = media_store().find_file(name)
        changed = file.changed_ns // 10**9
        known = get_conditional_response(request, file.etag, changed)
        response = known or whole_or_part(request, file)
    except (FileNotFoundError, ValueError, SuspiciousOperation) as error:
        raise Http404 from error
    response.headers["ETag"] = file.etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = "public, max-age=86400"
    if not known:
        response.headers["Content-Type"] = kind
        response.headers["Accept-Ranges"] = "bytes"
    return response


def whole_or_part(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    first, last = part_asked_for(request, file)
    if first > last and file.bytes:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{file.bytes}"
        return response
    length = last - first + 1
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        stream = media_store().open_part(file.name, first, length if length < file.bytes else None)
        response = StreamingHttpResponse(PartOfFile(stream, length))
    if length < file.bytes:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {first}-{last}/{file.bytes}"
    response.headers["Content-Length"] = str(length)
    return response


def part_asked_for(request: HttpRequest, file: StoredFile) -> tuple[int, int]:
    """The places of the first byte and the last; the first lies behind the last where there are no
    such bytes (RFC 9110, section 14.1.2)."""
    end = file.bytes - 1
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    held = request.headers.get("If-Range", file.etag)
    if not asked or not any(asked.groups()) or request.method != "GET":
        return 0, end
    if held not in (file.etag, http_date(file.changed_ns // 10**9)):
        return 0, end
    first, last = asked.groups()
    if not first:
        return (max(0, end + 1 - int(last)), end) if int(last) else (end + 1, end)
    if last and int(last) < int(first):
        return 0, end
    return min(int(first), end + 1), min(int(last or end), end)


class PartOfFile:
    """So many bytes of an open file, in blocks; whoever answers closes it."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self.stream, self.left = stream, length

    def __iter__(self) -> "PartOfFile":
        return self

    def __next__(self) -> bytes:
        block = self.stream.read(min(BLOCK, self.left)) if self.left > 0 else b""
        if not block:
            raise StopIteration
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.stream.close()
