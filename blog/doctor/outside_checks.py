"""What stands around the site: mail, the proxy in front, and how the settings fit a server."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.mail import EmailMessage, get_connection

from blog.doctor.diagnosis import NeedsALook, NeedsMending
from blog.doctor.proxy_look import (
    SEEN_BY_NOBODY,
    UNDERSCORED,
    NotOurs,
    Seen,
    Unreachable,
    Untrusted,
    look_through_proxy,
)
from blog.models import current_site
from blog.server.probed_requests import HOLDS_SECONDS, PROBE, probe_header
from blog.text.quotable import one_line

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SET_HEADERS = (
    "Have the proxy set X-Forwarded-Proto and X-Forwarded-For itself, as in deploy/README.md"
)


def mail(address: str = "") -> str:
    """Sends a letter where an address is given, else asks the server whether it would take one."""
    if not settings.BLOG_SENDS_MAIL:
        if current_site().mails_posts:
            raise NeedsMending(
                "Posts by mail are switched on, and no mail is sent: readers cannot ask for them.",
                "Set EMAIL_URL (README.md), or switch posts by mail off in Site.",
            )
        raise NeedsALook(
            "No mail is sent: nobody is told of comments, and forgotten passwords are set by hand.",
            "Set EMAIL_URL (README.md), unless this is meant.",
        )
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        raise NeedsALook(
            f"Letters are written into {folder}, and go to nobody.",
            "Set EMAIL_URL to a mail server (README.md), unless this is meant.",
        )
    try:
        if address:
            letter_to(address).send()
            return f"a letter went to {address}: see whether it came"
        server = get_connection()
        server.open()
        server.close()
    except (smtplib.SMTPException, OSError) as error:
        why = one_line(str(error)) or type(error).__name__
        raise NeedsMending(
            f"The mail server does not take letters ({why}).",
            "Mend EMAIL_URL: its host, port, kind of encryption, user and password.",
        ) from error
    return "the mail server answers; --mail ADDRESS sends a real letter"


def letter_to(address: str) -> EmailMessage:
    url = settings.SITE_URL
    return EmailMessage(
        f"A letter of {current_site().name} for trying",
        f"manage.py doctor sent this from {url}. That it came shows that mail works; "
        f"see too that it is not among the spam.\n",
        to=[address],
    )


def proxy() -> str:
    """Asks this site through its own address, with headers that a liar may send."""
    url = settings.SITE_URL
    parts = urlsplit(url)
    try:
        seen = look_through_proxy(url)
    except Unreachable as error:
        header = f"{PROBE}: {probe_header()[PROBE]}"
        raise NeedsALook(
            f"Nothing answers for {url} on this machine ({error}).",
            "Start the site and the proxy. Where the proxy is another machine, ask from there, "
            f"within {HOLDS_SECONDS // 60} minutes: curl -H 'X-Forwarded-For: {SEEN_BY_NOBODY}' "
            f"-H '{header}' {url}/healthz; it must say "
            f'"scheme": "{parts.scheme}" and a "client" that is not {SEEN_BY_NOBODY}.',
        ) from error
    except Untrusted as error:
        raise NeedsMending(
            f"Browsers refuse {url}: its certificate cannot be verified ({error}).",
            "Renew the certificate of the proxy, for this name and with the chain that belongs to "
            "it (certbot renew; Caddy does it by itself).",
        ) from error
    except NotOurs as error:
        raise NeedsMending(
            f"Something else answers for {url}: {error}.",
            "Have the proxy pass it to this site, which must have the same key (SECRET_KEY or "
            "DATA_DIR) as this command.",
        ) from error
    judge(seen, parts.scheme, parts.hostname or "")
    return f"the site sees {seen['scheme']}, its own host, and {seen['client']} as who asks"


def judge(seen: Seen, scheme: str, host: str) -> None:
    """Raises where the site would believe a visitor, or take everybody for one."""
    if seen["client"] == UNDERSCORED:
        raise NeedsMending(
            "Visitors can pretend any address: the proxy passes headers with underscores on, and "
            "X_Forwarded_For counts as X-Forwarded-For.",
            "Have the proxy drop them: Caddy before 2.11.4 does with the line `header_up -*_*` of "
            "deploy/README.md, nginx unless it is told `underscores_in_headers on`.",
        )
    if seen["client"] == SEEN_BY_NOBODY:
        raise NeedsMending(
            "Visitors can pretend any address: X-Forwarded-For is believed as they send it.",
            f"{SET_HEADERS}; TRUSTED_PROXIES must be the number of proxies in front, no more.",
        )
    if seen["scheme"] != scheme:
        lacks = "" if settings.BEHIND_PROXY else "Set BEHIND_PROXY=1. "
        raise NeedsMending(
            f"SITE_URL says {scheme}, and the site sees {seen['scheme']}: "
            "pages redirect without end, or links are wrong.",
            f"{lacks}{SET_HEADERS}.",
        )
    if urlsplit(f"//{seen['host']}").hostname != host:
        raise NeedsMending(
            f"The site sees the host {seen['host']!r} where SITE_URL says {host!r}.",
            "Have the proxy pass the name on: proxy_set_header Host $host (nginx).",
        )
    if not settings.BEHIND_PROXY and seen["forwarded_for"] != SEEN_BY_NOBODY:
        raise NeedsALook(
            "A proxy adds X-Forwarded-For and BEHIND_PROXY is not set: all visitors count as one.",
            f"Set BEHIND_PROXY=1. {SET_HEADERS}.",
        )


def settings_for_a_server() -> str:
    """Django's own checks, as ``manage.py check --deploy``."""
    found = [one for one in run_checks(include_deployment_checks=True) if not one.is_silenced()]
    found = [one for one in found if one.level >= WARNING]
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme == "http" and parts.hostname in LOOPBACK and not settings.DEBUG:
        return "not looked at: SITE_URL is this machine's own address, so nobody else comes here"
    if found:
        told = "; ".join(f"{one.id}: {one_line(str(one.msg))[:160]}" for one in found[:3])
        raise NeedsMending(
            f"{len(found)} settings are not for a server: {told}",
            "manage.py check --deploy says all; SITE_URL=https://… and DEBUG unset put most right.",
        )
    return "check --deploy finds nothing"
