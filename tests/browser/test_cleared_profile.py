"""Tests in a browser share its profile: what one leaves behind, the next does not see."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.browsing import Profile, watch

LEAVE = """async () => {
    localStorage.left = sessionStorage.left = window.name = "left";
    document.cookie = "left=1";
    await (await caches.open("left")).put("/left", new Response("left"));
    await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
    await navigator.serviceWorker.register("/worker.js");
    addEventListener("beforeunload", (event) => event.preventDefault());
    setInterval(() => console.error("left"), 1);
}"""
LOOK = """async () => ({
    kept: [localStorage.left, sessionStorage.left, window.name, document.cookie],
    caches: await caches.keys(),
    databases: await indexedDB.databases(),
    workers: await navigator.serviceWorker.getRegistrations(),
    place: (await navigator.permissions.query({name: "geolocation"})).state,
    isDark: matchMedia("(prefers-color-scheme: dark)").matches,
    width: innerWidth,
})"""
NOTHING_LEFT = {
    "kept": [None, None, "", ""],
    "caches": [],
    "databases": [],
    "workers": [],
    "place": "prompt",
    "isDark": False,
    "width": 1280,
}


@pytest.fixture
def host(tmp_path):
    """The address of a site whose pages may be kept for an hour, and the paths asked for."""
    asked = []

    class Host(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            asked.append(self.path)
            self.send_header("Cache-Control", "max-age=3600")
            super().end_headers()

        def log_message(self, *words: object) -> None:
            pass

    (tmp_path / "index.html").write_text("<link rel='icon' href='data:,'><h1>Here</h1>")
    (tmp_path / "worker.js").write_text("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_next_test_sees_nothing_of_what_one_left(browser, host):
    site, asked = host
    profile = Profile(browser, site)
    page, dialogs = profile.context.new_page(), []
    page.on("dialog", lambda dialog: dialogs.append(dialog.type))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.evaluate(LEAVE)
    profile.context.grant_permissions(["geolocation"])
    left = page.evaluate(LOOK)
    assert not [name for name, value in NOTHING_LEFT.items() if left[name] == value]
    page.route("**/", lambda route: route.abort())
    profile.context.route("**/", lambda route: route.abort())
    profile.context.new_page()

    profile.clear()

    assert profile.context.pages == [profile.own_page]
    page, problems = profile.context.new_page(), []
    watch(page, site, problems)
    page.goto("/")
    assert page.evaluate(LOOK) == NOTHING_LEFT
    assert asked.count("/") == 2
    page.evaluate("alert('closed, as nobody listens')")
    assert dialogs == [] and problems == []
    profile.context.close()


def test_a_stopped_clock_is_not_handed_on(browser, host):
    profile = Profile(browser, host[0])
    profile.context.new_page().clock.install()
    with pytest.raises(AssertionError, match="stopped_clock"):
        profile.clear()
    profile.context.close()
