"""What axe finds on a page: with the rule of WCAG 2.2 that it leaves off by itself (how large a
target is), and whatever the gravity."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

OPTIONS = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # it puts styles into the page
}
FIND = """async ([part, options]) => (await axe.run(part || document, options)).violations.map(
    (one) => [one.id, ...one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])"""


def axe_findings(page: Any, part: str = "", only: tuple[str, ...] = ()) -> list[list[str]]:
    """The rules that an open page or a part of it breaks, each with its first places; ``only``
    these are looked at where any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = OPTIONS | ({"runOnly": list(only)} if only else {})
    return page.evaluate(FIND, [part, options])
