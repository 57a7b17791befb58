"""From the home of the admin to a published post in Chromium, with scripts and without: how many
clicks it takes besides typing. Fields are reached with the Tab key or by typing on."""

from typing import Any

import pytest

from blog.models import Author, Post
from papers.models import Paper
from tests.browser.test_queue import log_in
from tests.browser.test_writing_form import TEXT
from tests.support.factories import make_paper

BIB = "@article{smith, title={Of One}, author={Smith, A.}, year=2001}"


class Clicks(list[str]):
    def __call__(self, place: Any) -> None:
        self.append(place.first.inner_text() or place.first.get_attribute("value"))
        place.first.click()


def add_by_script(page: Any, click: Clicks) -> None:
    page.locator(TEXT).press_sequentially(" New is [@nothing of it", delay=5)
    click(page.locator("#picker-add"))
    page.locator("#picker-dialog textarea").fill(BIB)
    click(page.get_by_role("button", name="Add and cite"))
    page.locator("#picker-dialog").wait_for(state="hidden")
    page.keyboard.type("].")


def add_by_page(page: Any, click: Clicks) -> None:
    with page.context.expect_page() as opened:
        click(page.get_by_role("link", name="Add papers by"))
    opened.value.locator("textarea").fill(BIB)
    click(opened.value.locator("[type=submit][value=Add], button:text-is('Add')"))
    opened.value.locator(".named-works").wait_for()
    key = Paper.objects.get(title="Of One").key
    page.locator(TEXT).fill(page.locator(TEXT).input_value() + f" New is [@{key}].")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_new_author_publishes_in_few_clicks(browser, live_site, admin_user, has_scripts):
    known = make_paper("Attention Is All You Need", author="Vaswani", year=2017)
    context = browser.new_context(base_url=live_site, java_script_enabled=has_scripts)
    page = context.new_page()
    log_in(page)
    for has_new, most in ((False, 3), (True, 5)):
        click = Clicks()
        page.goto("/admin/")
        click(page.locator("#content-main a[href='/admin/blog/post/add/'].addlink"))
        page.locator("#id_title").fill(f"New: {has_new}")
        cited = "[@vas" if has_scripts else f"[@{known.key}"
        page.locator(TEXT).press_sequentially(f"See {cited}", delay=5)
        if has_scripts:
            page.locator("#picker-list").wait_for()
            page.keyboard.press("Enter")
        page.locator(TEXT).press_sequentially("].")
        if has_new:
            (add_by_script if has_scripts else add_by_page)(page, click)
        page.locator("#id_tags").fill("walks, two words")
        if not has_new:
            page.locator("#id_own_name").fill("Ada Lovelace")
        if has_scripts:
            click(page.locator("#preview-button"))
            page.frame_locator("#preview-pane iframe").locator("article").wait_for()
        else:
            with context.expect_page() as opened:
                click(page.locator("#preview-button"))
            opened.value.locator("article").first.wait_for()
        click(page.locator("[name=_publish]:visible"))
        page.get_by_text("It is public:").wait_for()
        assert len(click) <= most, click
        post = Post.objects.get(title=f"New: {has_new}")
        assert (post.state, post.cited_works.count()) == ("published", 1 + has_new)
        assert set(post.tags.names()) == {"walks", "two words"}
        assert list(post.authors.all()) == [Author.objects.get(name="Ada Lovelace")]
    context.close()
