"""The guard that keeps every test on this machine."""

import ipaddress
import socket
from typing import Any

import pytest

LOCAL_NAMES = {"localhost", "", None}


def is_local(host: Any) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in LOCAL_NAMES:
        return True
    address = numeric(host)
    return address is not None and address.is_loopback


def numeric(host: Any) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a text is, if it is one and no name."""
    try:
        return ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return None


def refuse(host: Any) -> None:
    """Fails the test. Not an OSError, so that no code under test can take it for a bad network."""
    pytest.fail(f"This test tried to reach {host!r}; tests talk to loopback only.", pytrace=True)


def stay_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(own_socket: socket.socket, address: Any) -> None:
        if own_socket.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            refuse(address[0])

    def local_connect(own_socket: socket.socket, address: Any) -> None:
        check(own_socket, address)
        return connect(own_socket, address)

    def local_connect_ex(own_socket: socket.socket, address: Any) -> int:
        check(own_socket, address)
        return connect_ex(own_socket, address)

    def local_look_up(host: Any, *args: Any, **kwargs: Any) -> list:
        if not is_local(host) and numeric(host) is None:
            refuse(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", local_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", local_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", local_look_up)
