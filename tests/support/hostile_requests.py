"""Requests that no browser sends: every address of the site with what breaks databases, file
systems and numbers in its path, query, form, cookies and headers. The same seed, the same requests.
"""

import json
import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from urllib.parse import quote

from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import NoReverseMatch, reverse

from blog.folder.text_headers import POST_KEYS
from tests.guards.rows import make_row
from tests.support.api_requests import token_of
from tests.support.factories import make_post
from tests.support.form_reading import read_form

NUL = "\0"
HUGE = ["9" * 19, "9223372036854775808", "-9223372036854775809", "1" + "0" * 30, "9" * 5000]
NUMBERS = [*HUGE, "2147483648", "-1", "0", "1e400", "NaN", "inf", "0x10", "١٢", "²", "1.5", "1_0"]
CONTROLS = [NUL, f"a{NUL}b", "\x01", "a\x0bb", "\x1f", "\x7f", "\x85", "\r\nSet-Cookie: a=b"]
STRANGE = ["\ud800", "a\udfffb", "\uffff", "\ufdd0", "\U0010ffff", "\u202e", "\ufeff", "İ", "ǰ"]
LONG = [
    "a" * 201,
    "a" * 5000,
    "İ" * 200,
    "ß" * 200,
    "ﷺ" * 100,
    "ﬃ" * 99,
    "\u0344" * 149,
    "학" * 101,
]
DATES = ["0000-00-00", "9999-12-31", "99999-01-01", "9999-12-31 23:59:59.999999", "-1-1-1"]
SIGNS = [
    "",
    " ",
    "%",
    "%zz",
    "%00",
    "'\"<>",
    "../../etc/passwd",
    "..%2f",
    "\\",
    "{{",
    "[@a",
    "&#0;",
]
CURSORS = [f"{one}-{other}" for one in ("20200101T000000.0", "1", HUGE[1]) for other in HUGE[:3]]
JSONS = ['{"a": "\\u0000"}', '["\\ud800"]', "[" * 900, "1e999", '[{"id": "a\\u0000", "type": 7}]']
BIBTEX = ["@book{a, title={A\x0b}, year={99999999999999999999}}", f"@misc{{b{NUL}, title={{B}}}}"]
VALUES = [*NUMBERS, *CONTROLS, *STRANGE, *LONG, *DATES, *SIGNS, *CURSORS, *JSONS, *BIBTEX]
QUERIES = [
    *("before", "style", "comments", "parent", "state", "year", "type", "venue", "tag", "person"),
    *("sort", "q", "o", "p", "all", "e", "_popup", "_to_field", "tab", "next", "term", "app_label"),
    *("model_name", "field_name", "_changelist_filters", "post", "id__in", "pk__gt", "section"),
]
COOKIES = ("sessionid", "csrftoken", "comments", "address", "messages")
HEADERS = ("X-Forwarded-For", "Accept-Language", "Referer", "Origin", "If-None-Match", "Range")
KEYS = [*POST_KEYS.values(), "authors", "tags", "redirect_from", "visibility", "image", "updated"]
"""Of the header of a post that a program sends."""
MEMBERS = ["text", "version", "number", "note", "bibliography", "force", "a"]
TYPES = [
    *("application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-16"),
    *("multipart/form-data", "multipart/form-data; boundary=a; charset=utf-7"),
]
MOST_CPU = 1.0
"""Seconds of CPU that the process may need for one answer; one that took more is asked for again,
since what Python tidied up meanwhile was of all requests."""
METHODS = ["GET"] * 10 + ["HEAD", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"]


@dataclass(frozen=True)
class Fault:
    """A request that was answered by a fault of the server, or that cost it too much."""

    status: int
    error: str
    request: str


@dataclass
class Outcome:
    seed: int
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    """Seconds of CPU of the dearest answer, and its request."""

    def kinds(self) -> Counter[str]:
        return Counter(fault.error for fault in self.faults)


def admin_addresses() -> Iterator[str]:
    """Every page of the admin, with a row of each kind where it needs one."""
    for model, page in admin.site._registry.items():
        row = model._default_manager.first() or make_row(model)
        for entry in page.get_urls():
            for args in ([], [row.pk]):
                try:
                    yield reverse(f"admin:{entry.name}", args=args)
                except NoReverseMatch:
                    continue
    for name in ("index", "login", "logout", "password_change", "jsi18n", "autocomplete"):
        yield reverse(f"admin:{name}")
    yield reverse("admin:app_list", args=["blog"])
    yield reverse("admin:view_on_site", args=[ContentType.objects.first().pk, 1])


class Attacker:
    """Sends requests as a visitor and as the superuser; each is undone after its answer."""

    def __init__(self, seed: int, addresses: list[str], superuser: AbstractUser) -> None:
        self.random = random.Random(seed)
        self.visitor = Client(raise_request_exception=False)
        self.superuser = Client(raise_request_exception=False)
        self.superuser.force_login(superuser)
        self.session = self.superuser.cookies["sessionid"].value
        self.program, self.token = Client(raise_request_exception=False), token_of(superuser)
        self.post = make_post().pk
        self.public = addresses
        self.closed = sorted(set(admin_addresses()))
        self.forms: dict[tuple[bool, str], tuple[dict[str, str], list[str]]] = {}
        self.outcome = Outcome(seed)

    def attack(self, count: int) -> Outcome:
        for _number in range(count):
            if self.random.random() < 0.1:
                self.send_by_program()
                continue
            is_admin = self.random.random() < 0.5
            address = self.random.choice(self.closed if is_admin else self.public)
            self.send(address, self.superuser if is_admin else self.visitor)
        return self.outcome

    def value(self) -> str:
        value = self.random.choice(VALUES)
        return value + self.random.choice(VALUES)[:300] if self.random.random() < 0.1 else value

    def send(self, address: str, client: Client) -> None:
        pick = self.random
        posts = pick.random() < 0.5
        path = self.hostile_path(address) if pick.random() < 0.3 else address
        query = self.hostile_query() if pick.random() < 0.4 else ""
        method = "POST" if posts else pick.choice(METHODS)
        body, content_type = self.body(address, client) if posts else (b"", "")
        headers = self.hostile_headers() if pick.random() < 0.3 else {}
        self.set_cookies(client)
        told = f"{method} {path[:150]}?{query[:150]} {headers} {body[:600]!r}"
        self.send_and_note(
            partial(
                *(client.generic, method, path, body, content_type or "a/b"),
                QUERY_STRING=query,
                headers=headers,
            ),
            told,
        )

    def send_by_program(self) -> None:
        """To the API with a token that it knows: texts with headers, and what is none."""
        pick = self.random
        post = pick.choice(["1", str(self.post), self.encoded(self.value())])
        path = pick.choice(["posts", f"posts/{post}", f"posts/{post}/copies", "preview"])
        method = pick.choice(["POST", "POST", "PUT", "GET"])
        body = b"" if method == "GET" else self.sent_text()
        query = self.hostile_query() if method == "GET" else ""
        ask = partial(
            *(self.program.generic, method, f"/api/v1/{path}", body, "application/json"),
            QUERY_STRING=query,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        self.send_and_note(ask, f"{method} /api/v1/{path[:150]}?{query[:150]} {body[:600]!r}")

    def sent_text(self) -> bytes:
        """A post as a program sends it, with some of its keys and members made hostile."""
        pick = self.random
        keys = {name: self.header_value() for name in pick.sample(KEYS, 3)}
        head = "".join(f"{name}: {value}\n" for name, value in keys.items())
        sent: dict[str, object] = {"text": f"---\n{head}---\n\n{self.value()}\n"}
        for name in pick.sample(MEMBERS, pick.choice([0, 1, 2])):
            sent[name] = pick.choice([self.value(), 10 ** pick.choice([1, 19, 400]), -1, [], True])
        written = json.dumps(sent)
        return pick.choice([written, written, written, written[:-9], self.value()]).encode(
            "utf-8", "surrogatepass"
        )

    def header_value(self) -> str:
        """As JSON, which YAML reads as it is, or as YAML reads it."""
        value = self.value()
        kinds = [json.dumps(value), f"[{json.dumps(value)}]", value, f"{{{value}: {value}}}"]
        return self.random.choice(kinds)

    def send_and_note(self, ask: Callable[[], HttpResponse], told: str) -> None:
        response, seconds = asked_and_undone(ask)
        if seconds > MOST_CPU:
            response, again = asked_and_undone(ask)
            seconds = min(seconds, again)
        self.note_cost(seconds, response, told)
        self.note_fault(response, told)

    def note_cost(self, seconds: float, response, told: str) -> None:
        self.outcome.slowest = max(self.outcome.slowest, (seconds, told))
        if seconds > MOST_CPU:
            match = getattr(response, "resolver_match", None)
            kind = f"over {MOST_CPU:g} s of CPU in {match.view_name if match else 'no view'}"
            self.outcome.faults.append(Fault(response.status_code, kind, told))

    def note_fault(self, response, told: str) -> None:
        self.outcome.statuses[response.status_code] += 1
        if response.status_code < 500:
            return
        error = getattr(response, "exc_info", None)
        kind = f"{error[0].__name__} in {place_of(error[2])}" if error else "no exception"
        self.outcome.faults.append(Fault(response.status_code, kind, told))

    def hostile_path(self, address: str) -> str:
        """One of its parts made hostile, or one more of them."""
        parts = address.strip("/").split("/")
        place = self.random.randrange(len(parts) + 1)
        parts[place : place + self.random.choice([0, 1])] = [self.encoded(self.value())]
        end = self.random.choice(["/", "/", "", ".bib"])
        return "/" + "/".join(parts) + end

    def encoded(self, value: str) -> str:
        return quote(value.encode("utf-8", "surrogatepass"), safe=self.random.choice(["", "/'{}"]))

    def hostile_query(self) -> str:
        names = self.random.choices([*QUERIES, self.value()], k=self.random.randint(1, 3))
        return "&".join(f"{self.encoded(name)}={self.encoded(self.value())}" for name in names)

    def hostile_headers(self) -> dict[str, str]:
        values = {name: self.value() for name in self.random.sample(HEADERS, 2)}
        return {
            name: value.encode("utf-8", "surrogatepass").decode("latin-1")
            for name, value in values.items()
        } | {"Sec-Fetch-Site": "same-origin"}

    def set_cookies(self, client: Client) -> None:
        client.cookies.clear()
        if client is self.superuser:
            client.cookies["sessionid"] = self.session
        if self.random.random() < 0.1:
            value = self.value().encode("utf-8", "ignore").decode("latin-1")
            client.cookies[self.random.choice(COOKIES)] = value

    def body(self, address: str, client: Client) -> tuple[bytes, str]:
        """The form of the page with some of its fields made hostile."""
        pick = self.random
        if pick.random() < 0.05:
            return self.value().encode("utf-8", "surrogatepass"), pick.choice(TYPES)
        form, files = self.form_of(address, client)
        form = dict(form)
        for name in pick.sample(sorted(form), min(len(form), pick.randint(1, 3))):
            form[name] = self.value()
        if pick.random() < 0.1:
            form[self.value()] = self.value()
        if pick.random() < 0.1:
            form["_selected_action"], form["action"] = self.value(), pick.choice(["merge", "hold"])
        sent: dict[str, object] = dict(form)
        for name in files:
            if pick.random() < 0.3:
                data = self.value().encode("utf-8", "surrogatepass")
                sent[name] = SimpleUploadedFile("a" + self.value().replace("/", "")[:200], data)
        if files or pick.random() < 0.3:
            return as_multipart(sent), MULTIPART_CONTENT
        pairs = (f"{self.encoded(name)}={self.encoded(value)}" for name, value in form.items())
        return "&".join(pairs).encode(), "application/x-www-form-urlencoded"

    def form_of(self, address: str, client: Client) -> tuple[dict[str, str], list[str]]:
        key = (client is self.superuser, address)
        if key not in self.forms:
            self.set_cookies(client)
            page, _seconds = asked_and_undone(partial(client.get, address))
            text = "" if page.streaming else page.content.decode("utf-8", "replace")
            self.forms[key] = read_form(text)
        return self.forms[key]


def asked_and_undone(ask: Callable[[], HttpResponse]) -> tuple[HttpResponse, float]:
    """An answer and its seconds of CPU; nothing that the request wrote stays."""
    with transaction.atomic():
        begun = time.process_time()
        response = ask()
        if response.streaming:
            b"".join(response.streaming_content)
        seconds = time.process_time() - begun
        transaction.set_rollback(True)
    return response, seconds


def place_of(trace: TracebackType) -> str:
    """The function of ours that failed or called what failed; else the last one of all."""
    frames = traceback.extract_tb(trace)
    ours = [one for one in frames if "/.venv/" not in one.filename and "tests" not in one.filename]
    frame = (ours or frames)[-1]
    return f"{frame.filename.split('/')[-1]}:{frame.lineno} {frame.name} ({frames[-1].name})"


def as_multipart(values: dict[str, object]) -> bytes:
    """As browsers write it (RFC 7578), with bytes that Django's own client refuses to send."""
    lines = []
    boundary = re.search("boundary=(.*)", MULTIPART_CONTENT)[1]
    for name, value in values.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        data = value
        if isinstance(value, SimpleUploadedFile):
            head += f'; filename="{value.name}"\r\nContent-Type: text/plain'
            data = value.read()
        head_bytes = f"{head}\r\n\r\n".encode("utf-8", "surrogatepass")
        data = data if isinstance(data, bytes) else str(data).encode("utf-8", "surrogatepass")
        lines.append(head_bytes + data + b"\r\n")
    return b"".join(lines) + f"--{boundary}--\r\n".encode()


def summary(outcome: Outcome) -> str:
    """What went wrong, for people: each kind of error with one request that makes it."""
    examples: dict[str, str] = {}
    for fault in outcome.faults:
        examples.setdefault(fault.error, fault.request)
    counts = outcome.kinds().most_common()
    lines = [f"{count} × {kind}\n      {examples[kind]}" for kind, count in counts]
    statuses = json.dumps(dict(sorted(outcome.statuses.items())))
    seconds, request = outcome.slowest
    dearest = f"the dearest answer took {seconds:.2f} s of CPU: {request[:300]}"
    return "\n".join([f"seed {outcome.seed}, answers {statuses}", dearest, *lines])
