"""What reaches the application before any middleware."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from config.wsgi import application, path_below


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["rot13", "idna", "a\0b"])
def test_a_charset_that_is_none_is_a_bad_request(charset: str):
    environ = RequestFactory().get("/robots.txt", {"a": "ü"}).environ
    environ |= {"CONTENT_TYPE": f"a/b; charset={charset}", "wsgi.input": BytesIO()}
    told = []
    body = b"".join(application(environ, lambda status, headers: told.append(status)))
    assert told == ["400 Bad Request"]
    assert b"header" in body or b"UTF-8" in body


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
def test_path_of_the_site_is_taken_off(asked: str, path: str):
    """Behind proxies that pass it on; others have done so."""
    assert path_below(asked, "/blog") == path
    assert path_below(asked, "") == asked
