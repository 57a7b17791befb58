"""Which bans a comment meets, when it is posted and when it is edited."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from blog.models import Ban, Comment
from blog.models.moderation import BanKind, BanOutcome
from blog.moderation.signals import (
    BANNED,
    BANNED_TO_WAIT,
    LINK,
    Reason,
    folded,
    host_of,
    stands_in,
)


def met_by(comment: Comment, senders: Iterable[str]) -> list[Reason]:
    """A reason for each ban; ``senders`` are the hashes of the address that sends it."""
    wanted = {
        BanKind.SENDER: set(senders),
        BanKind.MAIL: mail_names(comment.email),
        BanKind.SITE: sites_of(comment),
    }
    rows = Q(kind=BanKind.WORDS)
    for kind, values in wanted.items():
        rows |= Q(kind=kind, value__in=sorted(values))
    plain = folded(f"{comment.name}\n{comment.website}\n{comment.source}")
    return [
        reason_of(ban)
        for ban in Ban.objects.in_force().filter(rows).order_by("pk")
        if ban.kind != BanKind.WORDS or stands_in(ban.value, plain)
    ]


def reason_of(ban: Ban) -> Reason:
    value = "" if ban.kind == BanKind.SENDER else ban.value[:100]
    points = BANNED if ban.outcome == BanOutcome.SPAM else BANNED_TO_WAIT
    return Reason(f"banned_{ban.kind}", value, points)


def mail_names(email: str) -> set[str]:
    """What a ban of a mail may name: the address, or its domain after an ``@``."""
    email = email.strip().lower()
    name, at, domain = email.rpartition("@")
    return {email, f"@{domain}"} if at and name else set()


def sites_of(comment: Comment) -> set[str]:
    """Each host that a comment links to, in its text too, with the domains above it."""
    urls = [comment.website, *(f"//{address}" for address in LINK.findall(comment.source))]
    names: set[str] = set()
    for url in urls:
        parts = host_of(url).split(".")
        names |= {".".join(parts[start:]) for start in range(len(parts))}
    return names - {""}


def normal(kind: str, value: str) -> str:
    """How a ban's value is stored. Raises ``ValidationError`` for one that is none."""
    if kind == BanKind.MAIL:
        value = value.strip().lower()
        if not value.partition("@")[2]:
            raise ValidationError(_("Give a mail address, or a domain such as @example.org."))
        return value
    if kind == BanKind.SITE:
        host = host_of(value.strip() if "//" in value else f"//{value.strip()}")
        if "." not in host:
            raise ValidationError(_("Give a website such as example.org."))
        return host
    value = folded(value)
    if len(value) < 3:
        raise ValidationError(_("Give at least three letters, or ordinary comments are caught."))
    return value
