"""Every answer has its number and the headers that keep it harmless; the log has the number too,
and nothing that anybody typed."""

import json
import logging
import re
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.urls import get_resolver

from blog.server import fault_letters
from blog.server.log_lines import JsonLines, PlainLines, without_secrets
from blog.server.request_ids import WELL_FORMED, begin_request
from config.answered_requests import access_log, shown_path
from config.keeping_rules import KeepingRules
from config.page_store import PageStore
from config.wsgi import Application
from tests.support.factories import make_post
from tests.support.kept_site import open_connection

OURS = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
TYPED = "My secret thought of ada@example.org"


@pytest.fixture
def site() -> Iterator[Application]:
    application = Application()
    application.store = PageStore(application.store.django, 1_000_000)
    with open_connection():
        yield application


@pytest.fixture(autouse=True)
def outside_of_requests() -> Iterator[None]:
    yield
    begin_request.__globals__["_current"].set("")


@pytest.fixture
def letters(settings, tmp_path, monkeypatch) -> list:
    settings.DATA_DIR, settings.BLOG_ERROR_MAIL = tmp_path, ["ops@example.org"]
    monkeypatch.setattr(fault_letters, "_told", {})
    monkeypatch.setattr(fault_letters.threading.Thread, "start", lambda self: self.run())
    return mail.outbox


def ask(site: Application, path: str, *, method: str = "GET", data=None, **meta: object):
    """Status, headers, text, as a server gets them."""
    factory = RequestFactory()
    made = factory.post(path, data) if method == "POST" else factory.generic(method, path)
    environ = made.environ | {"HTTP_HOST": "127.0.0.1", **meta}
    told: list = []
    body = site(environ, lambda status, headers: told.append((int(status[:3]), dict(headers))))
    text = b"".join(body).decode("utf-8", "replace")
    getattr(body, "close", lambda: None)()
    return *told[0], text


@pytest.mark.django_db
def test_every_answer_has_its_headers_and_a_number_of_its_own(site, settings):
    make_post(slug="kept")
    default_storage.save("a.png", BytesIO(b"\x89PNG"))
    etag = ask(site, "/posts/kept/")[1]["ETag"]
    asked = [
        (200, "/posts/kept/", {}),  # made
        (200, "/posts/kept/", {}),  # kept
        (304, "/posts/kept/", {"HTTP_IF_NONE_MATCH": etag}),
        (304, "/archive/", {"HTTP_IF_NONE_MATCH": "*", "HTTP_COOKIE": "sessionid=abcdefgh"}),
        (200, "/feeds/posts.atom", {}),
        (301, "/posts/kept", {}),
        (302, "/admin/", {}),
        (200, "/admin/login/", {}),
        (200, "/media/a.png", {}),
        (304, "/media/a.png", {"HTTP_IF_MODIFIED_SINCE": "Fri, 31 Dec 2100 00:00:00 GMT"}),
        (404, "/media/b.png", {}),
        (200, "/static/blog/icon.svg", {}),
        (404, "/static/none.css", {}),
        (404, "/no/such/page", {}),
        (405, "/", {"method": "TRACE"}),
        (405, "/", {"method": "POST"}),
        (405, "/healthz", {"method": "DELETE"}),
        (400, "/%00", {}),
        (400, "/", {"HTTP_HOST": "evil.example"}),
        (400, "/", {"HTTP_X_A": "\x01"}),
        (400, "/robots.txt", {"CONTENT_TYPE": "a/b; charset=a\0b", "QUERY_STRING": "a=%C3"}),
        (200, "/healthz", {}),
        (200, "/healthz", {"HTTP_HOST": "10.0.0.1"}),
    ]
    numbers = []
    for expected, path, more in asked:
        status, headers, _text = ask(site, path, **more)
        assert status == expected, (path, more)
        for name, value in OURS.items():
            if status == 304:
                assert name not in headers, "Those of the answer that the asker has still hold."
            elif not path.startswith("/media/a") or name != "Content-Security-Policy":
                assert headers.get(name, "").startswith(value), (path, more, name)
        is_open = "Access-Control-Allow-Origin" in headers  # static files are nobody's secret
        assert is_open == (path.startswith("/static/") and status == 200), path
        if (kind := headers.get("Content-Type", "")).startswith("text/"):
            assert "charset=" in kind, (path, more)
        assert kind or status in (301, 302, 304, 405), (path, more)
        numbers.append(headers["X-Request-ID"])
    assert len(set(numbers)) == len(asked)
    assert all(map(WELL_FORMED.fullmatch, numbers))
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site.load_middleware()
    site.store.rules = KeepingRules()
    for path in ("/archive/", "/no/such/page", "/static/blog/icon.svg", "/%00"):
        headers = ask(site, path, HTTP_X_FORWARDED_PROTO="https")[1]
        assert headers["Strict-Transport-Security"] == "max-age=60", path
    assert ask(site, "/archive/", HTTP_X_FORWARDED_PROTO="http")[0] == 301


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("4f6a2b1c9d8e7f60", True),
        ("a1b2c3d4-0000-4000-8000-123456789abc", True),
        ("short", False),
        ("a" * 65, False),
        ("<script>alert(1)</script>", False),
        ("-leading-dash-", False),
        ("with blank 123", False),
        ("ünïcödé-12345", False),
    ],
)
def test_a_number_is_taken_from_a_proxy_alone(site, settings, given: str, is_taken: bool):
    for behind in (False, True):
        settings.BEHIND_PROXY = behind
        number = ask(site, "/robots.txt", HTTP_X_REQUEST_ID=given)[1]["X-Request-ID"]
        assert (number == given) == (behind and is_taken)


