"""Asks this site through the proxy in front of it: on loopback, by the name in ``SITE_URL``."""

import json
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from blog.server.probed_requests import probe_header

Seen = dict[str, Any]
SEEN_BY_NOBODY = "192.0.2.77"  # RFC 5737: nobody's address
UNDERSCORED = "192.0.2.78"
"""Another one, of a header with underscores: WSGI names it as the one with hyphens (PEP 3333), and
a server may take it for that one."""
PORTS = {"http": 80, "https": 443}
SECONDS = 5.0
MOST_BYTES = 10_000


class Unreachable(Exception):
    """Nothing answers there."""


class Untrusted(Exception):
    """What answers has no certificate of the site's name that browsers would trust."""


class NotOurs(Exception):
    """Something answers that is not this site, or does not know its key."""


def look_through_proxy(url: str) -> Seen:
    """What the site sees of a request that says to come from ``SEEN_BY_NOBODY``."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    headers = {
        "Host": parts.netloc,
        "X-Forwarded-For": SEEN_BY_NOBODY,
        "X-Forwarded-Proto": "forged",
        **({"X_Forwarded_For": UNDERSCORED} if settings.BEHIND_PROXY else {}),
        **probe_header(),
    }
    with pool_for(parts.scheme, port, parts.hostname or "") as pool:
        try:
            answer = pool.request(
                "GET", f"{parts.path}/healthz", headers=headers, preload_content=False
            )
            text = answer.read(MOST_BYTES)
        except urllib3.exceptions.SSLError as error:
            raise Untrusted(" ".join(str(error).split())) from error
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(f"127.0.0.1:{port}: {type(error).__name__}") from error
    try:
        seen = json.loads(text)
    except ValueError as error:
        raise NotOurs(f"it answers {answer.status}, and not what was asked") from error
    if not isinstance(seen, dict) or "forwarded_proto" not in seen:
        raise NotOurs(f"it answers {answer.status}, and not what was asked")
    return seen


def pool_for(scheme: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=timeout, retries=False)
    return urllib3.HTTPSConnectionPool(
        "127.0.0.1",
        port,
        timeout=timeout,
        retries=False,
        server_hostname=host,
        assert_hostname=host,
    )
