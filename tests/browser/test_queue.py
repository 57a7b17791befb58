"""The queue in Chromium: with the mouse, with keys, without scripts, for a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog.models import Comment
from tests.support.browsing import redraw
from tests.support.factories import make_comment, make_post

QUEUE = "/admin/blog/comment/"


@pytest.fixture
def rows(live_site) -> list[Comment]:
    post = make_post()
    parent = make_comment(post)
    sources = ["One " + "long " * 300, "Two `code` $x^2$", f"Three {'x' * 200}"]
    return [
        make_comment(post, parent=parent, state="pending", source=source, reasons=[["links", 2]])
        for source in sources
    ]


def log_in(page) -> None:
    page.goto(f"/admin/login/?next={QUEUE}")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#changelist").wait_for()


def press(page, keys: str, told: str) -> None:
    page.locator(".queue-entry.is-current").wait_for()
    for key in keys:
        page.keyboard.press(key)
    page.get_by_text(told).wait_for()
    page.wait_for_load_state()


def states(rows: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=row.pk).state for row in rows]


def test_comments_are_decided_by_keys(page, rows, admin_user):
    log_in(page)
    press(page, "a", "The comment is now published.")  # the newest
    press(page, "js", "The comment is now spam.")
    assert states(rows) == ["spam", "pending", "published"]
    press(page, "u", "1 comment is as it was.")
    press(page, "jjkr", "The comment is now removed.")
    assert states(rows) == ["pending", "removed", "published"]
    page.locator("#searchbar").press_sequentially("as")
    assert page.url.endswith(QUEUE)
    page.get_by_label("Keys:").uncheck()
    page.keyboard.press("s")
    page.reload()
    page.locator(".queue-entry.is-current").wait_for()
    assert not page.get_by_label("Keys:").is_checked()
    assert states(rows) == ["pending", "removed", "published"]


@pytest.mark.parametrize("scripts", [True, False])
def test_comments_are_decided_by_mouse(browser, live_site, rows, admin_user, scripts):
    context = browser.new_context(base_url=live_site, java_script_enabled=scripts)
    page = context.new_page()
    log_in(page)
    first = page.locator(".queue-entry", has_text="Three")
    first.get_by_role("button", name="Approve").click()
    page.get_by_text("The comment is now published.").wait_for()
    for row in rows[:2]:
        page.locator(f"input[name=_selected_action][value='{row.pk}']").check()
    page.locator("select[name=action]").select_option("mark_as_spam")
    page.get_by_role("button", name="Go").click()
    page.get_by_text("2 comments are now spam.").wait_for()
    assert states(rows) == ["spam", "spam", "published"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 comments are as they were.").wait_for()
    assert states(rows) == ["pending", "pending", "published"]
    page.wait_for_load_state()
    context.close()


def test_queue_is_readable_for_everybody(page, rows, admin_user):
    log_in(page)
    for scheme in ("light", "dark"):
        redraw(page, 390, scheme)
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
        violations = Axe().run(page, context="#content").response["violations"]
        found = [(one["id"], one["nodes"][0]["html"]) for one in violations]
        assert not [one for one in violations if one["impact"] in {"serious", "critical"}], found
