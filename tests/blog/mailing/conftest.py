from collections.abc import Iterator

import pytest
from django.utils import timezone

from tests.support.factories import set_site
from tests.support.mail_server import MailServer, mail_server
from tests.support.mailed_posts import SINCE


@pytest.fixture
def mailing_site(settings):
    """One that mails posts since two hours ago."""
    settings.BLOG_SENDS_MAIL = True
    settings.SITE_ORIGIN = settings.SITE_URL = "http://testserver"
    return set_site(mails_posts=True, mails_posts_since=timezone.now() - SINCE, name="Notes")


@pytest.fixture
def mail_host(settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
