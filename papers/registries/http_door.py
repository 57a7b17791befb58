"""The only door to the network: every question to another host goes through here.

Three policies. *Registries*: the hosts of ``PAPERS_REGISTRY_URLS`` and the services' own, over
https but for a base address that the operator set to http. *A service*: the host that the operator
set for it, alone. *The public web*: any public host, over ports 80 and 443; the name is looked up
once, its addresses are checked, and the connection goes to the very address that was checked. All
have one total time, one size, and a list of kinds of content.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from papers.registries import public_addresses
from papers.registries.door_allowance import Allowance
from papers.registries.door_faults import (
    AddressRefused,
    AskedTooOften,
    DoorFault,
    InvalidReply,
    NotThere,
    Unavailable,
)
from papers.registries.host_pauses import seconds_to_wait

log = logging.getLogger(__name__)
MOST_REDIRECTS = 4
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TAKEN = frozenset({200, 201, 202, 204, 303})
"""Statuses with which a form is taken; after the last one, another page would tell so."""
LISTS = ("link",)
"""Headers that a host may send in several lines, which are one list (RFC 9110, section 5.3)."""
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
OWN_HOSTS = frozenset(
    {"https://api.crossref.org", "https://api.datacite.org", "https://doi.org"}
    | {"https://export.arxiv.org", "https://arxiv.org"}
)


@dataclass(frozen=True)
class Answer:
    """What a host answered in the end: 200 or 304. `address` is where the last redirect led; the
    names of `headers` are in small letters."""

    status: int
    address: str
    headers: Mapping[str, str]
    body: bytes


class Place(NamedTuple):
    """An address taken apart, in the form in which it is asked."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        usual = PORTS[self.scheme] == self.port
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")


Policy = Callable[[Place, Allowance], list[str]]
"""The addresses to which a question to a place may go; ``AddressRefused`` says why none."""


def ask_registry(
    address: str, kinds: tuple[str, ...], headers: Mapping[str, str] | None = None
) -> Answer:
    """Asks a registry with a ``GET``; ``DoorFault`` says why there is no answer."""
    return _ask(address, kinds, headers or {}, "GET", _registry_addresses)


def ask_service(
    address: str, base: str, kinds: tuple[str, ...], headers: Mapping[str, str], most: int
) -> Answer:
    """Asks the host of a service's `base` address with a ``GET``, and no other host wherever it
    leads: the headers may hold a key. ``DoorFault`` says why there is no answer."""
    policy = partial(_service_addresses, take_apart(base).origin)
    return _ask(address, kinds, headers, "GET", policy, most)


def ask_public_web(
    address: str,
    kinds: tuple[str, ...],
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    most: int | None = None,
) -> Answer:
    """Asks any public host with a ``GET`` or a ``HEAD``; `kinds` as ``("text/html", "image/")``;
    without any the body is not read. ``DoorFault`` says why there is no answer."""
    return _ask(address, kinds, headers or {}, method, _checked_addresses, most)


def send_to_public_web(address: str, fields: Mapping[str, str]) -> None:
    """Sends any public host a form with a ``POST``, also where it leads on to; ``DoorFault`` says
    why it was not taken. What is answered is not read."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode(fields).encode()
    _ask(address, (), kind, "POST", _checked_addresses, body=form)


def take_apart(address: str) -> Place:
    """``AddressRefused`` for what no question can be sent to."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise AddressRefused(
            _("%(address)s is no address that can be asked.") % {"address": address[:200]}
        ) from error
    is_clean = address.isprintable() and " " not in address and "\\" not in address
    is_clean = is_clean and not public_addresses.is_odd_number(host)
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or not is_clean:
        raise AddressRefused(
            _("%(address)s is no address that can be asked; one begins with https:// or http://.")
            % {"address": address[:200]}
        )
    return Place(parts.scheme, host.lower(), port, _target(parts))


def _target(parts: SplitResult) -> str:
    safe = "/%:@!$&'()*+,;=~?[]<>"
    path = quote(parts.path or "/", safe=safe.replace("?", "").replace("<>", ""))
    return f"{path}?{quote(parts.query, safe=safe)}" if parts.query else path


def _registry_addresses(place: Place, allowance: Allowance) -> list[str]:
    bases = {take_apart(base).origin for base in settings.PAPERS_REGISTRY_URLS.values()}
    if place.origin not in bases | OWN_HOSTS:
        raise AddressRefused(
            _("%(origin)s is no registry, so it was not asked.") % {"origin": place.origin}
        )
    return public_addresses.look_up_host(place.host, place.port, allowance.time_left())


