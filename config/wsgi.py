"""The WSGI application that granian (or gunicorn) serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()


def application(environ, start_response):
    """Django's own, for proxies that pass the path of ``SITE_URL`` on and for those that strip it
    (PEP 3333: what is left is ``PATH_INFO``; ``FORCE_SCRIPT_NAME`` says the rest)."""
    path, below = environ.get("PATH_INFO", ""), settings.SITE_PATH
    if below and (path == below or path.startswith(f"{below}/")):
        environ["PATH_INFO"] = path.removeprefix(below) or "/"
    return django_application(environ, start_response)
