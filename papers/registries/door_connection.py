"""One exchange over HTTP that ends in time and stays small, whatever the other side does.

The timeouts of HTTP clients count from one byte to the next: a byte a second holds them for ever.
Here every single read of the socket is given what is left of one allowance of time and of bytes,
from the look-up of the name to the last byte of the last redirect; TLS handshakes count too.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

CHUNK = 65_536


class TooMuchSent(Exception):
    """More bytes than an answer may have."""


@dataclass
class Allowance:
    """What is left of the time and the bytes of one question with its redirects. Compressed and
    chunked bytes may be a little more than those of the body."""

    ends_at: float
    most: int
    sent: int = 0

    @classmethod
    def of(cls, seconds: float, most: int) -> "Allowance":
        return cls(time.monotonic() + seconds, most)

    def time_left(self) -> float:
        """Seconds; ``TimeoutError`` where there are none."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time is left")
        return left

    def count_bytes(self, number: int) -> None:
        self.sent += number
        if self.sent > self.most + self.most // 4 + 4 * CHUNK:
            raise TooMuchSent


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
    link: HTTPConnection, method: str, target: str, headers: Mapping[str, str]
) -> HTTPResponse:
    """The answer's status and headers; its body is unread."""
    link.request(method, target, headers=dict(headers), preload_content=False)
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
