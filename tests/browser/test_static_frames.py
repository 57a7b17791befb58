"""A plain host sends no policy: an interactive page is held by what the static export wrote."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from blog.folder.static_frames import static_frame
from tests.browser.test_framed_pages import FOLDER, PAGE, SAID, said

FILES = {
    "a.html": PAGE,
    "a.js": "loaded = 'file'",
    "m.js": "tell('module')",
    "a.css": "p { color: rgb(1, 2, 3) }",
}
POST = f'<!doctype html><iframe src="/{FOLDER}/a.html" sandbox="allow-scripts"></iframe>'


class PlainHost(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")  # as forges' hosts do
        super().end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def host(tmp_path, settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PlainHost, directory=str(tmp_path)))
    settings.SITE_ORIGIN = f"http://127.0.0.1:{server.server_port}"
    (tmp_path / FOLDER).mkdir(parents=True)
    for name, text in FILES.items():
        path = f"/{FOLDER}/{name}"
        (tmp_path / FOLDER / name).write_bytes(static_frame(path, text.encode()))
    (tmp_path / "index.html").write_text(POST)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield settings.SITE_ORIGIN
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_in_a_post_runs_and_reaches_nothing(page, host, problems):
    page.goto(f"{host}/")
    assert said(page.frame_locator("iframe")) >= SAID | {"no-parent"}
    assert page.title() != "taken"
    problems.clear()


def test_a_page_by_itself_stands_in_a_frame_too(page, host, problems):
    page.context.add_cookies([{"name": "sessionid", "value": "x", "url": host}])
    page.goto(f"{host}/{FOLDER}/a.html#there", wait_until="commit")  # it is stopped
    assert page.locator("#out").count() == 0
    assert said(page.frame_locator("iframe")) >= SAID | {"no-parent"}
    assert page.evaluate("localStorage.getItem('a')") is None
    assert page.evaluate("document.scripts.length") == 1
    problems.clear()
