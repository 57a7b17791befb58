"""The marks above a post's text and the keys of its form, in Chromium."""

import pytest

from blog.models import Post
from tests.browser.test_queue import log_in
from tests.browser.test_writing_form import ADD, TEXT, form_of, frame_of
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.usefixtures("keeps_nothing")
KEY_TIMES = """
async (text) => {
  const times = [];
  text.focus();
  text.setSelectionRange(30000, 30000);
  for (let key = 0; key < 40; key += 1) {
    const began = performance.now();
    document.execCommand("insertText", false, "x");
    text.getBoundingClientRect();
    times.push(performance.now() - began);
    await new Promise(requestAnimationFrame);
  }
  return times;
}
"""


def test_marks_are_set_by_buttons_and_keys_and_undone(page, admin_user, live_site):
    log_in(page)
    page.goto(ADD)
    area = page.locator(TEXT)
    marks = {
        "Control+b": "one **two** three",
        "Control+i": "one _two_ three",
        "Control+k": "one [two](url) three",
        "Bold": "one **two** three",
        "Italic": "one _two_ three",
        "Link": "one [two](url) three",
        "Heading": "one ## two three",
        "Quotation": None,
        "Code": "one `two` three",
        "List": "- one two three",
        "Numbered list": "1. one two three",
    }
    area.click()
    page.keyboard.type("one two three")
    for mark, expected in marks.items():
        area.evaluate("one => { one.focus(); one.setSelectionRange(4, 7); }")
        if mark.startswith("Control"):
            page.keyboard.press(mark)
        else:
            page.locator("markdown-toolbar").get_by_role("button", name=mark, exact=True).click()
        made = area.input_value()
        assert made != "one two three"
        assert made == (expected or made)
        page.keyboard.press("Control+z")
        assert area.input_value() == "one two three", mark
    page.keyboard.press("Control+Shift+z")
    assert area.input_value() == "1. one two three"


def test_tab_is_not_trapped_and_the_marks_are_reached_by_keys(page, admin_user, live_site):
    log_in(page)
    page.goto(ADD)
    name = (
        "document.activeElement.title || document.activeElement.name || document.activeElement.id"
    )
    page.locator("#id_title").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(name) == "Bold"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(name) == "Italic"
    page.keyboard.press("Tab")
    assert page.evaluate(name) == "Keys and marks"
    page.keyboard.press("Enter")
    page.get_by_text("cites a work of the library").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate(name) == "source"
    page.keyboard.type("a b")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(name) == "Italic"
    page.keyboard.press("Enter")
    assert page.locator(TEXT).input_value() == "a b__"
    page.keyboard.press("Tab")
    assert page.evaluate(name) != "source"


def test_enter_in_a_field_saves_and_stays_and_nothing_else(page, admin_user, live_site):
    post = make_post()
    log_in(page)
    page.goto(ADD)
    page.locator("#id_title").fill("A new post")
    page.keyboard.press("Enter")
    page.get_by_text("was added successfully").wait_for()
    assert Post.objects.get(title="A new post").state == "draft"
    page.goto(form_of(post))
    page.locator("#id_title").fill("Another title")
    page.keyboard.press("Enter")
    page.get_by_text("was changed successfully").wait_for()
    post.refresh_from_db()
    assert (post.title, post.state) == ("Another title", "published")
    assert page.url.endswith(form_of(post))


def test_a_key_in_a_long_text_takes_no_time(page, admin_user, live_site):
    """60 kB with the preview open; key by key, what scripts and the drawing of the text take."""
    paragraph = f"{'Words of *a* paragraph. ' * 30}[@{make_paper().key}]\n\n"
    post = make_post(source=paragraph * 85)
    assert len(post.source) > 60_000
    log_in(page)
    page.goto(form_of(post))
    page.locator("#preview-button").click()
    frame_of(page).locator("article").wait_for()
    times = page.locator(TEXT).evaluate(KEY_TIMES)
    assert sorted(times)[len(times) // 2] < 50


def test_control_s_saves_and_goes_on(page, admin_user, live_site):
    log_in(page)
    page.goto(ADD)
    page.locator("#id_title").fill("A post")
    page.locator(TEXT).click()
    page.keyboard.type("Words.")
    page.keyboard.press("Control+s")
    page.get_by_text("was added successfully").wait_for()
    post = Post.objects.get()
    assert (post.state, post.source) == ("draft", "Words.")
    assert page.url.endswith(form_of(post))
