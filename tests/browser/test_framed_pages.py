"""An interactive page that an import copied: it runs, and can do no harm, framed or by itself."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.transfer.pictures.held_data import with_held_data
from tests.support.factories import make_post

FOLDER = "frames/0123456789abcdef0123"
SCRIPTED = """<!DOCTYPE html><html><head><link rel="stylesheet" href="a.css">
<script src="a.js"></script><script type="module" src="m.js"></script></head><body><p id="out"></p>
<script>
const told = [];
const out = document.getElementById("out");
function tell(what) { told.push(what); out.textContent = told.join(" "); }
tell("inline"); tell(typeof loaded === "undefined" ? "no-file" : loaded);
try { tell("cookie:" + document.cookie); } catch (error) { tell("no-cookie"); }
function asked(at) {
  return new Promise(done => { const one = new XMLHttpRequest(); one.open("GET", at);
    one.responseType = "json"; one.onload = () => done(tell(one.response.a)); one.send(); });
}
try { localStorage.setItem("a", "b"); tell("storage"); } catch (error) { tell("no-storage"); }
try { parent.document.title = "taken"; tell(parent === window ? "alone" : "parent"); }
catch (error) { tell("no-parent"); }
Promise.allSettled([
  fetch("d/e.csv").then(reply => reply.text()).then(tell), asked("/d/e.json"),
  fetch("/").then(() => tell("network"), () => tell("no-network")),
  new Promise(done => { const image = new Image(); image.onload = () => done(tell("other-host"));
    image.onerror = () => done(tell("no-other-host")); image.src = "http://127.0.0.9:9/x.png"; }),
]).then(() => tell("done"));
try { if (!window.open("/")) tell("no-window"); } catch (error) { tell("no-window"); }
</script></body></html>"""
PAGE = with_held_data(SCRIPTED, {"d/e.csv": "</script>csv", "/d/e.json": '{"a": "json"}'})
SAID = {
    "inline",
    "file",
    "</script>csv",
    "json",
    "no-cookie",
    "no-storage",
    "no-network",
    "no-other-host",
    "no-window",
}


@pytest.fixture
def address(live_site, settings):
    files = {
        "a.html": PAGE,
        "a.js": "loaded = 'file'",
        "m.js": "tell('module')",
        "a.css": "p { color: rgb(1, 2, 3) }",
    }
    for name, text in files.items():
        default_storage.delete(f"{FOLDER}/{name}.kept")
        default_storage.save(f"{FOLDER}/{name}.kept", ContentFile(text.encode()))
    return f"/{FOLDER}/a.html"


def said(frame):
    frame.locator("#out", has_text="done").wait_for()
    frame.locator("#out", has_text="module").wait_for()
    color = frame.locator("#out").evaluate("one => getComputedStyle(one).color")
    assert color == "rgb(1, 2, 3)"
    return set(frame.locator("#out").inner_text().split())


def test_a_framed_page_runs_and_reaches_nothing(page, address, problems):
    post = make_post(source=f'<iframe src="{address}" title="A plot" height="200"></iframe>')
    page.goto(post.get_absolute_url())
    assert said(page.frame_locator("iframe")) >= SAID | {"no-parent"}
    assert page.title() != "taken"
    box = page.locator("iframe").bounding_box()
    assert box["height"] >= 200
    assert box["width"] > 300
    problems.clear()


def test_by_itself_it_can_do_no_more(page, address, live_site, problems):
    page.context.add_cookies([{"name": "sessionid", "value": "x", "url": live_site}])
    page.goto(address)
    assert said(page) >= SAID
    problems.clear()
