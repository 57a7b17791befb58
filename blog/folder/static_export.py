"""The public site as plain files for any web server.

Every page is asked for as an anonymous reader would, in this process, from the first page on and
along all links; what only a server can answer (forms, other styles) is left out of them.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase

from blog.folder.kept_folder import FolderRefusedError, KeptFolder, is_inner
from blog.folder.reader_requests import reader_request
from blog.folder.static_frames import frame_at, frame_paths, headers_file, static_frame
from blog.folder.static_links import (
    FEED_JSON,
    IS_STATIC,
    SitePlace,
    links_of,
    place_at,
    with_file_links,
    without_live_parts,
)
from blog.markup.document.own_frames import KEPT_AS
from blog.media_store import StoreAway
from blog.models import ListAddress, OldAddress
from papers.models import Key, OldSlug
from papers.pages.library_files import make_files_now

KIND = "wellcited static site"
BEGUN = ("/", "/sitemap.xml", "/robots.txt", "/archive/", "/tags/", "/papers/", "/about/")
FEEDS = ("/feed/", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml")
"""Where other systems have their feeds: readers may still ask there."""
MISSING = "/404/"
TEXTS = ("text/", "application/xml", "application/atom+xml", "application/rss+xml", FEED_JSON)
PAGES = {"", ".html", ".htm"}
LONGEST_PART = 255
UNREADABLE = (OSError, ValueError, SuspiciousOperation)
"""A link of somebody's may name anything as a file."""


@dataclass
class Reply:
    status: int
    kind: str
    data: bytes
    leads_to: str = ""


class StaticExport:
    """One export. ``dead`` are links to pages that are not there, with the page that has them;
    ``left_out`` are files, each with the reason."""

    def __init__(self, folder: KeptFolder, step: Callable[[], None]) -> None:
        self.folder, self.step = folder, step
        self.handler = WSGIHandler()
        self.waiting: deque[tuple[SitePlace, SitePlace | None]] = deque()
        self.seen: set[SitePlace] = set()
        self.dead: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.redirects: dict[str, str] = {}

    def write(self) -> None:
        for path in (*BEGUN, *FEEDS, *leading_paths()):
            self.want(SitePlace(path), None)
        while self.waiting:
            place, page = self.waiting.popleft()
            self.step()
            self.export(place, page)
        self.folder.write(
            "404.html", self.page_text(SitePlace(MISSING), self.ask(SitePlace(MISSING)))
        )
        lines = [f"{old} {new} 301\n" for old, new in sorted(self.redirects.items())]
        if lines:
            self.folder.write("_redirects", "".join(lines).encode())
        if any(frame_at(place.path) for place in self.seen):
            self.folder.write("_headers", headers_file().encode())

    def want(self, place: SitePlace, page: SitePlace | None) -> None:
        if place not in self.seen and not place.needs_server:
            self.seen.add(place)
            self.waiting.append((place, page))

    def export(self, place: SitePlace, page: SitePlace | None) -> None:
        reply = self.ask(place)
        if reply.status == 404 or (page is not None and 400 <= reply.status < 500):
            if page is not None:
                self.dead[place.path] = page.path
        elif reply.leads_to:
            self.write_redirect(place, reply.leads_to)
        elif reply.status == 200 and (folder := frame_at(place.path)):
            self.write_frame(place, reply, folder)
        elif reply.status == 200:
            self.write_file(place.file, self.page_text(place, reply))
        else:
            raise FolderRefusedError(
                f"{place.path} is answered with {reply.status}: the site must answer all its pages "
                "(ALLOWED_HOSTS has to hold the host of SITE_URL)."
            )

    def page_text(self, place: SitePlace, reply: Reply) -> bytes:
        """What is written of a page; its links are waited for."""
        if not reply.kind.startswith(TEXTS):
            return reply.data
        text = reply.data.decode()
        if reply.kind == "text/html":
            text = without_live_parts(text, place)
        for link in links_of(text, reply.kind):
            led = place_at(link, place)
            if led:
                self.want(led[0], place)
        return with_file_links(text, reply.kind, place).encode()

    def write_frame(self, place: SitePlace, reply: Reply, folder: str) -> None:
        for path in frame_paths(folder):
            self.want(SitePlace(path), None)
        try:
            self.write_file(place.file, static_frame(place.path, reply.data))
        except ValueError as error:
            self.left_out[place.file] = str(error)

    def write_redirect(self, place: SitePlace, link: str) -> None:
        """A page that leads on, for servers that know no other way; of a feed its copy."""
        led = place_at(link, place)
        target = link
        if led is not None:
            new, fragment = led
            self.want(new, None)
            target = f"{new.address}{fragment and f'#{fragment}'}"
        name = place.file
        if not PurePosixPath(name).suffix and name:
            name = f"{name}/index.html"
        if led is not None and name == led[0].file:
            return  # the page itself, without its slash: any server leads there
        if not place.query:
            self.redirects[place.address] = target
        if led is not None and (reply := self.copied(place, led[0])):
            self.write_file(name, self.page_text(led[0], reply))
            return
        whole = f"{settings.SITE_ORIGIN}{target}" if led is not None else target
        self.write_file(name, moved_page(target, whole).encode())

    def copied(self, place: SitePlace, target: SitePlace) -> Reply | None:
        """The target's reply where a page of HTML at the old place would be no answer."""
        if PurePosixPath(place.file).suffix in PAGES and place.path not in FEEDS:
            return None
        reply = self.ask(target)
        return reply if reply.status == 200 and reply.kind != "text/html" else None

    def write_file(self, name: str, data: bytes) -> None:
        if self.folder.seen.get(name) == sha256(data).hexdigest():
            return  # two old addresses that differ in their last slash alone
        is_long = any(len(part.encode()) > LONGEST_PART for part in name.split("/"))
        if not is_inner(name) or is_long or self.stands_in_the_way(name):
            self.left_out[name] = "no file can have this name"
        else:
            self.folder.write(name, data)

    def stands_in_the_way(self, name: str) -> bool:
        """Whether the file was written already, or one is where a folder has to be."""
        above = (str(one) for one in PurePosixPath(name).parents)
        place = self.folder.root / name
        return (
            name in self.folder.seen
            or any(one in self.folder.seen for one in above)
            or (place.is_dir() and not place.is_symlink())
        )

    def ask(self, place: SitePlace) -> Reply:
        for prefix, open_file in ((settings.STATIC_URL, static_file), (settings.MEDIA_URL, stored)):
            below = prefix.removeprefix(settings.SITE_PATH)
            if place.path.startswith(below):
                return open_file(place.path.removeprefix(below))
        if frame_at(place.path):
            return stored(f"{place.path.removeprefix('/')}{KEPT_AS}")
        request = reader_request(place.path, place.query, **{IS_STATIC: True})
        response = self.handler.get_response(request)
        data = data_of(response)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        return Reply(response.status_code, kind, data, response.headers.get("Location", ""))


