"""The least that Django answers with: one view that hands out bytes, behind the middleware that a
new project has. ``kept_pages`` serves it beside the site."""

import os
from pathlib import Path

from django.conf import settings

settings.configure(
    SECRET_KEY="no secret",  # signs nothing here
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

PACKED = Path(os.environ["BARE_FILE"]).read_bytes() if "BARE_FILE" in os.environ else b""


def bare(request: HttpRequest, **_address: str) -> HttpResponse:
    return HttpResponse(PACKED, headers={"Content-Encoding": "gzip"})


urlpatterns = [path("<path:address>", bare)]
application = get_wsgi_application()
