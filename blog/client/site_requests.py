"""Requests to the site's API: one address, no redirects, no longer than a time."""

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from blog.client.client_settings import ClientSettings, is_loopback

SECONDS, LONGEST_ANSWER = 60, 300
"""For which nothing may come, and in which an answer is whole."""
MOST, AT_ONCE = 64 * 1024 * 1024, 65_536
"""Bytes of an answer."""
KINDS = {
    **dict.fromkeys(("text", "html", "slug", "address", "outcome", "state"), str),
    **dict.fromkeys(("posts", "findings", "remarks"), list),
    "number": int,
}
"""What members of an answer are: files are named by some of them."""
BUSY = (429, 503)
"""With which the site says that it has had too many requests, or cannot store anything now."""
ATTEMPTS, LONGEST_WAIT = 5, 60
"""Where it says so, and how many seconds to wait."""


class SiteRefused(Exception):
    """The site took the request and says no: ``answer`` is its JSON."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        self.status, self.answer = status, answer
        told = answer.get("error", {})
        where = f"{told['where']}: " if told.get("where") else ""
        super().__init__(f"{where}{told.get('what', '')} {told.get('to_do', '')}".strip())


class NoSite(Exception):
    """The site cannot be reached, or does not answer as one of its kind: trying again may help."""


class NoRedirects(HTTPRedirectHandler):
    """A token goes nowhere but to the site that it is of."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


class SiteApi:
    """The API of one site."""

    def __init__(self, settings: ClientSettings) -> None:
        self.settings = settings
        host = urlsplit(settings.site).hostname or ""
        own = [ProxyHandler({})] if is_loopback(host) else []
        self.opener = build_opener(NoRedirects, *own)

    def ask(self, method: str, path: str, told: dict[str, Any] | bytes | None = None) -> Any:
        """The JSON of an answer. Raises ``SiteRefused`` and ``NoSite``."""
        headers = {
            "Authorization": f"Bearer {self.settings.token}",
            "Accept": "application/json",
            "User-Agent": "wellcited/1",
        }
        data = told if isinstance(told, bytes) else None
        if data is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif told is not None or method != "GET":
            data = json.dumps(told or {}).encode()
            headers["Content-Type"] = "application/json"
        address = f"{self.settings.site}/api/v1/{path}"
        request = Request(address, data, headers, method=method)  # noqa: S310 - checked_site
        left = ATTEMPTS
        while True:
            left -= 1
            try:
                with self.opener.open(request, timeout=SECONDS) as answer:
                    return as_json(read_answer(answer, address), address)
            except HTTPError as error:
                wait = error.headers.get("Retry-After", "") if error.code in BUSY else ""
                if not wait.isdecimal() or int(wait) > LONGEST_WAIT or not left:
                    self.refuse(error, address)
                error.close()
                time.sleep(int(wait))
            except (URLError, HTTPException, OSError) as error:
                reason = getattr(error, "reason", None) or error
                raise NoSite(f"{self.settings.site} cannot be reached: {reason}.") from error

    def refuse(self, error: HTTPError, address: str) -> None:
        with error:
            if 300 <= error.code < 400:
                to = error.headers.get("Location", "another address")
                raise NoSite(
                    f"{address} leads on to {to}: the token is not sent there. Set the site's "
                    "address as it is."
                )
            body = read_answer(error, address)
        try:
            told = as_json(body, address, error.code)
        except NoSite as no_json:
            if error.code < 500:
                raise
            later = f"{address} failed with {error.code}: try again later."
            raise NoSite(later) from no_json
        if error.code in BUSY or error.code >= 500:
            raise NoSite(str(SiteRefused(error.code, told)))
        raise SiteRefused(error.code, told)


def read_answer(answer: Any, address: str) -> bytes:
    parts, left, end = [], MOST, time.monotonic() + LONGEST_ANSWER
    while some := answer.read1(AT_ONCE):
        parts.append(some)
        left -= len(some)
        if left < 0 or time.monotonic() > end:
            raise NoSite(f"{address} answers more than it should, or too slowly.")
    return b"".join(parts)


def as_json(body: bytes, address: str, status: int = 200) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not has_kinds(told):
        raise NoSite(f"{address} answers {status} and no JSON as it should: is it Wellcited's?")
    return told


def has_kinds(told: Any) -> bool:
    """Whether it is an object, and its members, and those of its posts, are what they should be."""
    if not isinstance(told, dict):
        return False
    known = [isinstance(told[name], kind) for name, kind in KINDS.items() if name in told]
    return all(known) and all(map(has_kinds, told.get("posts", ())))