def data_of(response: HttpResponseBase) -> bytes:
    """All that a response says. It is not closed, only its file: to close it would end the
    request, and with that the connection to the database."""
    if not response.streaming:
        return response.content
    with closing(getattr(response, "file_to_stream", None) or BytesIO()):
        return b"".join(response)


def export_static(root: Path, step: Callable[[], None] = lambda: None) -> StaticExport:
    """Writes what everybody may read below a folder; what was done.

    Raises ``FolderRefusedError`` and ``OSError``; nothing that was there is removed then.
    """
    with KeptFolder(root, KIND) as folder:
        make_files_now()
        done = StaticExport(folder, step)
        done.write()
    return done


def leading_paths() -> Iterator[str]:
    """Addresses that no page links to and that lead on."""
    yield from OldAddress.objects.order_by("pk").values_list("path", flat=True).iterator()
    yield from ListAddress.objects.order_by("pk").values_list("path", flat=True).iterator()
    for key in Key.objects.order_by("pk").values_list("value", flat=True).iterator():
        yield f"/papers/{key}/"
    for slug in OldSlug.objects.order_by("pk").values_list("value", flat=True).iterator():
        yield f"/papers/people/{slug}/"


def static_file(name: str) -> Reply:
    """A file that belongs to the pages: collected, or from where it lies."""
    try:
        with staticfiles_storage.open(name) as stream:
            return file_reply(name, stream.read())
    except UNREADABLE:  # not collected
        pass
    try:
        found = finders.find(name)
        return file_reply(name, Path(found).read_bytes()) if found else Reply(404, "", b"")
    except UNREADABLE:
        return Reply(404, "", b"")


def stored(name: str) -> Reply:
    """Raises ``StoreAway``, which says nothing of the file."""
    try:
        with default_storage.open(name) as stream:
            return file_reply(name, stream.read())
    except StoreAway:
        raise
    except UNREADABLE:
        return Reply(404, "", b"")


def file_reply(name: str, data: bytes) -> Reply:
    """What links are read of: sheets alone."""
    return Reply(200, "text/css" if name.endswith(".css") else "", data)


def moved_page(address: str, whole: str) -> str:
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{escape(address)}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={escape(address)}">\n'
        f'<link rel="canonical" href="{escape(whole)}">\n'
        f'<a href="{escape(address)}">{escape(address)}</a>\n'
    )
