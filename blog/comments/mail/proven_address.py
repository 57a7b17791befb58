"""Whose mail address it is: proven by a letter's button, then remembered by the browser."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from blog.models import MailAddress

MAIL_COOKIE = "mail"
COOKIE_SECONDS = 365 * 24 * 3600
MAIL_SALT = "blog.comments.mail.proven_address"


def normal_mail(address: str) -> str:
    return address.strip().lower()


def proven_address(request: HttpRequest) -> str:
    """The verified address of the person at this browser; empty when there is none."""
    try:
        pk = signing.loads(
            request.COOKIES.get(MAIL_COOKIE, ""), salt=MAIL_SALT, max_age=COOKIE_SECONDS
        )
    except signing.BadSignature:
        return ""
    found = MailAddress.objects.verified().filter(pk=pk).first()
    return found.address if found else ""


def remember_address(response: HttpResponse, address: MailAddress) -> None:
    """Has the browser prove the address from now on."""
    response.set_cookie(
        MAIL_COOKIE,
        signing.dumps(address.pk, salt=MAIL_SALT),
        max_age=COOKIE_SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
