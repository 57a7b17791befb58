"""How long a key takes in a long post, from the key to the picture that shows it, in Chromium.

    python -m tests.benchmarks.key_times [KEYS]

Serves a site of its own from a temporary folder with a post of 60 kB that cites 100 papers, and
types into the middle of it, with the preview closed and open: words, blanks and the ``@`` of a
citation, at pauses of people who write (30 to 150 ms, after some words half a second, so that the
preview and the checks come between). Prints the median, the 99th percentile and the longest, in ms,
of the whole (``shown``) and of scripts and layout alone, without the wait for the screen
(``busy``); and which tasks of the page held up others.
"""

import os
import random
import shutil
import sys
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.support.browsing import CHROMIUM_FLAGS
from tests.support.serving import environment, free_port, manage, read_page, start

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
KEYS, CITED, SIZE = 250, 100, 60_000
MAKE = f"""
from django.contrib.auth.models import User
from blog.models import Post
from blog.posts.saving_posts import save_post
from papers.library.paper_rows import add_paper
papers = [
    add_paper({{"type": "article", "title": f"On matter {{n}}", "author": [{{"family": "Curie"}}]}})
    for n in range({CITED})
]
words = "Words of *a* paragraph which says something of what was measured there. "
part = words * ({SIZE} // {CITED} // len(words))
parts = [part + f"So says [@{{one.key}}, p. 3]." for one in papers]
post = save_post(Post(title="Long", source="\\n\\n".join(parts)))
User.objects.create_superuser("keys", password="keys")
print("POST", post.pk, len(post.source))
"""
WATCH = """
window.keys = []; window.longTasks = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) longTasks.push(one.duration);
}).observe({ type: "longtask", buffered: true });
addEventListener("keydown", (event) => {
  const key = { began: event.timeStamp, from: performance.now() };
  requestAnimationFrame(() => {
    document.querySelector("#id_source").getBoundingClientRect();
    key.busy = performance.now() - key.from;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      key.shown = performance.now() - key.began;
      keys.push(key);
    };
    channel.port2.postMessage(0);
  });
}, true);
"""


def type_keys(page: Page, number: int) -> list[dict[str, float]]:
    chance = random.Random(7)
    page.locator("#id_source").evaluate(
        "one => { one.focus(); one.setSelectionRange(30000, 30000); keys.length = 0; }"
    )
    page.evaluate("longTasks.length = 0")
    for place in range(number):
        key = " " if place % 6 == 5 else "@" if place % 60 == 30 else chance.choice("etaoin")
        page.keyboard.press(key)
        page.wait_for_timeout(500 if place % 24 == 23 else chance.randint(30, 150))
    page.wait_for_timeout(500)
    return page.evaluate("keys")


def told(name: str, found: list[float]) -> str:
    slow = quantiles(found, n=100)[98]
    return f"{name}: median {median(found):.1f}, 99 % {slow:.1f}, longest {max(found):.1f}"


def measure(page: Page, form: str, number: int) -> None:
    page.goto(form)
    for is_open in (False, True):
        if is_open:
            page.locator("#preview-button").click()
            page.frame_locator("#preview-pane iframe").locator("article").wait_for()
            page.wait_for_timeout(2000)
        found = type_keys(page, number)
        tasks = sorted(page.evaluate("longTasks"), reverse=True)
        print(f"preview {'open' if is_open else 'closed'}, {len(found)} keys")
        for name in ("shown", "busy"):
            print(f"  {told(name, [one[name] for one in found])}")
        print(f"  tasks over 50 ms: {len(tasks)}; the longest: {[round(one) for one in tasks[:5]]}")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else KEYS
    with TemporaryDirectory(prefix="key-times-") as folder:
        port = free_port()
        server = start(Path(folder), port)
        try:
            read_page(port, server)
            made = manage(environment(folder), "shell", "--no-imports", "-c", MAKE)
            _post, pk, size = made.stdout.split()[-3:]
            print(f"load {os.getloadavg()[0]:.1f}, {int(size):,} letters, {CITED} works cited")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
                page = browser.new_page(
                    base_url=f"http://127.0.0.1:{port}", viewport={"width": 1440, "height": 900}
                )
                page.add_init_script(WATCH)
                log_in(page)
                measure(page, f"/admin/blog/post/{pk}/change/", number)
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


def log_in(page: Any) -> None:
    page.goto("/admin/login/")
    page.locator("#id_username").fill("keys")
    page.locator("#id_password").fill("keys")
    page.locator("[type=submit]").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
