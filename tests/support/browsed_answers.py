"""Chromium, to which a test's own client answers: so it opens pages of rows that no other process
can see, since the test never commits them. The browser has a thread of its own, because Django
takes a thread in which Playwright runs for an asynchronous one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from django.test import Client

from tests.support.browsing import CHROMIUM_FLAGS, TELL_OF_BREACHES, watch
from tests.support.serving import PATIENCE

Answer = dict[str, Any]
Questions = SimpleQueue[tuple[str, SimpleQueue[Answer]] | None]
SITE = "http://127.0.0.1:1"
"""Where nothing listens: what the client does not answer is refused."""
PHONE = 390  # pixels
NOT_THERE = "console: Failed to load resource"
"""What the browser says of a picture that a text names and nobody has."""
BESIDE = """() => {
  const width = document.documentElement.clientWidth, found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible"
      || getComputedStyle(one).position === "absolute" || scrolls(one.parentElement));
    if (scrolls(walk.currentNode.parentElement)) continue;
    for (const box of range.getClientRects())
      if (box.width && (box.right > width + 1 || box.left < -1))
        found.push(walk.currentNode.data.slice(0, 40));
  }
  return found;
}"""
"""The texts on a page that are painted beside it and cannot be scrolled to."""


def open_in_chromium(
    client: Client, addresses: Sequence[str], *, may_be_wide: bool = False
) -> dict[str, list[str]]:
    """What these pages did that none may, by address. The admin's own ones are wider than a phone
    here and there."""
    questions: Questions = SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        visit = pool.submit(visit_all, addresses, questions, may_be_wide)
        visit.add_done_callback(lambda _done: questions.put(None))
        while question := questions.get():
            address, reply = question
            reply.put(answer_of(client, address))
        return visit.result()


def answer_of(client: Client, address: str) -> Answer:
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return {"status": response.status_code, "headers": dict(response.headers), "body": body}


def visit_all(
    addresses: Sequence[str], questions: Questions, may_be_wide: bool
) -> dict[str, list[str]]:
    from playwright.sync_api import sync_playwright  # as in browsing

    from tests.conftest import CHROMIUM  # conftest loads browsing

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        tab = Tab(browser, questions)
        for address in addresses:
            if faults := tab.open(address, may_be_wide):
                found[address] = faults
        browser.close()
    return found


class Tab:
    def __init__(self, browser: Any, questions: Questions) -> None:
        self.questions = questions
        self.problems: list[str] = []
        self.fixed: dict[str, Answer] = {}
        context = browser.new_context(viewport={"width": PHONE, "height": 800})
        context.set_default_timeout(1000 * PATIENCE)
        context.add_init_script(TELL_OF_BREACHES)
        context.route("**/*", self.answer)
        self.page = context.new_page()
        watch(self.page, SITE, self.problems)
        self.page.on("dialog", self.note_dialog)

    def note_dialog(self, dialog: Any) -> None:
        self.problems.append(f"executed: {dialog.message}")
        dialog.dismiss()

    def answer(self, route: Any) -> None:
        address = route.request.url.removeprefix(SITE)
        if route.request.method != "GET" or address == route.request.url:
            route.abort()
        elif address.startswith("/static/"):
            if address not in self.fixed:
                self.fixed[address] = self.ask(address)
            route.fulfill(**self.fixed[address])
        else:
            route.fulfill(**self.ask(address))

    def ask(self, address: str) -> Answer:
        reply: SimpleQueue[Answer] = SimpleQueue()
        self.questions.put((address, reply))
        return reply.get(timeout=PATIENCE)

    def open(self, address: str, may_be_wide: bool) -> list[str]:
        self.problems.clear()
        self.page.goto(f"{SITE}{address}")
        found = [one for one in self.problems if not one.startswith(NOT_THERE)]
        beside = [] if may_be_wide else self.page.evaluate(BESIDE)
        return found + [f"beside the page: {text}" for text in beside[:3]]
