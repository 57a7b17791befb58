"""The WSGI application that granian (or gunicorn) serves."""

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Application(WSGIHandler):
    """Django's own, for proxies that pass the path of ``SITE_URL`` on and for those that strip it
    (PEP 3333: what is left is ``PATH_INFO``; ``FORCE_SCRIPT_NAME`` says the rest). It answers 400
    where a request cannot even be opened, as with a charset that is none. Pages that are the same
    for everybody are kept (``config.page_store``)."""

    def __init__(self) -> None:
        super().__init__()
        self.store = PageStore(super().__call__, settings.BLOG_PAGE_STORE_BYTES)
        self.root = settings.SITE_PATH

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if self.root:
            environ["PATH_INFO"] = path_below(environ.get("PATH_INFO", ""), self.root)
        return answer_numbered(self.answer_readable, environ, start_response)

    def answer_readable(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        try:
            return self.store.answer(environ, start_response)
        except (LookupError, ValueError, SuspiciousOperation):
            start_response("400 Bad Request", [*UNREADABLE_HEADERS])
            return [b"The request has a header that cannot be read.\n"]


def path_below(path: str, root: str) -> str:
    """A path without the root that it may begin with."""
    if root and (path == root or path.startswith(f"{root}/")):
        return path.removeprefix(root) or "/"
    return path


# What is imported stays to the end: to search it for garbage takes a seventh of a start, and later
# 50 ms each time.
gc.disable()
django.setup(set_prefix=False)

from config.answered_requests import answer_numbered  # noqa: E402  (so do those below)
from config.middleware import fixed_policy  # noqa: E402
from config.page_store import PageStore  # noqa: E402  (it reads models)

import_module(settings.ROOT_URLCONF)  # before anybody waits for the first page
gc.freeze()
gc.enable()

UNREADABLE_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", fixed_policy()),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
]
"""Of the one answer that Django has no part in."""

application = Application()
