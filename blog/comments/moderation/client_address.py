"""From whom a request came, behind proxies. No Django here."""

from ipaddress import IPv6Address, ip_address


def client_of(peer: str, forwarded: str, proxies: int) -> str:
    """The address of the client behind a number of proxies of the operator's own.

    ``peer`` is who connected to us, ``forwarded`` the header ``X-Forwarded-For``, to whose end
    each proxy adds whoever connected to it. So only the last ``proxies`` entries are known to be
    true; what a client wrote before them is not read. An entry that is no address (RFC 7239 allows
    ``unknown``) leaves the one that a nearer proxy wrote. Empty when nothing is known.
    """
    chain = [*forwarded.split(","), peer] if forwarded.strip() else [peer]
    for entry in chain[-1 - proxies :]:
        if address := plain_address(entry):
            return address
    return ""


def plain_address(entry: str) -> str:
    """An address without port, brackets and zone, IPv4 also where IPv6 wraps it; else empty."""
    entry = entry.strip().strip('"')
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        address = ip_address(entry.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)
