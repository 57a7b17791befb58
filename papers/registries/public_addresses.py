"""Which addresses of the network are public: what a stranger's link may make this server ask."""

import re
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from typing import Any

IpAddress = IPv4Address | IPv6Address
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that IANA gives out (RFC 4291, section 2.4)
NAT64 = IPv6Network("64:ff9b::/96")  # stands for the IPv4 address in its end (RFC 6052)
NO_HOSTS = [IPv6Network("2002::/16"), IPv6Network("2001::/23"), IPv6Network("3fff::/20")]
"""6to4; Teredo, ORCHID and the like; examples (RFC 9637)."""
ISATAP = (0x00005EFE, 0x02005EFE)  # an IPv4 address follows (RFC 5214)
ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.A | re.I)
IPV4_SPECIAL = ("192.88.99.", "192.0.0.")  # 6to4 relays; protocol assignments


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to a host of the public internet: not this machine, not a network
    at home, no group of hosts, and no IPv6 address that stands for such an IPv4 one."""
    if isinstance(address, IPv4Address):
        is_special = address.is_multicast or address.is_reserved or address.is_unspecified
        return address.is_global and not is_special and not str(address).startswith(IPV4_SPECIAL)
    if address.scope_id is not None:
        return False
    if address in NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    is_tunnel = any(address in network for network in NO_HOSTS)
    is_isatap = int(address) >> 32 & 0xFFFFFFFF in ISATAP
    return address in GLOBAL_UNICAST and address.is_global and not is_tunnel and not is_isatap


def is_odd_number(host: str) -> bool:
    """Whether a host is a number as only old C libraries read it: ``2130706433``, ``0x7f.1``."""
    if not ENDS_IN_NUMBER.search(host):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def look_up_host(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name, the system's order. ``OSError`` where it has none; ``TimeoutError``
    where the answer takes longer, which the system's own resolver cannot be told."""
    found: SimpleQueue[Any] = SimpleQueue()

    def ask() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except BaseException as error:
            found.put(error)

    threading.Thread(target=ask, daemon=True, name=f"look up {host[:40]}").start()
    try:
        answer = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"the name {host} is not answered") from None
    if isinstance(answer, BaseException):
        raise answer
    return list(dict.fromkeys(str(entry[4][0]) for entry in answer))


def all_public(addresses: list[str]) -> bool:
    """Whether every one is public; one private address beside a public one is a trap."""
    return bool(addresses) and all(is_public(ip_address(one)) for one in addresses)
