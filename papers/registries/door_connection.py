"""One exchange over HTTP that ends in time and stays small, whatever the other side does.

The timeouts of HTTP clients count from one byte to the next: a byte a second holds them for ever.
Here every single read of the socket is given what is left of one allowance of time and of bytes,
from the look-up of the name to the last byte of the last redirect; TLS handshakes count too.
"""

import http.client
import io
import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    ProtocolError,
    ReadTimeoutError,
)
from urllib3.response import HTTPResponse

from papers.registries.door_allowance import CHUNK, Allowance, TooMuchSent
from papers.registries.door_faults import DoorFault, InvalidReply, Unavailable

log = logging.getLogger(__name__)


class _CountedSocket(io.RawIOBase):
    """Reads of a socket, each within the allowance."""

    def __init__(self, sock: Any, reader: Any, allowance: Allowance) -> None:
        self.sock, self.reader, self.allowance = sock, reader, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.sock.settimeout(self.allowance.time_left())
        number = self.reader.readinto(buffer) or 0
        self.allowance.count_bytes(number)
        return number

    def close(self) -> None:
        self.reader.close()
        super().close()


class _CountedResponse(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, allowance: Allowance, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_CountedSocket(sock, self.fp.detach(), allowance))


class _Bounded:
    """Connects to addresses that were looked up (and checked) before, never by the name again."""

    addresses: list[str]
    allowance: Allowance

    def _new_conn(self) -> socket.socket:
        fault: OSError = OSError("the name has no address")
        for number, address in enumerate(self.addresses):
            share = self.allowance.time_left() / (len(self.addresses) - number)
            try:
                return socket.create_connection((address, self.port), timeout=share)
            except OSError as error:
                fault = error
        raise fault


class _BoundedHTTP(_Bounded, HTTPConnection):
    pass


class _BoundedHTTPS(_Bounded, HTTPSConnection):
    pass


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that the system trusts; reading them takes 20 ms."""
    return ssl.create_default_context()


def open_connection(
    scheme: str, host: str, port: int, addresses: list[str], allowance: Allowance
) -> HTTPConnection:
    """A connection that is made when it is asked: to `addresses`, under the name `host`."""
    seconds = allowance.time_left()
    if scheme == "https":
        link: Any = _BoundedHTTPS(host, port, timeout=seconds, ssl_context=_trusted())
    else:
        link = _BoundedHTTP(host, port, timeout=seconds)
    link.addresses, link.allowance = addresses, allowance
    link.response_class = partial(_CountedResponse, allowance=allowance)
    return link


def send_question(
    link: HTTPConnection,
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> HTTPResponse:
    """The answer's status and headers; its body is unread."""
    link.request(method, target, body, dict(headers), preload_content=False)
    return link.getresponse()


def read_body(response: HTTPResponse, most: int) -> bytes:
    """The body, decompressed as it comes; ``TooMuchSent`` as soon as it is larger than `most`."""
    parts, size = [], 0
    while part := response.read(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooMuchSent
    return b"".join(parts)


@contextmanager
def faults_named(host: str) -> Iterator[None]:
    """Turns every fault of the network and of HTTP into one of ours."""
    words = {"host": host}
    try:
        yield
    except DoorFault:
        raise
    except TooMuchSent as error:
        raise InvalidReply(_("%(host)s sent more than an answer may have.") % words) from error
    except (TimeoutError, ReadTimeoutError, ConnectTimeoutError) as error:
        raise Unavailable(
            _("%(host)s did not answer within %(seconds)s seconds.")
            % {**words, "seconds": f"{settings.PAPERS_DOOR_SECONDS:g}"}
        ) from error
    except (ProtocolError, DecodeError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, ConnectionError):
            raise Unavailable(_("%(host)s broke off the connection.") % words) from error
        raise InvalidReply(_("The answer of %(host)s broke off or is garbled.") % words) from error
    except (OSError, HTTPError) as error:
        log.info("%s could not be reached: %s", host, error)
        raise Unavailable(_("%(host)s could not be reached.") % words) from error
