"""Which requests may be answered with a page that is kept for everybody, and under which key.

A page is kept as Django makes it of a request that has nothing but what its key says
(``plain_request``), so that no header, cookie or query of a visitor can be in it. This module says
which requests Django would answer in the same way.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from blog.comments.mail.proven_address import MAIL_COOKIE
from blog.comments.sending.own_comments import OWN_COOKIE

Environ = dict[str, Any]
PageKey = tuple[str, str, str, str]
"""Scheme, host, path below the site's own, query."""

ANSWERED = ("GET", "HEAD")
NOT_FOR_ALL = frozenset(
    {
        "HTTP_AUTHORIZATION",
        "HTTP_IF_MATCH",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_RANGE",
        "HTTP_TRANSFER_ENCODING",
    }
)
"""With any of these a request is Django's."""
LONGEST = 500  # of a path, of a query
QUERY = re.compile(r"(?:(?:before|comments|p|state|style)=[\w.~%+:-]*(?:&(?!\Z)|\Z))+", re.ASCII)
"""What lists page by, a post's references are formatted by and its comments are paged by. Any other
query is Django's, and so is one that says a thing twice."""
CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f]")  # as config.readable_requests refuses
NEVER = ("/admin/", "/api/", "/static/", "/media/", "/search/", "/drafts/", "/healthz")
"""Paths below which nothing is kept, so that no two requests wait for each other there."""

OF_SERVER = ("wsgi.", "SERVER_", "SCRIPT_NAME")
"""What a request has of the server and not of who asks."""


def own_cookies() -> set[str]:
    """The names of the cookies that this site sets: with one of them a request is Django's. Others
    are of other programs on the same host, and nothing here reads them."""
    return {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        "messages",
        MAIL_COOKIE,
        OWN_COOKIE,
    }


def known_hosts() -> set[str]:
    """``Host`` headers under which pages are kept: those that ``ALLOWED_HOSTS`` names, with and
    without the site's own port. Others that Django allows would multiply the pages."""
    own = urlsplit(settings.SITE_URL)
    port = f":{own.port}" if own.port else ""
    names = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))]
    return {own.netloc.lower()} | {f"{name.lower()}{end}" for name in names for end in ("", port)}


class KeepingRules:
    """The rules as they are under the settings of this process."""

    def __init__(self) -> None:
        self.hosts = known_hosts()
        self.cookies = own_cookies()
        self.tells_scheme = settings.SECURE_PROXY_SSL_HEADER
        self.roots = ("", settings.SITE_PATH)  # a server may let who asks say another one

    def key_of(self, environ: Environ) -> PageKey | None:
        """``None`` for a request that only Django answers."""
        if environ["REQUEST_METHOD"] not in ANSWERED:
            return None
        host = environ.get("HTTP_HOST", "").lower()
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            host not in self.hosts
            or environ.get("SCRIPT_NAME", "") not in self.roots
            or not NOT_FOR_ALL.isdisjoint(environ)
            or environ.get("CONTENT_TYPE")
            or environ.get("CONTENT_LENGTH", "") not in ("", "0")
            or len(path) > LONGEST
            or path.startswith(NEVER)
            or (query and not is_known(query))
            or not self.is_readable(environ)
        ):
            return None
        return self.scheme_of(environ), host, path, query

    def scheme_of(self, environ: Environ) -> str:
        """As Django says it (``HttpRequest.scheme``)."""
        if self.tells_scheme:
            name, secure = self.tells_scheme
            told = environ.get(name)
            if told is not None:
                return "https" if told.split(",", 1)[0].strip() == secure else "http"
        return environ["wsgi.url_scheme"]

    def is_readable(self, environ: Environ) -> bool:
        """Whether Django refuses none of the headers, and none says who asks."""
        headers = "".join([value for name, value in environ.items() if name[:5] == "HTTP_"])
        if not headers.isprintable() and CONTROL.search(headers):  # the first is quickly asked
            return False
        cookies = environ.get("HTTP_COOKIE")
        return not cookies or self.are_foreign(cookies)

    def are_foreign(self, cookies: str) -> bool:
        """Quoted ones may hold anything, and are read by Django alone."""
        names = {one.partition("=")[0].strip() for one in cookies.split(";")}
        is_plain = cookies.isascii() and cookies.isprintable() and "\\" not in cookies
        return is_plain and not names & self.cookies


def is_known(query: str) -> bool:
    if len(query) > LONGEST or not QUERY.fullmatch(query):
        return False
    names = [one.partition("=")[0] for one in query.split("&")]
    return len(names) == len(set(names))


def plain_request(environ: Environ, key: PageKey, *, is_packed: bool) -> Environ:
    """The request that a page is made of: GET, and of the headers only what the key says."""
    scheme, host, path, query = key
    plain = {name: value for name, value in environ.items() if name.startswith(OF_SERVER)}
    plain |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "HTTP_ACCEPT_ENCODING": "gzip" if is_packed else "",
        "wsgi.url_scheme": scheme,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        plain[name] = secure if scheme == "https" else f"not {secure}"
    return plain
