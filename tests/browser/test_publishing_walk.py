"""From the home of the admin to a published post in Chromium, with scripts and without: how many
clicks it takes besides typing. Fields are reached with the Tab key or by typing on."""

from typing import Any

import pytest

from blog.models import Author, Post
from papers.models import Paper
from tests.browser.test_queue import log_in
from tests.browser.test_writing_form import TEXT
from tests.support.factories import make_paper

DOI = "10.1145/3065386"
BIB = "@article{smith, title={Of One}, author={Smith, A.}, year=2001}"


class Clicks(list[str]):
    def __call__(self, place: Any) -> None:
        self.append(place.first.inner_text() or place.first.get_attribute("value"))
        place.first.click()


def cite_by_script(page: Any, click: Clicks, kind: str, known: Paper) -> None:
    write = page.locator(TEXT).press_sequentially
    if kind == "known":
        write("See [@vas", delay=5)
        page.locator("#picker-list").wait_for()
        page.keyboard.press("Enter")
    elif kind == "entry":
        write("New is [@nothing of it", delay=5)
        click(page.locator("#picker-add"))
        page.locator("#picker-dialog textarea").fill(BIB)
        click(page.get_by_role("button", name="Add and cite"))
        page.locator("#picker-dialog").wait_for(state="hidden")
    else:
        write(f"New is [@{DOI}", delay=5)
        click(page.locator("#picker-add"))
        page.locator("#picker-added", has_text="to be looked up").wait_for()
    page.keyboard.type("].")


def cite_by_page(page: Any, click: Clicks, kind: str, known: Paper) -> None:
    cited = {"known": known.key, "doi": f"doi:{DOI}"}.get(kind)
    if kind == "entry":
        with page.context.expect_page() as opened:
            click(page.get_by_role("link", name="Add papers by"))
        opened.value.locator("textarea").fill(BIB)
        click(opened.value.locator("[type=submit][value=Add], button:text-is('Add')"))
        opened.value.locator(".named-works").wait_for()
        cited = Paper.objects.get(title="Of One").key
    page.locator(TEXT).fill(f"See [@{cited}].")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_new_author_publishes_in_few_clicks(browser, live_site, admin_user, has_scripts):
    known = make_paper("Attention Is All You Need", author="Vaswani", year=2017)
    context = browser.new_context(base_url=live_site, java_script_enabled=has_scripts)
    page = context.new_page()
    log_in(page)
    for kind, most in (("known", 3), ("entry", 5), ("doi", 5)):
        click = Clicks()
        page.goto("/admin/")
        click(page.locator("#content-main a[href='/admin/blog/post/add/'].addlink"))
        page.locator("#id_title").fill(kind)
        (cite_by_script if has_scripts else cite_by_page)(page, click, kind, known)
        page.locator("#id_tags").fill("walks, two words")
        if kind == "known":
            page.locator("#id_own_name").fill("Ada Lovelace")
        if has_scripts:
            click(page.locator("#preview-button"))
            page.frame_locator("#preview-pane iframe").locator("article").wait_for()
        else:
            with context.expect_page() as opened:
                click(page.locator("#preview-button"))
            opened.value.locator("article").first.wait_for()
        click(page.locator("[name=_publish]:visible"))
        if kind == "doi":  # no registry has answered
            click(page.get_by_role("button", name="Publish anyway"))
        page.get_by_text("It is public:").wait_for()
        assert len(click) <= most, click
        post = Post.objects.get(title=kind)
        assert (post.state, post.cited_works.count()) == ("published", 1)
        assert set(post.tags.names()) == {"walks", "two words"}
        assert list(post.authors.all()) == [Author.objects.get(name="Ada Lovelace")]
    context.close()