@pytest.fixture
def logged(request) -> Iterator[StringIO]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_fault_is_logged_and_mailed_without_what_was_typed(site, monkeypatch, logged, letters):
    def fail(*_all: object, **_named: object) -> None:
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError(TYPED) from error

    monkeypatch.setattr("blog.views.comments.receive_comment", fail)
    post = make_post(slug="kept")
    form = {"name": "Ada", "email": "ada@example.org", "source": TYPED, "text": TYPED}
    path = f"/posts/{post.slug}/comments/"
    handler = fault_letters.FaultLetters()
    logging.getLogger().addHandler(handler)
    try:
        answers = [ask(site, path, method="POST", data=form, REMOTE_ADDR="203.0.113.9")]
        answers.append(ask(site, path, method="POST", data=form))
    finally:
        logging.getLogger().removeHandler(handler)
    (status, headers, text), (_status, later, _text) = answers
    number = headers["X-Request-ID"]
    assert (status, number != later["X-Request-ID"]) == (500, True)
    assert f"<code>{number}</code>" in text
    assert TYPED in text  # it comes back to who typed it
    line = json.loads(logged.getvalue().splitlines()[0])
    assert (line["request"], line["level"]) == (number, "ERROR")
    assert line["fault"][-1] == "KeyError"
    assert "ValueError" in line["fault"]
    assert any("raise KeyError(TYPED) from error" in one for one in line["fault"])
    assert len(letters) == 1  # of two
    letter = letters[0]
    assert letter.to == ["ops@example.org"]
    assert f"Request: {number}" in letter.body
    assert "KeyError" in letter.subject
    for told in (logged.getvalue(), letter.body + letter.subject):
        assert "thought of" not in told
        assert "ada@" not in told
        assert "203.0.113.9" not in told


