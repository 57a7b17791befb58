"""The least that Django answers with: one view that hands out bytes, behind the middleware that a
new project has. ``kept_pages`` and ``page_speeds`` serve it beside the site; ``BARE_FOLDER`` has
the compressed pages, each in a folder of its name, where nginx finds them too."""

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

PACKED = {
    file.parent.name: file.read_bytes()
    for file in Path(os.environ.get("BARE_FOLDER", os.devnull)).glob("*/index.html.gz")
}


def bare(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(PACKED[name], headers={"Content-Encoding": "gzip"})


urlpatterns = [path("<str:name>/", bare)]
application = get_wsgi_application()
