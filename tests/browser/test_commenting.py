"""Comments in Chromium, with scripts and without: write, preview, post, reply, edit, withdraw,
report; and strings that try to run a script."""

from collections.abc import Iterator

import pytest

from blog.models import Comment, Report
from tests.support.axe_findings import axe_findings
from tests.support.browsing import redraw
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.hostile import all_strings, hostile_comments


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def reader(request, browser, live_site) -> Iterator:
    context = browser.new_context(base_url=live_site, java_script_enabled=request.param)
    page = context.new_page()
    yield page
    context.close()


def test_a_comment_from_its_preview_to_its_end(reader):
    make_paper("Radium", key="curie")
    post = make_post()
    first = make_comment(post, name="Marie")
    reader.goto(post.get_absolute_url())
    assert reader.context.cookies() == []
    reader.get_by_role("link", name="Reply to Marie").click()
    reader.get_by_role("heading", name="Reply to Marie").wait_for()
    reader.get_by_role("textbox", name="Comment").fill("So **says** [@curie].")
    reader.get_by_role("button", name="Preview").click()
    reader.get_by_text("This field is required").wait_for()
    shown = reader.get_by_role("region", name="As it will stand")
    assert shown.locator("strong", has_text="says").is_visible()
    assert shown.get_by_text("Curie, M. (1903).").is_visible()
    reader.get_by_label("Name").fill("Ada")
    reader.get_by_role("button", name="Send the comment").click()
    reader.get_by_role("heading", name="Thank you").wait_for()
    comment = Comment.objects.get(name="Ada")
    assert (comment.parent, comment.state) == (first, "pending")
    assert [cookie["path"] for cookie in reader.context.cookies()] == [post.get_absolute_url()]

    reader.goto(post.get_absolute_url())
    reader.get_by_text("Your comment waits to be approved").wait_for()
    reader.get_by_role("link", name="Edit").click()
    reader.get_by_role("textbox", name="Comment").fill("So *says nobody*.")
    reader.get_by_role("button", name="Save the changes").click()
    reader.get_by_text("says nobody").wait_for()
    comment.refresh_from_db()
    assert comment.source == "So *says nobody*."

    reader.get_by_role("link", name="Withdraw").click()
    reader.get_by_role("button", name="Withdraw it").click()
    reader.wait_for_url(f"**{post.get_absolute_url()}#comments")
    assert reader.get_by_text("says nobody").count() == 0
    assert not Comment.objects.filter(name="Ada").exists()


def test_a_comment_is_reported(reader):
    comment = make_comment(name="Troll", source="Rude *words*.")
    reader.goto(comment.post.get_absolute_url())
    reader.get_by_role("link", name="Report the comment of Troll").click()
    reader.get_by_label("What is wrong with it?").fill("It is rude.")
    reader.get_by_role("button", name="Report it").click()
    reader.get_by_text("A moderator will look").wait_for()
    assert (Report.objects.get().comment, Report.objects.get().note) == (comment, "It is rude.")


def test_a_double_click_sends_one_comment(page):
    post = make_post()
    page.goto(post.get_absolute_url())
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("textbox", name="Comment").fill("Only once.")
    page.get_by_role("button", name="Send the comment").dblclick()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.go_back()
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert Comment.objects.count() == 1


def test_no_hostile_string_runs_or_asks_another_host(page, settings):
    settings.BLOG_COMMENTS_PER_PAGE = 2000
    post = make_post()
    texts = all_strings()
    hostile_comments(post, texts)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(post.get_absolute_url())
    assert page.locator("#comments article").count() > len(set(texts)) * 0.9
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(200)
    assert dialogs == []


def test_pages_of_a_writer_are_for_everybody_and_for_phones(page):
    post = make_post()
    comment = make_comment(post)
    page.goto(post.get_absolute_url())
    page.get_by_label("Name").fill("Ada " + "long" * 20)
    page.get_by_role("textbox", name="Comment").fill(f"A {'word' * 50}\n\n`{'code' * 50}`")
    page.get_by_role("button", name="Preview").click()
    check(page)
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check(page)
    own = Comment.objects.latest("pk")
    base = post.get_absolute_url()
    for path in (base, f"{base}comments/{own.pk}/edit/", f"{base}comments/{own.pk}/withdraw/"):
        page.goto(path)
        check(page)
    page.goto(f"{comment.get_absolute_url()}report/")
    check(page)


def check(page) -> None:
    page.wait_for_load_state()  # a click waits for the page alone, not for its sheet
    for scheme in ("light", "dark"):
        redraw(page, 390, scheme)
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), page.url
        assert axe_findings(page) == [], (page.url, scheme)
