"""What a request says of its host, its scheme and its way: 48 forms, half of them behind a proxy.
None of them is believed that is not the proxy's, and none gets into a page, kept or not."""

from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from blog.comments.moderation.form_stamps import STAMP_FIELD
from config.page_store import PageStore
from config.wsgi import Application
from tests.support.factories import make_post
from tests.support.kept_site import open_connection

pytestmark = pytest.mark.django_db
HOST = "blog.example.org"
EVIL = "evil.example"
ANSWERED, REFUSED, TO_HTTPS = 200, 400, 301
HTTPS = {"HTTP_X_FORWARDED_PROTO": "https"}
# What is sent, and the status without a proxy (the site's address is http) and behind one (https).
FORMS = [
    ({}, ANSWERED, TO_HTTPS),
    (HTTPS, ANSWERED, ANSWERED),
    ({"HTTP_X_FORWARDED_PROTO": "http"}, ANSWERED, TO_HTTPS),
    ({"HTTP_X_FORWARDED_PROTO": "HTTPS"}, ANSWERED, TO_HTTPS),
    ({"HTTP_X_FORWARDED_PROTO": "http, https"}, ANSWERED, TO_HTTPS),
    ({"HTTP_X_FORWARDED_PROTO": "https\x01"}, REFUSED, REFUSED),
    ({"HTTP_X_FORWARDED_SSL": "on"}, ANSWERED, TO_HTTPS),
    ({"HTTP_FORWARDED": f"for=1.2.3.4;proto=https;host={EVIL}"}, ANSWERED, TO_HTTPS),
    ({**HTTPS, "HTTP_X_FORWARDED_HOST": EVIL}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_X_FORWARDED_PORT": "666"}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_X_FORWARDED_PREFIX": f"//{EVIL}"}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/"}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_X_FORWARDED_FOR": f"{EVIL}, ' OR 1=1, {'9' * 5000}"}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_HOST": EVIL}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": f"{HOST}.{EVIL}"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": f"{EVIL}#{HOST}"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": f"{HOST}@{EVIL}"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": f"{HOST}, {EVIL}"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": f"{HOST}:{EVIL}"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": ""}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": "[::1]"}, REFUSED, REFUSED),
    ({**HTTPS, "HTTP_HOST": HOST.upper()}, ANSWERED, ANSWERED),
    ({**HTTPS, "HTTP_HOST": f"{HOST}."}, ANSWERED, ANSWERED),
]


@pytest.fixture(params=[False, True], ids=["without", "behind"])
def behind(request, settings) -> bool:
    scheme = "https" if request.param else "http"
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = request.param, int(request.param)
    settings.SECURE_PROXY_SSL_HEADER = (
        ("HTTP_X_FORWARDED_PROTO", "https") if request.param else None
    )
    settings.SITE_URL = settings.SITE_ORIGIN = f"{scheme}://{HOST}"
    settings.SITE_HOST, settings.ALLOWED_HOSTS = HOST, [HOST]
    settings.SECURE_SSL_REDIRECT = request.param
    return request.param


@pytest.fixture
def site(behind) -> Iterator[Application]:
    application = Application()
    application.store = PageStore(application.store.django, 1_000_000)
    with open_connection():
        yield application


def ask(site: Application, path: str, said: dict[str, str]) -> tuple[int, dict[str, str], str]:
    environ = RequestFactory().get(path).environ | {"HTTP_HOST": HOST, "HTTP_COOKIE": ""} | said
    told: list = []
    body = site(environ, lambda status, headers: told.append((int(status[:3]), dict(headers))))
    text = STAMP_FIELD.sub(b"", b"".join(body)).decode()  # of the second, in the form of comments
    return *told[0], text


def test_no_header_is_believed_that_is_not_the_proxys(site, behind):
    assert 2 * len(FORMS) == 48
    make_post(slug="kept", source="Words.")
    paths = ["/posts/kept/", "/feeds/posts.atom", "/sitemap-posts.xml", "/posts/kept"]
    good = [ask(site, path, HTTPS) for path in paths]
    assert [status for status, _headers, _text in good] == [200, 200, 200, 301]
    for said, without, with_proxy in FORMS:
        expected = with_proxy if behind else without
        for path, before in zip(paths, good, strict=True):
            status, headers, text = ask(site, path, said)
            place = headers.get("Location", "")
            if expected == ANSWERED:
                assert (status, place) == (before[0], before[1].get("Location", "")), said
                assert text == before[2], said
            else:
                assert status == expected, said
            if expected == TO_HTTPS:
                assert place.startswith(f"https://{HOST}/"), said
            assert EVIL not in f"{text}{headers}", said
            assert "666" not in place + text, said
    for path, before in zip(paths, good, strict=True):
        assert ask(site, path, HTTPS)[2] == before[2]  # nothing stuck to what is kept
