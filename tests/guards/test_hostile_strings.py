"""Strings that try something, in every column and through every way in: no page, feed or file that
shows them runs any. ``HOSTILE_STRINGS=all`` (``make strings``) takes every one instead of some,
many in one text where the place takes long ones, and opens pages of each kind in Chromium too. It
does so part by part, each with some of the strings through every column and way in; a run that was
broken off goes on with the parts that are left."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from papers.records.printable_text import printable
from tests.guards.sources import ROOT
from tests.guards.test_permissions import MATRIX
from tests.support.api_requests import token_of
from tests.support.browsed_answers import open_in_chromium
from tests.support.finished_parts import FinishedParts, Tried
from tests.support.hostile import all_strings, bundles, packs, some_strings
from tests.support.hostile_entries import (
    fill_rows,
    import_files,
    push_posts,
    send_bibliographies,
    send_replies,
    takes_text,
)
from tests.support.hostile_forms import published_drafts, send_as_reader, send_to_admin
from tests.support.hostile_requests import admin_addresses
from tests.support.pages import TREE, dangers, dangers_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TITLE, RECORD, LONG = 300, 1000, 4000
"""Signs of one text in which many strings stand, where ``TAKES_ALL``: what a title takes, a field
of a record, a post or a comment."""
TAKES_ALL = os.environ.get("HOSTILE_STRINGS") == "all"
KEPT = ROOT / "var/strings"
PARTS = 12 if TAKES_ALL else 1
OF_READERS, OF_ADMIN = (10**6, 3) if TAKES_ALL else (3, 1)
"""How many pages of each kind are looked at. The admin's forms have each string where it is typed
into them, and its lists have all rows."""
BROWSED = 2
"""How many of each kind of reader's page Chromium opens in each part; of the admin's it is one."""


@dataclass
class Looked:
    """What was found dangerous, by the page's name; how often each kind of page was looked at."""

    found: dict[str, str | list[str]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    pages: dict[str, list[str]] = field(default_factory=dict)
    """The first addresses of each kind of page of HTML that was asked for by one."""

    def look(self, answer: HttpResponse, address: str = "") -> ET.Element | None:
        """The page, where it is one."""
        address = address or answer.request["PATH_INFO"]
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code < 500 or is_being_made(answer, address), address
        text, kind = body.decode("utf-8", "replace"), answer.headers.get("Content-Type", "")
        self.kinds[view_of(address)] += 1
        if answer.status_code in (301, 302):
            to = answer.headers["Location"]
            self.note(address, [to] * to.lower().startswith(("javascript", "data", "//")))
        elif kind.startswith("text/html"):
            page = TREE.parse(text)
            self.note(address, dangers_in(page))
            if answer.request["REQUEST_METHOD"] == "GET" and answer.status_code == 200:
                self.pages.setdefault(page_of(address), []).append(address)
            return page
        elif "xml" in kind:
            for element in ET.fromstring(body).iter():
                self.note(address, self.of_xml(element))
        elif kind.startswith("application/feed+json"):
            for item in json.loads(text)["items"]:
                self.note(address, dangers(item.get("content_html", "")))
        return None

    def of_xml(self, element: ET.Element) -> list[str]:
        address = element.get("href", "") or element.get("url", "")
        found = [address] * address.lower().lstrip().startswith(("javascript", "data:"))
        return found + (dangers(element.text or "") if element.get("type") == "html" else [])

    def note(self, address: str, dangerous: list[str]) -> None:
        if dangerous:
            self.found[address] = str(dangerous)[:300]


def is_being_made(answer: HttpResponse, address: str) -> bool:
    """Whether it says that a large library's file is not ready: no other fault is none."""
    kind = answer.headers.get("Content-Type", "")
    return (
        answer.status_code == 503
        and view_of(address) == "papers:library_export"
        and kind.startswith("text/plain")
        and answer.has_header("Retry-After")
    )


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "nothing"


def page_of(address: str) -> str:
    """Whose template a page has: Django's own pages for deleting a row and for its history tell of
    every model its name alone, which its list shows too."""
    name = view_of(address)
    shared = re.fullmatch(r"admin:\w+_(delete|history)", name)
    return shared[1] if shared else name


def links_of(page: ET.Element) -> Iterator[str]:
    """The addresses of this site that a page leads to."""
    for element in page.iter("a"):
        link = (element.get("href") or "").partition("#")[0]
        if link.startswith("/") and not link.startswith(("//", "/static/", "/media/")):
            yield link


def crawl(
    looked: Looked, client: Client, begin: list[str], most: int, but: Iterable[str] = ()
) -> None:
    """What can be reached, of each kind of page so many, ``but`` of those none."""
    waiting, seen = list(begin), set(begin)
    visited = Counter(dict.fromkeys(but, most))
    while waiting:
        address = waiting.pop()
        kind = page_of(address)
        if visited[kind] >= most or "logout" in address:
            continue
        visited[kind] += 1
        page = looked.look(client.get(address), address)
        for link in links_of(page) if page is not None else ():
            if link not in seen:
                seen.add(link)
                waiting.insert(0, link)


def unprintable_columns() -> list[str]:
    """Where something is stored that nothing can show, or that is painted far from its place."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ("blog", "papers"):
            names = [one.name for one in model._meta.concrete_fields if takes_text(one)]
            for values in model._default_manager.values_list(*names) if names else ():
                found += [
                    f"{model._meta.label}.{name}: {value[:200]!r}"
                    for name, value in zip(names, values, strict=True)
                    if value and printable(value) != value
                ]
    return sorted(set(found))


@pytest.fixture
def open_gates(settings):
    wide = ((10**6, 60), (10**6, 60))
    settings.BLOG_RATE_LIMITS = dict.fromkeys(settings.BLOG_RATE_LIMITS, wide)
    for name in vars(django_settings._wrapped):
        if name.endswith("_RATE_LIMIT") and name.startswith("BLOG_"):
            setattr(settings, name, (10**6, 60))
    settings.BLOG_LOGIN_RATE_LIMITS = dict.fromkeys(settings.BLOG_LOGIN_RATE_LIMITS, (10**6, 60))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_string_runs_on_any_page(part, open_gates, admin_user, tmp_path):
    finished = FinishedParts(KEPT, connection.vendor, PARTS)
    if TAKES_ALL and finished.has(part):
        return
    texts = all_strings()[part::PARTS] if TAKES_ALL else some_strings()
    visitor, editor = Client(), Client()
    editor.force_login(admin_user)
    looked = Looked()
    addresses = [situation.make() for situations in MATRIX.values() for situation in situations]
    fill_rows(packs(texts, TITLE) if TAKES_ALL else texts)
    long = bundles(texts, LONG) if TAKES_ALL else texts
    send_bibliographies(packs(texts, RECORD) if TAKES_ALL else texts)
    send_replies(packs(texts, RECORD) if TAKES_ALL else texts)
    import_files(long, tmp_path, 10 if TAKES_ALL else 5)
    for answer in push_posts(long, token_of(admin_user)):
        assert answer.status_code < 500
    published_drafts()
    few = bundles(texts, RECORD) if TAKES_ALL else texts[:: len(texts) // 4]
    for answer in send_as_reader(few, visitor):
        looked.look(answer)
    forms = set()
    typed = packs(texts, LONG) if TAKES_ALL else few[:1]
    for answer in send_to_admin(typed, editor):
        looked.look(answer)
        if answer.request["REQUEST_METHOD"] == "GET" and not TAKES_ALL:
            forms.add(page_of(answer.request["PATH_INFO"]))
    assert unprintable_columns() == []
    looked.pages.clear()
    crawl(looked, visitor, ["/", *addresses], OF_READERS)
    of_readers = list(looked.pages)
    crawl(looked, editor, ["/admin/", *admin_addresses()], OF_ADMIN, forms)
    tried = Tried(1, len(texts), looked.kinds.total())
    if TAKES_ALL:
        kinds = looked.pages.items()
        public = [one for kind, all_of in kinds if kind in of_readers for one in all_of[:BROWSED]]
        closed = [all_of[0] for kind, all_of in kinds if kind not in of_readers]
        looked.found |= open_in_chromium(visitor, public)
        looked.found |= open_in_chromium(editor, closed, may_be_wide=True)
        tried.browsed = len(public) + len(closed)
    assert looked.found == {}
    assert len(looked.kinds) > 150
    if TAKES_ALL:
        print(f"{finished.note(part, tried)}")
