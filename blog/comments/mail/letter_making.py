"""Makes a letter of a text and an HTML part, for whatever is mailed from here."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.mail.proven_address import normal_mail
from blog.models import Letter, current_site
from papers.site_values import absolute_url


class NotSent(Exception):
    """Why a letter is not sent any more, in a few words for the admin."""


def check_cap(letter: Letter, most: int, within: timedelta | None) -> None:
    """Raises ``NotSent`` when the address had ``most`` letters of the kind within a time."""
    sent = Letter.objects.filter(address=letter.address, kind=letter.kind).exclude(sent_at=None)
    if within is not None:
        sent = sent.filter(sent_at__gte=timezone.now() - within)
    if len(sent.values("pk")[:most]) >= most:
        raise NotSent(_("enough letters went to this address"))


def make_letter(
    name: str, subject: str, to: str, context: dict[str, Any], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """A letter of a text and an HTML part."""
    context |= {"site": current_site(), "site_name": current_site().name}
    context |= {"site_url": absolute_url(reverse("blog:home"))}
    letter = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"email/{name}.txt", context),
        to=[normal_mail(to)],
        headers={"Auto-Submitted": "auto-generated"} | (headers or {}),
    )
    letter.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return letter
