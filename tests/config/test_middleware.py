"""What every answer carries, and which methods and addresses are answered at all."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.guards.test_permissions import MATRIX
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db
SITUATIONS = [one for situations in MATRIX.values() for one in situations]
WRITES = re.compile("INSERT|UPDATE|DELETE|REPLACE|ALTER|CREATE|DROP")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "X"])
@pytest.mark.parametrize(
    "path", ["/", "/about/", "/healthz", "/no/such/page", "/admin/", "/static/a"]
)
def test_other_methods_are_not_allowed(client, method: str, path: str):
    response = client.generic(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    "path", ["/", "/archive/", "/tags/", "/papers/", "/papers.bib", "/sitemap.xml", "/healthz"]
)
def test_readers_pages_take_no_posts(client, path: str):
    assert client.post(path, {"a": "b"}).status_code == 405


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_opening_an_address_changes_nothing(client, situation):
    path = situation.make()
    client.get(path)  # what a process or a day makes once, it has made now
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert not [one["sql"] for one in queries if WRITES.match(one["sql"])]


@pytest.mark.parametrize("path", ["/", "/no/such/page", "/admin/login/", "/healthz"])
def test_every_answer_has_the_policies(client, path: str):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    if path != "/healthz":  # no document
        assert "camera=()" in headers["Permissions-Policy"]
        assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "anything.example", "[::1]", "%%"])
def test_a_probe_is_answered_whatever_name_it_calls(client, settings, host: str):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["blog.example.org"], True
    response = client.get("/healthz", headers={"Host": host})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_sitemaps_name_the_site_and_never_the_host_that_was_asked(client, settings):
    settings.SITE_URL = settings.SITE_ORIGIN = "https://blog.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    make_post(tags=["Radium"])
    make_paper()
    for path in ("/sitemap.xml", *(f"/sitemap-{one}.xml" for one in ("pages", "posts", "papers"))):
        text = client.get(path, headers={"Host": "evil.example"}).content.decode()
        addresses = re.findall("<loc>(.*?)</loc>", text)
        assert addresses
        assert all(one.startswith("https://blog.example.org/") for one in addresses)
        assert "evil" not in text


def test_security_txt_says_whom_to_tell_and_expires_by_itself(client, settings):
    settings.SITE_URL = settings.SITE_ORIGIN = "https://blog.example.org"
    settings.CONTACT_EMAIL = "ada@example.org"
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:ada@example.org"
    assert fields["Canonical"] == "https://blog.example.org/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    settings.CONTACT_EMAIL = ""
    assert (
        b"Contact: https://blog.example.org/about/\n"
        in client.get(response.request["PATH_INFO"]).content
    )


def test_a_form_of_three_hundred_works_is_not_too_large(client, admin_user):
    client.force_login(admin_user)
    post = make_post()
    form = {f"field-{number}": "1" for number in range(2500)}
    response = client.post(f"/admin/blog/post/{post.pk}/change/", form)
    assert response.status_code == 200
