"""Chromium, to which a test's own client answers: so it opens pages of rows that no other process
can see, since the test never commits them."""

from typing import Any

from django.test import Client

from tests.support.browsing import TELL_OF_BREACHES, watch

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


class BrowsedAnswers:
    """One tab. ``open`` gives what a page did that none may."""

    def __init__(self, browser: Any, client: Client) -> None:
        self.client, self.problems = client, []
        self.fixed: dict[str, dict[str, Any]] = {}
        self.context = browser.new_context(viewport={"width": PHONE, "height": 800})
        self.context.add_init_script(TELL_OF_BREACHES)
        self.context.route("**/*", self.answer)
        self.page = self.context.new_page()
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
                self.fixed[address] = self.answer_of(address)
            route.fulfill(**self.fixed[address])
        else:
            route.fulfill(**self.answer_of(address))

    def answer_of(self, address: str) -> dict[str, Any]:
        response = self.client.get(address)
        body = b"".join(response) if response.streaming else response.content
        return {"status": response.status_code, "headers": dict(response.headers), "body": body}

    def open(self, address: str, *, may_be_wide: bool = False) -> list[str]:
        """The admin's own pages are wider than a phone here and there."""
        self.problems.clear()
        self.page.goto(f"{SITE}{address}")
        found = [one for one in self.problems if not one.startswith(NOT_THERE)]
        beside = [] if may_be_wide else self.page.evaluate(BESIDE)
        return found + [f"beside the page: {text}" for text in beside[:3]]

    def close(self) -> None:
        self.context.close()
