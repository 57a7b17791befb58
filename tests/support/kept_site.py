"""Asks the site by WSGI as a server does: pages kept before Django, and Django alone."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import count

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from blog.comments.moderation.form_stamps import STAMP_FIELD
from blog.models import forget_site
from blog.page_store.version_reading import version_reader
from blog.server.request_ids import HEADER
from config.page_store import PageStore
from papers.pages import pieces
from papers.queries.byte_shelf import Shelf

HOST = "127.0.0.1:8000"
STORE_BYTES = 8_000_000
_numbers = count()


@dataclass(frozen=True)
class Answer:
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        found = [value for one, value in self.headers if one.lower() == name.lower()]
        return found[0] if found else ""

    @property
    def same(self) -> tuple[str, list[tuple[str, str]], bytes]:
        """All of it but the stamp, which is another one each second, how long that makes it, and
        the request's number."""
        is_packed = self["Content-Encoding"] == "gzip" and bool(self.body)
        body = STAMP_FIELD.sub(b"", gzip.decompress(self.body) if is_packed else self.body)
        headers = [pair for pair in self.headers if pair[0] not in ("Content-Length", HEADER)]
        return self.status, headers, body


class KeptSite:
    """``rendered`` counts what Django was asked for."""

    def __init__(self, most: int = STORE_BYTES) -> None:
        pieces.forget_pieces()  # of sites below another path
        self.rendered = 0
        self.behind = WSGIHandler()
        self.store = PageStore(self.count, most)

    def count(self, environ, start_response):
        self.rendered += 1
        return self.behind(environ, start_response)

    def get(self, path: str, method: str = "GET", **more: str) -> Answer:
        return asked(self.store.answer, path, method, **more)

    def fresh(self, path: str, method: str = "GET", **more: str) -> Answer:
        """As Django makes it now, with nothing that this process remembers."""
        with remembering_nothing():
            return asked(self.behind, path, method, **more)

    @contextmanager
    def rendering(self, times: int) -> Iterator[None]:
        before = self.rendered
        yield
        assert self.rendered - before == times

    def close(self) -> None:
        version_reader().close()


@contextmanager
def remembering_nothing() -> Iterator[None]:
    """Afterwards this process remembers what it did before, so that what is kept too long is seen
    to be so by the next page that is made with it."""
    cache, kept = caches["default"], pieces._kept
    prefix, cache.key_prefix = cache.key_prefix, f"nothing{next(_numbers)}"
    pieces._kept = Shelf(pieces.MOST_BYTES)
    forget_site()
    try:
        yield
    finally:
        cache.key_prefix, pieces._kept = prefix, kept


@contextmanager
def open_connection() -> Iterator[None]:
    """Requests by WSGI leave a test's transaction open, as those of Django's client do."""
    told = (request_started, request_finished)
    for signal in told:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        version_reader().close()
        for signal in told:
            signal.connect(close_old_connections)


def asked(application, path: str, method: str = "GET", **more: str) -> Answer:
    address, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": address.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": HOST,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    told: list = []
    response = application(environ | more, lambda *said: told.extend(said))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return Answer(told[0], told[1], body)
