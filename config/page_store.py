"""Pages kept whole before Django, for everybody who is nobody in particular (docs/kept-pages.md).

Each process keeps them in its own memory and asks the database at every request whether they are
still right (``blog.page_store``), so that all processes and machines show the same.
"""

import gzip
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from threading import Event, Lock
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.http import parse_etags

from blog.media_store import media_store
from blog.page_store.kept_pages import Headers, KeptPage, Representation
from blog.page_store.recording import Recording, recording
from blog.page_store.version_reading import Versions, version_reader
from config.compression import etags_beside, packed, reads_gzip
from config.keeping_rules import Environ, KeepingRules, PageKey, plain_request
from config.middleware import TOLD_UNCHANGED
from papers.queries.byte_shelf import Shelf

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
KINDS = {
    *("text/html", "text/plain", "text/xml", "text/css", "text/markdown", "application/xml"),
    *("application/atom+xml", "application/json", "application/feed+json"),
}
ONE_BY_ONE = {"private", "no-store", "no-cache"}
OF_QUERIES = 4
"""The part of the memory for addresses with a query, one in so many: of those anybody can make up
as many as they like, and they are not to push the others out."""
PATIENCE = 5.0  # seconds for which a request waits while another one makes its page
UNKEPT_SECONDS = 10.0  # in which a page that could not be kept is not tried again
MOST_UNKEPT = 5000
reads_packed = lru_cache(maxsize=512)(reads_gzip)


class Flights:
    """Which pages are being made: a crowd that asks for one has it made once."""

    def __init__(self) -> None:
        self._begun: dict[PageKey, Event] = {}
        self._lock = Lock()

    def begin(self, key: PageKey) -> bool:
        """Whether it is to be made by who asks, who has to ``end`` it; else somebody has made it,
        or was not ready in time."""
        with self._lock:
            other = self._begun.get(key)
            if other is None:
                self._begun[key] = Event()
                return True
        other.wait(PATIENCE)
        return False

    def end(self, key: PageKey) -> None:
        with self._lock:
            self._begun.pop(key).set()


