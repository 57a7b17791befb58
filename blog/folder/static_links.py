"""Addresses of the site as files for any web server, and the links of a page between them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from blog.folder.safe_names import cut_name

IS_STATIC = "wellcited.static"
"""In the environment of a request whose answer becomes a file: nothing answers its forms. No
request from outside can say so, since what its headers say begins with ``HTTP_``."""
PAGED = {"after", "before", "comments", "state", "venue", "year"}
"""What a query may say for its page to be a file of its own; any other one asks a server."""
LIVE = {
    *("comment_add", "comment_thanks", "comment_edit", "comment_withdraw", "comment_report"),
    *("mail_confirm", "mail_stop", "bibliography_put", "bibliography_put_to", "healthz"),
    *("webmention",),
    *("search", "search_titles", "search_description"),
}
"""Names of addresses that only a server answers."""
LONGEST_QUERY = 80
FEED_JSON = "application/feed+json"
ATTRIBUTE = re.compile(r'\b(href|src)="([^"]*)"')
COPIES = re.compile(r'\bsrcset="([^"]*)"')
SHARED = re.compile(r'<meta property="(og:image)" content="([^"]*)"')
LOCATION = re.compile(r"<(loc)>([^<]*)(?=</loc>)")
OF_SHEET = re.compile(r"(url)\(\s*[\"']?([^\"')]+)")
OF_SCRIPT = re.compile(r"\b(from|import)\s*\(?[\"'](\.[^\"']+)")
OF_JSON = re.compile(r'"((?:\w+_)?url)": "((?:[^"\\]|\\.)*)"')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ANCHOR = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
EMPTIED = re.compile(r'<p class="facts[^"]*">\s*</p>')


@dataclass(frozen=True)
class SitePlace:
    """An address of ours: the path below the site's own, decoded, and the query as it is sent."""

    path: str
    query: str = ""

    @property
    def file(self) -> str:
        """The file that a server without programs answers with."""
        path = self.path.removeprefix("/")
        folder, _slash, name = path.rpartition("/")
        if not self.query:
            return path if name else f"{path}index.html"
        mark = query_mark(self.query)
        if not name:
            return f"{path}{mark}/index.html"
        part = PurePosixPath(name)
        return f"{folder}/{part.stem}{mark}{part.suffix}".removeprefix("/")

    @property
    def address(self) -> str:
        """The path by which pages link to that file."""
        file = self.file
        path = file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file
        return f"{settings.SITE_PATH}/{quote(path, safe='/~:@!$&()*+,;=')}"

    @property
    def needs_server(self) -> bool:
        return asks_server(self.path, self.query)


@lru_cache(maxsize=1 << 16)
def asks_server(path: str, query: str) -> bool:
    if {key for key, _value in parse_qsl(query, keep_blank_values=True)} - PAGED:
        return True
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.namespaces[:1] == ["admin"] or found.url_name in LIVE


def query_mark(query: str) -> str:
    """A part of a file's name that no other query has."""
    name = re.sub(r"[^\w=+.-]", "_", unquote(query))
    if name == query and len(name.encode()) <= LONGEST_QUERY:
        return f"~{name}"
    digest = sha256(query.encode()).hexdigest()[:10]
    return f"~{cut_name(name, LONGEST_QUERY)}~{digest}"


def place_at(link: str, base: SitePlace) -> tuple[SitePlace, str] | None:
    """The place of ours that a link on a page leads to, and its fragment; ``None`` elsewhere."""
    try:
        here = f"{settings.SITE_ORIGIN}{settings.SITE_PATH}{quote(base.path)}"
        url = urlsplit(urljoin(f"{here}?{base.query}" if base.query else here, link))
    except ValueError:  # brackets that hold no address
        return None
    path, root = unquote(url.path) or "/", settings.SITE_PATH
    if f"{url.scheme}://{url.netloc}" != settings.SITE_ORIGIN:
        return None
    if root and path != root and not path.startswith(f"{root}/"):
        return None
    return SitePlace(path[len(root) :] or "/", url.query), url.fragment


def patterns_for(kind: str) -> tuple[re.Pattern[str], ...]:
    """Where links stand in a text of a media type."""
    if kind == "text/css":
        return (OF_SHEET,)
    if "javascript" in kind:
        return (OF_SCRIPT,)
    if kind == FEED_JSON:
        return (OF_JSON,)
    return (ATTRIBUTE, SHARED, LOCATION) if "html" in kind or "xml" in kind else ()


def read_link(written: str, kind: str) -> str:
    return json.loads(f'"{written}"') if kind == FEED_JSON else unescape(written)


def written_link(link: str, kind: str) -> str:
    return json.dumps(link, ensure_ascii=False)[1:-1] if kind == FEED_JSON else escape(link)


def links_of(text: str, kind: str) -> Iterator[str]:
    patterns = patterns_for(kind)
    for pattern in patterns:
        yield from (read_link(found[2], kind) for found in pattern.finditer(text))
    if ATTRIBUTE in patterns:
        sets = (unescape(found[1]).split(",") for found in COPIES.finditer(text))
        yield from (one.split()[0] for some in sets for one in some if one.strip())


def without_live_parts(page: str, base: SitePlace) -> str:
    """A page without forms and without links that only a server answers."""

    def kept(found: re.Match[str]) -> str:
        led = place_at(unescape(found[1]), base)
        return "" if led and led[0].needs_server else found[0]

    return EMPTIED.sub("", ANCHOR.sub(kept, FORM.sub("", page)))


def with_file_links(text: str, kind: str, base: SitePlace) -> str:
    """The same text with links to the files of pages whose addresses have a query."""

    def changed(found: re.Match[str]) -> str:
        link = read_link(found[2], kind)
        led = place_at(link, base)
        if led is None or not led[0].query or led[0].needs_server:
            return found[0]
        place, fragment = led
        whole = settings.SITE_ORIGIN if urlsplit(link).netloc else ""
        before, after = found[0].split(found[2], 1)
        new = f"{whole}{place.address}{fragment and f'#{fragment}'}"
        return f"{before}{written_link(new, kind)}{after}"

    for pattern in patterns_for(kind):
        text = pattern.sub(changed, text)
    return text
