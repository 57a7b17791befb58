"""A site below a path, behind proxies that pass the path on and behind those that strip it."""

import pytest
from django.test import RequestFactory

from config import wsgi


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/blog/archive/", "/archive/"),
        ("/archive/", "/archive/"),
        ("/blog", "/"),
        ("/blog/", "/"),
        ("/blogs/", "/blogs/"),
        ("/blog/blog/", "/blog/"),
    ],
)
def test_path_of_the_site_is_taken_off(monkeypatch, settings, asked: str, path: str):
    settings.SITE_PATH = "/blog"
    monkeypatch.setattr(wsgi, "django_application", lambda environ, _answer: environ["PATH_INFO"])
    assert wsgi.application(RequestFactory().get(asked).environ, None) == path