class PageStore:
    """Stands before ``django`` and keeps ``most`` bytes of its answers, none where that is 0."""

    def __init__(self, django: Application, most: int) -> None:
        self.django = django
        self.is_on = most > 0
        self.rules = KeepingRules()
        self.pages = Shelf(most - most // OF_QUERIES)
        self.pages_of_queries = Shelf(most // OF_QUERIES)
        self.flights = Flights()
        self.unkept: dict[PageKey, float] = {}

    def answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.rules.key_of(environ) if self.is_on else None
        if key is None or self.is_unkept(key):
            return self.django(environ, start_response)
        try:
            page = self.right_page(key)
            if page is None and self.flights.begin(key):
                try:
                    return self.make(key, environ, start_response)
                finally:
                    self.flights.end(key)
            page = page or self.right_page(key)
        except DatabaseError:  # whatever is wrong with it, Django says so
            page = None
        if page is None:
            return self.django(environ, start_response)
        return send(page, environ, start_response)

    def right_page(self, key: PageKey) -> KeptPage | None:
        shelf = self.shelf_of(key)
        page = shelf.find(key)
        if page is None or page.is_right(version_reader(), timezone.now()):
            return page
        shelf.drop(key, page)
        return None

    def shelf_of(self, key: PageKey) -> Shelf:
        return self.pages_of_queries if key[-1] else self.pages

    def is_unkept(self, key: PageKey) -> bool:
        until = self.unkept.get(key) if self.unkept else None
        return until is not None and time.monotonic() < until

    def make(
        self, key: PageKey, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Has Django make a page, and keeps it if everybody may have it. The versions are read
        before and after it: where one moved meanwhile, nobody knows which rows the page shows."""
        before = version_reader().versions()
        is_packed = reads_packed(environ.get("HTTP_ACCEPT_ENCODING", ""))
        told: list[Any] = []
        with recording() as record:
            response = self.django(
                plain_request(environ, key, is_packed=is_packed), lambda *said: told.extend(said)
            )
        status, headers = told[:2]
        if not record.fault and is_for_everybody(status, headers, response):
            page, is_settled = page_of(headers, response, record, before)
            if is_settled and not self.shelf_of(key).put(key, page, page.size):
                self.leave_unkept(key)
            return send(page, environ, start_response)
        self.leave_unkept(key)
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            response.close()
            return []
        return response

    def leave_unkept(self, key: PageKey) -> None:
        if len(self.unkept) >= MOST_UNKEPT:
            self.unkept.clear()
        self.unkept[key] = time.monotonic() + UNKEPT_SECONDS


def is_for_everybody(status: str, headers: Headers, response: Any) -> bool:
    said = {name.lower(): value.lower() for name, value in headers}
    control = {one.strip() for one in said.get("cache-control", "").split(",")}
    vary = {one.strip() for one in said.get("vary", "").split(",")}
    return (
        status == "200 OK"
        and not getattr(response, "streaming", True)
        and said.get("content-type", "").partition(";")[0].strip() in KINDS
        and "etag" in said
        and "set-cookie" not in said
        and not control & ONE_BY_ONE
        and vary <= {"", "accept-encoding"}
    )


def page_of(
    headers: Headers, response: Any, record: Recording, before: Versions
) -> tuple[KeptPage, bool]:
    """The page that Django answered with, and whether it is known what it shows."""
    body = b"".join(response)
    response.close()
    plain, shrunk = representations(headers, body)
    reader = version_reader()
    statements = [(one, reader.digest_of(one.sql, one.params)) for one in record.statements]
    after, tables = reader.versions(), record.tables
    is_settled = tables <= before.keys() and all(before[one] == after.get(one) for one in tables)
    versions = {name: before.get(name, 0) for name in tables}
    ends_at, lacks = record.ends_at(), lacking(record.reads.lacks)
    return KeptPage(plain, shrunk, statements, versions, ends_at, lacks), is_settled


def lacking(names: Iterable[str]) -> list[Callable[[], bool]]:
    """For each file that a page would show, whether it has come."""
    return [partial(media_store().is_there_by_now, name) for name in names]


def representations(headers: Headers, body: bytes) -> tuple[Representation, Representation | None]:
    """As they are, and packed where Django packs them for who reads that: of one, both."""
    said = {name.lower(): value for name, value in headers}
    is_packed = "content-encoding" in said
    plain = gzip.decompress(body) if is_packed else body
    if "vary" not in said:
        return represented(headers, plain, is_packed=False), None
    shrunk = body if is_packed else packed(plain)
    of_plain, of_packed = etags_beside(said["etag"])
    return (
        represented(headers, plain, is_packed=False, etag=of_plain),
        represented(headers, shrunk, is_packed=True, etag=of_packed),
    )


def represented(
    headers: Headers, body: bytes, *, is_packed: bool, etag: str = ""
) -> Representation:
    """With the headers in the order in which ``config.compression`` writes them."""
    mine = {"etag": etag, "content-length": str(len(body))} if etag else {}
    told = [
        (name, mine.get(name.lower(), value))
        for name, value in headers
        if name.lower() != "content-encoding"
    ]
    if is_packed:
        place = next(i for i, (name, _value) in enumerate(told) if name.lower() == "etag") + 1
        told.insert(place, ("Content-Encoding", "gzip"))
    etag = next(value for name, value in told if name.lower() == "etag")
    return Representation(
        body, etag, told, [one for one in told if one[0].lower() in TOLD_UNCHANGED]
    )


def send(page: KeptPage, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    chosen = page.plain
    if page.packed is not None and reads_packed(environ.get("HTTP_ACCEPT_ENCODING", "")):
        chosen = page.packed
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and is_known_etag(known, chosen.etag):
        start_response("304 Not Modified", list(chosen.unchanged))
        return []
    start_response("200 OK", list(chosen.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [chosen.body]


def is_known_etag(known: str, etag: str) -> bool:
    """Weakly compared, as GET has it (RFC 9110, section 13.1.2)."""
    if known == etag:
        return True
    etags = parse_etags(known)
    return "*" in etags or etag.removeprefix("W/") in {one.removeprefix("W/") for one in etags}
