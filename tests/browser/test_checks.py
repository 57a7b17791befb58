"""The checks of a post's text in Chromium: while one writes, and without scripts."""

import pytest

from blog.models import Post
from tests.browser.test_conflicts import is_well_drawn
from tests.browser.test_queue import log_in
from tests.browser.test_writing import form_of
from tests.support.factories import make_author, make_post

LONG = "\n\n".join(f"Paragraph {number}. {'word ' * 60}" for number in range(60))
SELECTED = "one => one.value.slice(one.selectionStart, one.selectionEnd)"


def test_what_is_typed_is_checked_after_a_pause(page, live_site, admin_user):
    post = make_post(source=LONG, authors=[make_author()])
    log_in(page)
    page.goto(form_of(post))
    page.get_by_text("Nothing to look at.").wait_for()
    page.locator("#id_source").fill(f"{LONG}\n\n![](/media/none.png)\n\n{LONG}")
    page.get_by_text("There is no picture at “/media/none.png”.").wait_for()
    assert page.locator("#checks-said").inner_text() == "2 things to look at."
    page.evaluate("document.querySelector('#id_source').setSelectionRange(0, 0)")
    page.get_by_role("link", name="Line 121").first.click()
    field = page.locator("#id_source")
    assert field.evaluate(SELECTED) == "![](/media/none.png)"
    assert field.evaluate("one => document.activeElement === one")
    share = field.evaluate("one => one.scrollTop / (one.scrollHeight - one.clientHeight)")
    assert 0.45 < share < 0.55
    is_well_drawn(page, "#checks")
    assert Post.objects.get().source == LONG
    page.locator("#id_source").fill(f"{LONG}\n\nMended.")
    page.locator("#checks-found").get_by_text("Nothing to look at.").wait_for()
    page.locator("[name=_save]").click()
    page.locator("#changelist").wait_for()


def test_the_button_checks_at_once_and_keeps_the_page(page, live_site, admin_user):
    log_in(page)
    page.goto("/admin/blog/post/add/")
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name="Check the text").click()
    page.locator("#checks-found").get_by_text("Nothing to look at.").wait_for()
    assert page.evaluate("window.isSamePage")


def test_the_question_before_publishing_leads_to_its_lines(page, live_site, admin_user):
    log_in(page)
    page.goto("/admin/blog/post/add/")
    page.locator("#id_title").fill("New")
    page.locator("#id_source").fill("One.\n\nTwo [@nobody].")
    page.locator("[name=_publish]").click()
    page.locator("#asked-works:focus").wait_for()  # and not its button, which Enter would press
    page.locator("#asked-works").get_by_role("link", name="Line 3").click()
    assert page.locator("#id_source").evaluate(SELECTED) == "Two [@nobody]."
    assert page.locator(".errornote").count() == 0
    assert "Nothing is stored yet" in page.locator(".errorlist.nonfield").inner_text()


@pytest.mark.parametrize("width", [390, 1440])
def test_without_scripts_a_button_checks(browser, live_site, admin_user, width):
    context = browser.new_context(
        base_url=live_site, java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    log_in(page)
    page.goto("/admin/blog/post/add/")
    page.locator("#id_title").fill("New")
    page.locator("#id_source").fill("## One\n\n[a](/posts/none/)")
    page.get_by_role("button", name="Check the text").click()
    page.get_by_text("nothing is saved yet").wait_for()
    assert page.get_by_role("link", name="Line 3").get_attribute("href") == "#id_source"
    assert page.locator("#id_source").input_value() == "## One\n\n[a](/posts/none/)"
    assert not Post.objects.exists()
    context.close()
