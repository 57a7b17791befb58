"""IP addresses, which are never stored: only keyed hashes, by a key that lives a few days."""

import hmac
import secrets
from datetime import date, timedelta
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from blog.comments.moderation.client_address import client_of
from blog.models import AddressKey, Ban, Comment, Event, Report
from blog.models.moderation import BanKind


def client_address(request: HttpRequest) -> str:
    """The sender's IP address, behind ``settings.TRUSTED_PROXIES``; empty when nobody knows."""
    return client_of(
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("X-Forwarded-For", ""),
        settings.TRUSTED_PROXIES,
    )


def hash_address(address: str) -> str:
    """What today stands for an address (for IPv6: for its /64): 32 hexadecimal digits."""
    if not address:
        return ""
    return keyed_hash(key_of(timezone.now().date()), address)


def hash_networks(address: str) -> list[str]:
    """What today stands for the wider network of an address, where there is one: an IPv6 /48."""
    if ":" not in address:
        return []
    return [hash_name(str(ip_network(f"{address}/48", strict=False)))]


def hash_name(name: str) -> str:
    """What today stands for any other text that must not be stored."""
    key = bytes(key_of(timezone.now().date()))
    return hmac.digest(key, name.encode(), "sha256").hex()[:32]


def known_hashes(address: str) -> list[str]:
    """What stood for the address on each day whose key still is there."""
    if not address:
        return []
    return [keyed_hash(row.key, address) for row in AddressKey.objects.kept()]


def hashes_of_sender(address: str) -> tuple[str, set[str]]:
    """What today stands for an address, and what stood for it on each day whose key still is
    there; in one query once today's key is made."""
    if not address:
        return "", set()
    known = {row.day: keyed_hash(row.key, address) for row in AddressKey.objects.kept()}
    own = known.get(timezone.now().date()) or hash_address(address)
    return own, {own, *known.values()}


def keyed_hash(key: bytes, address: str) -> str:
    return hmac.digest(bytes(key), network_of(address).encode(), "sha256").hex()[:32]


def key_of(day: date) -> bytes:
    """The day's key; of several processes that make it, the first one's stays."""
    row = AddressKey.objects.filter(day=day).first()
    if row is None:
        row, _is_new = AddressKey.objects.get_or_create(
            day=day, defaults={"key": secrets.token_bytes(32)}
        )
    return row.key


def forget_addresses() -> None:
    """Deletes keys that are old, and the hashes that nobody can make again."""
    start = timezone.now() - timedelta(days=settings.BLOG_ADDRESS_DAYS)
    AddressKey.objects.filter(day__lte=start.date()).delete()
    for model in (Comment, Report, Event):
        model.objects.filter(created_at__lt=start).exclude(sender="").update(sender="")
    Ban.objects.filter(kind=BanKind.SENDER, expires_at__lt=timezone.now()).delete()


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 of an IPv6 one."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False))
