"""The WSGI application that granian (or gunicorn) serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Application(WSGIHandler):
    """Answers 400 where a request cannot even be opened, as with a charset that is none."""

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        try:
            return super().__call__(environ, start_response)
        except (LookupError, ValueError, SuspiciousOperation):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The request has a header that cannot be read.\n"]


django.setup(set_prefix=False)
application = Application()
