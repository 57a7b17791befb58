"""The search in Chromium: without a script, with titles while somebody types, narrow and wide."""

from itertools import product

import pytest

from tests.support.axe_findings import axe_findings
from tests.support.browsing import redraw
from tests.support.factories import make_comment, make_paper, make_post


@pytest.fixture
def post(live_site):
    post = make_post(
        title="Residual networks", source="Of deep *layers* and layers.", tags=["Theory"]
    )
    make_comment(post, source="More layers!")
    make_paper("Deep Residual Learning", author="He")
    return post


def test_titles_are_chosen_with_keys(page, post):
    page.goto("/archive/")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("resid")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert options.all_inner_texts() == ["Residual networks\nPost", "Deep Residual Learning\nPaper"]
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    assert options.count() == 0
    assert box.input_value() == "resid"
    box.press_sequentially("u")
    options.first.wait_for()
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/papers/**")
    assert page.locator("h1").inner_text() == "Deep Residual Learning"


def test_a_title_is_chosen_by_a_click_and_words_are_sent_by_enter(page, post):
    page.goto("/")
    page.fill(".site-search input", "resid")
    page.get_by_role("option").first.click()
    page.wait_for_url(f"**{post.get_absolute_url()}")
    page.fill(".site-search input", "layers")
    page.press(".site-search input", "Enter")
    page.wait_for_url("**/search/?q=layers")
    assert page.locator("mark").first.inner_text() == "layers"


def test_it_needs_no_script(browser, live_site, post):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/nowhere/")
    page.fill(".site-search input", "layers")
    page.press(".site-search input", "Enter")
    page.locator("summary").click()
    page.fill("[name=tag]", "theory")
    page.click("main button")
    page.click("text=Posts")
    assert "tag=theory" in page.url
    assert page.locator(".found h3").all_inner_texts() == ["Residual networks"]
    context.close()


def test_its_pages_fit_and_axe_is_content(page, post):
    for path in (
        "/search/",
        "/search/?q=layers+%F0%9F%8E%89&tag=theory",
        "/search/?q=residul",
    ):
        page.goto(path)
        fits_and_is_open_to_all(page)
    page.fill(".site-search input", "resid")
    page.get_by_role("option").first.wait_for()
    fits_and_is_open_to_all(page)
    assert page.get_by_role("option").first.is_visible()


def fits_and_is_open_to_all(page) -> None:
    for width, scheme in product((320, 390, 768, 1280), ("light", "dark")):
        redraw(page, width, scheme)
        look = page.url, width, scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= width, look
        assert axe_findings(page) == [], look
