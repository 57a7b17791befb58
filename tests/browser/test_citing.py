"""Previews of citations by mouse, keyboard and touch, and all that works without a script."""

import pytest

from tests.support.axe_findings import axe_findings
from tests.support.browsing import redraw
from tests.support.factories import make_paper, make_post


@pytest.fixture
def post(live_site):
    make_paper("On Radium", key="curie", identifiers=[("doi", "10.1000/radium")])
    make_paper("On Fission", key="meitner", author="Meitner", year=1939)
    filler = "\n\n".join(["A paragraph."] * 40)
    return make_post(source=f"So it is [@curie; @meitner].\n\nAs @curie says.\n\n{filler}")


def test_a_preview_shows_by_mouse_and_stays_under_it(page, post):
    page.goto(post.get_absolute_url())
    preview = page.locator(".preview")
    page.locator("#cite-curie-1").hover()
    preview.get_by_text("On Radium").wait_for()
    assert "discussed in 1 post here" in preview.inner_text()
    preview.hover()
    page.wait_for_timeout(400)
    assert preview.is_visible()
    page.keyboard.press("Escape")
    assert preview.is_hidden()
    page.locator("#cite-meitner-1").hover()
    preview.get_by_text("On Fission").wait_for()
    page.locator("h1").hover()
    preview.wait_for(state="hidden")


def test_a_preview_shows_by_keyboard_and_enter_leads_to_the_entry(page, post):
    page.goto(post.get_absolute_url())
    link = page.locator("#cite-curie-1")
    page.locator("h1").click()
    for _step in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    page.locator(".preview").get_by_text("On Radium").wait_for()
    assert link.get_attribute("aria-describedby") == "citation-preview"
    page.keyboard.press("Escape")
    assert page.locator(".preview").is_hidden()
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Enter")
    page.wait_for_url("**#work-curie")
    page.locator("#work-curie").get_by_role("link", name="place 2").press("Enter")
    page.wait_for_url("**#cite-curie-2")


def test_one_touch_shows_and_the_second_follows(browser, live_site, post):
    context = browser.new_context(
        base_url=live_site, has_touch=True, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(post.get_absolute_url())
    page.locator("#cite-curie-1").tap()
    page.locator(".preview").get_by_text("On Radium").wait_for()
    assert "#work" not in page.url
    width = "document.documentElement"
    assert page.evaluate(f"{width}.scrollWidth <= {width}.clientWidth")
    page.locator("#cite-curie-1").tap()
    page.wait_for_url("**#work-curie")
    context.close()


def test_without_a_script_citations_are_links(browser, live_site, post):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto(post.get_absolute_url())
    page.locator("#cite-curie-1").click()
    page.wait_for_url("**#work-curie")
    page.get_by_role("link", name="IEEE").click()
    page.wait_for_url("**?style=ieee#works-cited-title")
    context.close()


def test_axe_finds_nothing_in_a_preview(page, post):
    redraw(page, 1280)  # a window that changes its size hides it
    page.goto(post.get_absolute_url())
    page.locator("#cite-curie-1").hover()
    page.locator(".preview").get_by_text("On Radium").wait_for()
    for scheme in ("light", "dark"):
        redraw(page, 1280, scheme)
        assert axe_findings(page) == [], scheme
        assert page.locator(".preview").is_visible()


def test_print_has_the_list_and_no_tools(page, post):
    page.goto(post.get_absolute_url())
    page.emulate_media(media="print")
    assert page.locator("#work-curie").is_visible()
    assert page.locator(".styles").is_hidden()