def _service_addresses(origin: str, place: Place, allowance: Allowance) -> list[str]:
    if place.origin != origin:
        raise AddressRefused(
            _("%(origin)s leads to %(place)s, which was not asked.")
            % {"origin": origin, "place": place.origin}
        )
    return public_addresses.look_up_host(place.host, place.port, allowance.time_left())


def _checked_addresses(place: Place, allowance: Allowance) -> list[str]:
    if place.port != PORTS[place.scheme]:
        raise AddressRefused(
            _("%(origin)s was not asked: only the ports 80 and 443 are.") % {"origin": place.origin}
        )
    found = public_addresses.look_up_host(place.host, place.port, allowance.time_left())
    if not public_addresses.all_public(found):
        raise AddressRefused(
            _("%(origin)s is no host of the public internet, so it was not asked.")
            % {"origin": place.origin}
        )
    return found


def _ask(
    address: str,
    kinds: tuple[str, ...],
    headers: Mapping[str, str],
    method: str,
    policy: Policy,
    most: int | None = None,
    body: bytes | None = None,
) -> Answer:
    # urllib3 takes 1 MB and 25 ms, which only a process needs that asks somebody.
    from papers.registries import door_connection

    allowance = Allowance.of(settings.PAPERS_DOOR_SECONDS, most or settings.PAPERS_DOOR_BYTES)
    sent = {"Accept-Encoding": "gzip", "User-Agent": user_agent(), "Connection": "close"}
    wanted = [f"{kind}*" if kind[-1:] == "/" else kind for kind in kinds]
    sent |= {"Accept": ", ".join(wanted) or "*/*"}
    sent |= headers
    wanted_body = () if method == "HEAD" else kinds
    for _number in range(MOST_REDIRECTS + 1):
        place = take_apart(address)
        with door_connection.faults_named(place.host):
            addresses = policy(place, allowance)
            link = door_connection.open_connection(
                place.scheme, place.host, place.port, addresses, allowance
            )
            with (
                closing(link),
                closing(
                    door_connection.send_question(link, method, place.target, sent, body)
                ) as found,
            ):
                is_taken = body is not None and found.status in TAKEN
                if is_taken or found.status not in REDIRECTS:
                    read = partial(door_connection.read_body, found, allowance.most)
                    status = 200 if is_taken else found.status
                    return _answer(status, found.headers, address, wanted_body, read)
                address = urljoin(address, found.headers.get("Location", ""))
        log.debug("%s leads on to %s", place.origin, address)
    raise InvalidReply(_("%(origin)s leads on and on.") % {"origin": place.origin})


def _answer(
    status: int,
    sent_headers: Mapping[str, str],
    address: str,
    kinds: tuple[str, ...],
    read: Callable[[], bytes],
) -> Answer:
    """Where no kind of body is wanted, none is ``read``."""
    headers = {name.lower(): value for name, value in sent_headers.items()}
    headers |= {name: sent_headers[name] for name in LISTS if name in headers}
    host = take_apart(address).host
    _refuse_status(status, host, headers)
    if status == 304 or not kinds:
        return Answer(status, address, headers, b"")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not any(kind.startswith(one) if one[-1:] == "/" else kind == one for one in kinds):
        raise InvalidReply(
            _("%(host)s answered with content of the kind “%(kind)s”; expected was %(kinds)s.")
            % {"host": host, "kind": kind[:60], "kinds": ", ".join(kinds)}
        )
    if headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
        raise InvalidReply(_("%(host)s packed its answer in an unknown way.") % {"host": host})
    return Answer(status, address, headers, read())


def _refuse_status(status: int, host: str, headers: Mapping[str, str]) -> None:
    if status in (200, 304):
        return
    words = {"host": host, "status": status}
    wait = seconds_to_wait(headers.get("retry-after"))
    if status in (404, 410):
        fault: DoorFault = NotThere(
            _("%(host)s has nothing under this address (%(status)s).") % words
        )
    elif status == 429:
        fault = AskedTooOften(_("%(host)s asks to be asked less often.") % words, wait)
    elif status >= 500 or status in (401, 403, 408, 425, 451):
        said = _("%(host)s cannot answer at the moment (%(status)s).") % words
        fault = Unavailable(said, wait)
    else:
        fault = InvalidReply(
            _("%(host)s did not understand the question (%(status)s).") % words, wait
        )
    fault.status = status
    raise fault


def user_agent() -> str:
    """Who asks, with the contact that the registries want from their askers."""
    contact = [f"mailto:{settings.CONTACT_EMAIL}"] if settings.CONTACT_EMAIL else []
    return f"Wellcited/0.1 ({'; '.join([settings.SITE_URL, *contact])})"
