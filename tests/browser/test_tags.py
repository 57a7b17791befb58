"""Tags in the form of a post in Chromium."""

import pytest

from blog.models import Post
from tests.browser.test_conflicts import is_well_drawn
from tests.browser.test_queue import log_in
from tests.support.factories import make_post


@pytest.fixture
def tags(live_site):
    for number in range(3):
        make_post(tags=["deep-learning", f"deep {'long ' * 8}{number}"])
    make_post(tags=["deep, and wide"])


def test_tags_are_chosen_by_keys_and_by_mouse(page, tags, live_site, admin_user):
    log_in(page)
    page.goto("/admin/blog/post/add/")
    page.locator("#id_title").fill("New")
    page.locator("#id_source").fill("Text.")
    field = page.get_by_role("combobox", name="Tags")
    field.click()
    page.keyboard.type("first, deep l")
    page.get_by_role("option", name="deep-learning 3 posts").wait_for()
    is_well_drawn(page, "#tags-offered")
    typed, offered = field.bounding_box(), page.locator("#tags-offered").bounding_box()
    assert offered["y"] >= typed["y"] + typed["height"] - 1
    assert offered["x"] + offered["width"] <= page.viewport_size["width"]
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "tags-offered-0"
    page.keyboard.press("Enter")
    assert field.input_value() == "first, deep-learning, "
    page.keyboard.type("wide")
    page.get_by_role("option", name="deep, and wide").click()
    assert field.input_value() == 'first, deep-learning, "deep, and wide", '
    page.keyboard.type("deep")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox", include_hidden=True).first.is_hidden()
    field.fill('first, deep-learning, "deep, and wide"')
    page.locator("[name=_publish]").click()
    page.locator("#changelist").wait_for()
    names = list(Post.objects.get(title="New").tags.names())
    assert names == ["first", "deep-learning", "deep, and wide"]


def test_a_merge_is_well_drawn(page, tags, live_site, admin_user):
    log_in(page)
    page.goto("/admin/blog/tag/")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("choose_to_merge")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_role("button", name="Merge").wait_for()
    is_well_drawn(page, "#content")
    page.get_by_role("button", name="Merge").click()
    page.get_by_role("link", name="Undo…").click()
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_text("Taken apart again").wait_for()
    is_well_drawn(page, "#content")
