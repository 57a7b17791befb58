"""Which bans a comment meets, when it is posted and when it is edited."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.moderation.client_address import plain_address
from blog.comments.moderation.linked_addresses import LINK, linked_in
from blog.comments.moderation.sender_hashes import hash_address
from blog.comments.moderation.spam_signals import BANNED, BANNED_TO_WAIT, Reason
from blog.models import Ban, Comment
from blog.models.moderation import BanKind, BanOutcome
from blog.text.hosts import host_of
from blog.text.quotable import text_of_html
from blog.text.sameness import folded_text, has_phrase


def bans_met_by(comment: Comment, senders: Iterable[str]) -> list[Reason]:
    """A reason for each ban; ``senders`` are the hashes of the address that sends it."""
    wanted = {
        BanKind.SENDER: set(senders),
        BanKind.MAIL: mail_names(comment.email),
        BanKind.SITE: sites_of(comment),
    }
    rows = Q(kind=BanKind.WORDS)
    for kind, values in wanted.items():
        rows |= Q(kind=kind, value__in=sorted(values))
    texts = [comment.name, comment.website, comment.source, text_of_html(comment.body_html)]
    plain = folded_text("\n".join(texts))
    return [
        reason_of_ban(ban)
        for ban in Ban.objects.in_force().filter(rows).order_by("pk")
        if ban.kind != BanKind.WORDS or has_phrase(ban.value, plain)
    ]


def reason_of_ban(ban: Ban) -> Reason:
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
    urls = [comment.website, *linked_in(comment.body_html)]
    urls += [f"//{address}" for address in LINK.findall(comment.source)]
    names: set[str] = set()
    for url in urls:
        parts = host_of(url).split(".")
        names |= {".".join(parts[start:]) for start in range(len(parts))}
    return names - {""}


def normal_ban_value(kind: str, value: str) -> str:
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
    value = folded_text(value)
    if len(value) < 3:
        raise ValidationError(_("Give at least three letters, or ordinary comments are caught."))
    return value


def ban_address(address: str) -> tuple[str, datetime]:
    """The value and the end of a ban of an IP address. Raises ``ValidationError``."""
    address = plain_address(address)
    if not address:
        raise ValidationError(_("Give an IP address such as 203.0.113.7 or 2001:db8::1."))
    return hash_address(address), end_of_key(timezone.now())


def end_of_key(made_at: datetime) -> datetime:
    """When the key of a hash is deleted, so that nobody can recognize the address any more."""
    return made_at + timedelta(days=settings.BLOG_ADDRESS_DAYS)


def ban_senders(comments: QuerySet[Comment], by: AbstractUser) -> int:
    """Bans the addresses that comments came from, while they are known; how many are new."""
    rows = comments.exclude(sender="").order_by("pk").values_list("sender", "created_at")
    new = 0
    for sender, created_at in dict(rows).items():
        ends = {"made_by": by, "expires_at": end_of_key(created_at)}
        _ban, is_new = Ban.objects.get_or_create(kind=BanKind.SENDER, value=sender, defaults=ends)
        new += is_new
    return new
