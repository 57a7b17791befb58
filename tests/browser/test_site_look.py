"""A site with a look of its own: what its owner chose is what is drawn, under the same policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile

from tests.browser.test_conflicts import LOOKS
from tests.support.browsing import redraw
from tests.support.factories import make_page, make_post, set_site

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M0 0H40V40H0z"/></svg>'
RULES = [
    "color-contrast",
    "image-alt",
    "link-name",
    "list",
    "landmark-one-main",
    "page-has-heading-one",
]


@pytest.fixture
def site(live_site):
    make_post(title="A post", source="Words with a [link](/archive/).")
    first = make_page(title="Welcome", address="welcome", source="Words with a [link](/archive/).")
    return set_site(
        name="Carnet d’Ada",
        tagline="Des plantes",
        language="fr",
        home_page=first,
        posts_address="billets",
        navigation="Billets /billets/\nUne page avec un titre assez long /welcome/\nCode /papers/",
        social="Mastodon https://example.social/@ada",
        footer="Written in *Seoul*, with [a link](/about/).",
        accent="#7a2e6a",
        accent_dark="#e7a8d8",
        css=".site-head { border-block-start: 4px solid rgb(1, 2, 3) }",
        logo=ContentFile(SVG, "logo.svg"),
    )


def style(page, selector: str, name: str) -> str:
    return page.locator(selector).first.evaluate(f"one => getComputedStyle(one)['{name}']")


def test_look_is_the_owners(page, site):
    accents = {"light": "rgb(122, 46, 106)", "dark": "rgb(231, 168, 216)"}
    for address in ("/", "/billets/", "/about/", "/posts/a-post/"):
        page.goto(address)
        for width, scheme in LOOKS:
            redraw(page, width, scheme)
            is_the_owners(page, width, accents[scheme])


def is_the_owners(page, width: int, accent: str) -> None:
    assert style(page, ".site-head", "borderBlockStartColor") == "rgb(1, 2, 3)"
    assert style(page, ".site-foot .prose a", "color") == accent
    logo = page.locator(".site-name img")
    assert logo.evaluate("one => one.complete && one.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