WRONG_HOST = "DisallowedHost (its Host header has no name of ALLOWED_HOSTS)"
EVIL = "evil.example"
FORGED = [
    *({"HTTP_HOST": name} for name in (EVIL, f"127.0.0.1:{EVIL}", "127.0.0.1:-1", "a_b.c")),
    *({"HTTP_HOST": name} for name in ("", f"127.0.0.1@{EVIL}", f"127.0.0.1, {EVIL}", "[::1")),
    *({"HTTP_HOST": name} for name in (EVIL * 5000, f"{EVIL}\u00fc", f"{EVIL}/<script>")),
    {"HTTP_X_FORWARDED_HOST": EVIL},
    {"HTTP_X_FORWARDED_HOST": f"127.0.0.1, {EVIL}", "HTTP_X_FORWARDED_PORT": "99"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("behind", [False, True])
def test_a_forged_host_is_no_fault_of_the_site(site, settings, logged, letters, behind: bool):
    """A line each for the operator, who may have set a wrong name; no letter, no traceback, and
    nothing of what was sent."""
    settings.BEHIND_PROXY = behind
    handler = fault_letters.FaultLetters()
    logging.getLogger().addHandler(handler)
    try:
        for path in ("/", "/posts/none", "/admin/login/"):
            for sent in FORGED:
                is_refused = "HTTP_HOST" in sent  # a proxy's word for it is never asked for
                before = len(logged.getvalue().splitlines())
                status, _headers, text = ask(site, path, **sent)
                lines = logged.getvalue().splitlines()[before:]
                assert (status == 400, len(lines) >= 1) == (is_refused, is_refused), sent
                assert EVIL not in text
                for line in map(json.loads, lines):
                    assert (line["level"], "fault" in line) == ("WARNING", False)
                    assert line["message"] == f"Refused {path}: {WRONG_HOST}"
    finally:
        logging.getLogger().removeHandler(handler)
    assert (letters, EVIL in logged.getvalue()) == ([], False)


class GoneAway:
    """The body of a request whose sender hung up."""

    def read(self, *_size: int) -> bytes:
        raise ConnectionResetError("Connection reset by peer")

    readline = read


@pytest.mark.django_db
def test_what_else_a_visitor_sends_wrongly_is_no_fault_either(site, logged, letters, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    handler = fault_letters.FaultLetters()
    logging.getLogger().addHandler(handler)
    many = {f"{number} {TYPED}": TYPED for number in range(9)}
    broken = {"CONTENT_TYPE": "multipart/form-data; boundary=a", "wsgi.input": BytesIO(b"--b")}
    gone = {"wsgi.input": GoneAway(), "CONTENT_LENGTH": "99"}
    try:
        asked = [
            ask(site, "/posts/kept/comments/", method="POST", data=many),
            ask(site, "/posts/kept/comments/", method="POST", data={}, **gone),
            ask(site, "/admin/login/", method="POST", data={}, **gone),
            ask(site, "/api/v1/posts", method="POST", data={}, **gone),
            ask(site, "/posts/kept/comments/", method="POST", data={}, **broken),
            ask(site, "/admin/login/", method="POST", data={"username": TYPED}),
            ask(site, "/%00"),
            ask(site, "/", HTTP_X_A="\x01"),
        ]
    finally:
        logging.getLogger().removeHandler(handler)
    assert all(400 <= status < 500 for status, _headers, _text in asked)
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert {line["level"] for line in lines} == {"WARNING"}
    assert not any("fault" in line for line in lines)
    assert (letters, "thought" in logged.getvalue()) == ([], False)


def test_a_fault_is_told_once_an_hour_by_all_processes(settings, letters, monkeypatch):
    now = [1_900_000_000.0]
    monkeypatch.setattr(fault_letters.time, "time", lambda: now[0])
    monkeypatch.setattr(fault_letters.settings, "DATA_DIR", settings.DATA_DIR)
    assert fault_letters.is_to_be_told("a" * 32)
    folder = settings.DATA_DIR / "told-faults"
    fault_letters.os.utime(folder / ("a" * 32), (now[0], now[0]))
    assert not fault_letters.is_to_be_told("a" * 32)
    fault_letters._told.clear()  # another process
    assert not fault_letters.is_to_be_told("a" * 32)
    now[0] += 3601
    assert fault_letters.is_to_be_told("a" * 32)
    told = [fault_letters.is_to_be_told(f"{number:032}") for number in range(40)]
    assert told == [True] * 19 + [False] * 21
    folder.chmod(0o500)
    now[0] += 3601
    monkeypatch.setattr(fault_letters, "note_on_disk", disk_is_full)
    assert fault_letters.is_to_be_told("b" * 32)
    assert not fault_letters.is_to_be_told("b" * 32)


def disk_is_full(*_all: object) -> bool:
    raise OSError(28, "No space left on device")


def test_a_letter_that_cannot_be_sent_harms_nobody(settings, letters, logged):
    settings.EMAIL_BACKEND = "tests.no_such.Backend"
    record = logging.LogRecord("blog.a", logging.ERROR, __file__, 1, "No %s.", ("x",), None)
    fault_letters.FaultLetters().emit(record)
    assert "could not be sent" in logged.getvalue()
    settings.BLOG_ERROR_MAIL = []
    fault_letters.FaultLetters().emit(record)
    assert letters == []


@pytest.mark.django_db
def test_an_access_line_says_what_was_answered_and_not_to_whom(site, settings, logged):
    settings.BLOG_ACCESS_LOG = True
    access_log.setLevel(logging.INFO)
    try:
        asked = ask(site, "/search/?q=my+illness", REMOTE_ADDR="203.0.113.9")
        ask(site, "/posts/a%0Ab%20c/")
    finally:
        access_log.setLevel(logging.WARNING)
    search, other = map(json.loads, logged.getvalue().splitlines())
    assert (search["method"], search["path"], search["status"]) == ("GET", "/search/", 200)
    assert search["request"] == asked[1]["X-Request-ID"]
    assert search["ms"] > 0
    assert other["path"] == "/posts/a%0Ab%20c/"
    assert not re.search("illness|203", logged.getvalue())


def test_keys_in_addresses_are_nowhere_in_the_log():
    """Of every address that has one."""
    keyed = []
    for prefix, resolver in (("", get_resolver()), *named_resolvers(get_resolver())):
        for pattern in resolver.url_patterns:
            route = str(pattern.pattern)
            if "token" in route:
                keyed.append(re.sub(r"<str:\w+>", "k3y-abc:1:x_y", f"/{prefix}{route}"))
    assert len(keyed) == 8
    for path in keyed:
        assert "k3y-abc:1:x_y/" not in without_secrets(path).replace("/password/k3y-abc:1:x_y/", "")
        assert "…" in shown_path(path)
    record = logging.LogRecord("a", logging.ERROR, __file__, 1, "%s: %s", ("Gone", keyed[0]), None)
    assert "k3y" not in PlainLines().format(record).replace("/password/k3y-abc:1:x_y/", "")


def named_resolvers(resolver) -> list:
    return [
        (str(one.pattern), one)
        for one in resolver.url_patterns
        if hasattr(one, "url_patterns") and str(one.pattern) != "admin/"
    ]
