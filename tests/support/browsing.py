"""Fixtures for tests in Chromium: ``live_site``, ``browser``, ``page`` and ``problems``.

``page`` is a Playwright page in a new tab of a profile that is cleared after each test; a test that
needs more of a profile (no scripts, touches) makes a context of its own of ``browser``, one about
time asks for ``stopped_clock``. Whatever the browser complains of (errors in the console, breaches
of the Content-Security-Policy, exceptions, requests to another host) gathers in ``problems`` and
fails the test at its end; a test that means to cause one empties the list.
"""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started
from django.dispatch import receiver

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
TELL_OF_BREACHES = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} in ${document.URL}`);
});
"""
UNDER_WAY: set[int] = set()
"""The threads that answer a request."""


class Profile:
    """A browser's profile that can be made as new: only what a tab itself holds goes with the tab
    (routes, listeners, a window's size, emulated media, ``sessionStorage``)."""

    def __init__(self, browser: Any, site: str) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site)
        self.context.add_init_script(TELL_OF_BREACHES)
        # The last tab of a profile stays open: what is stored is cleared through it.
        self.own_page = self.context.new_page()
        self.devtools = self.context.new_cdp_session(self.own_page)

    def clear(self) -> None:
        for page in self.context.pages:
            if page != self.own_page:
                page.close(run_before_unload=False)
        self.context.unroute_all(behavior="ignoreErrors")
        self.context.clear_cookies()
        self.context.clear_permissions()
        stored = {"origin": self.site, "storageTypes": "all"}
        self.devtools.send("Storage.clearDataForOrigin", stored)
        self.devtools.send("Network.clearBrowserCache")
        clock = self.own_page.evaluate("String(setTimeout)")
        assert "[native code]" in clock, "a test that stops the clock asks for stopped_clock"


@pytest.fixture
def live_site(live_server) -> str:
    """The address of the site, served with its static files on a free port."""
    return live_server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    # Only browser tests pay for Playwright, which takes a third of a second to import.
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM  # conftest loads this module

    # Playwright keeps an event loop running in this thread, and Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture(scope="session")
def profile(browser, live_server) -> Iterator[Profile]:
    """The browser's profile that tests share, each with a tab of its own: to make a new profile
    costs more than most tests."""
    profile = Profile(browser, live_server.url)
    yield profile
    profile.context.close()
    # The site's server stops next, and with it the database that its threads share.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(20)


@pytest.fixture
def page(profile: Profile, live_site: str, problems: list[str]) -> Iterator[Any]:
    page = profile.context.new_page()
    watch(page, live_site, problems)
    yield page
    profile.clear()
    wait_for_the_server()
    assert not problems


@pytest.fixture
def stopped_clock(browser, live_site: str, problems: list[str]) -> Iterator[Any]:
    """A page whose time goes on by ``page.clock.run_for``, in a profile of its own: Playwright
    gives a clock to all pages of a profile, and does not take it back."""
    profile = Profile(browser, live_site)
    page = profile.context.new_page()
    watch(page, live_site, problems)
    page.clock.install()
    yield page
    profile.context.close()
    wait_for_the_server()
    assert not problems


@receiver(request_started)
def note_begin(**_kwargs: Any) -> None:
    UNDER_WAY.add(threading.get_ident())


@receiver(request_finished)
def note_end(**_kwargs: Any) -> None:
    UNDER_WAY.discard(threading.get_ident())


def wait_for_the_server(patience: float = 20) -> None:
    """Until it has done with what a page had asked for when it was closed: the database is emptied
    next, and a row that is written meanwhile would name one that is gone. A connection that is open
    says nothing: the browser keeps some for what it may ask next."""
    end, was_idle = time.monotonic() + patience, False
    while time.monotonic() < end:
        is_idle = not UNDER_WAY - {threading.get_ident()}
        if is_idle and was_idle:
            return
        was_idle = is_idle
        time.sleep(0.01)


@pytest.fixture
def keeps_nothing(page: Any) -> None:
    """What is kept of a form while one writes waits for ever: tests that take ten seconds are not
    about it, and SQLite in memory takes one writer."""
    page.route("**/post/unsaved/", lambda _route: None)


def redraw(page: Any, width: int, scheme: str = "light") -> None:
    """Draws a page again that is open, in a window of another width and in another light."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach(one => one.finish())")  # links fade over


def watch(page: Any, site: str, problems: list[str]) -> None:
    def note_message(message: Any) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} {message.location.get('url', '')}")

    def note_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(site).netloc:
            problems.append(f"asked another host: {request.url}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("request", note_request)
