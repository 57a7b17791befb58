"""Threads and quotations as a browser shows them, with scripts and without."""

import pytest

from blog.models import Comment
from tests.support.factories import make_comment, make_post

SOURCE = "Before it.\n\nThe effect *vanishes* in large samples.\n\n## Then\n\nAfter it, 学习很好。"
SELECT = """([from, to]) => {
  const body = document.querySelector("[data-post-body]");
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const at = walker.currentNode.data;
    if (at.includes(from)) range.setStart(walker.currentNode, at.indexOf(from));
    if (at.includes(to)) range.setEnd(walker.currentNode, at.indexOf(to) + to.length);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def plain_page(browser, live_site):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def thread(live_site):
    comment = make_comment(make_post(source=SOURCE))
    made = [comment]
    for _depth in range(7):
        made.append(make_comment(comment.post, parent=made[-1]))
    return made


def test_a_reader_closes_a_thread_and_an_address_finds_it_open(plain_page, thread):
    deep = thread[-1]
    plain_page.goto(thread[0].post.get_absolute_url())
    answer = plain_page.locator(f"#{deep.anchor}")
    assert answer.is_visible()
    plain_page.get_by_text("7 replies").click()
    assert not answer.is_visible()
    plain_page.goto(deep.get_absolute_url())
    assert answer.is_visible()
    assert plain_page.locator(":target").get_attribute("id") == deep.anchor
    answer.get_by_text("in reply to").click()
    assert plain_page.locator(":target").get_attribute("id") == thread[-2].anchor


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("effect", "vani", "effect vanishes"),
        ("ore it", "large", "Before it. The effect vanishes in large"),
        ("学习", "学习", "学习"),
    ],
)
def test_selected_words_become_a_quotation(page, live_site, start, end, words):
    post = make_post(source=SOURCE)
    page.goto(post.get_absolute_url())
    page.evaluate(SELECT, [start, end])
    page.get_by_role("button", name="Comment on this").click()
    assert page.locator(".quoted p").inner_text() == words
    page.keyboard.type("Does it?")
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("button", name="Send the comment").click()
    page.wait_for_url("**/thanks/")
    assert Comment.objects.get().quote == words
    Comment.objects.update(state="published")
    page.goto(post.get_absolute_url())
    address = page.locator(".thread .quoted a").get_attribute("href")
    assert ":~:text=" in address


def test_a_quotation_is_made_and_left_out_by_keys(page, live_site):
    page.goto(make_post(source=SOURCE).get_absolute_url())
    page.locator("em").dblclick()
    offer = page.get_by_role("button", name="Comment on this")
    offer.wait_for()
    page.keyboard.press("Tab")
    assert offer.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Leave the quotation out").press("Enter")
    assert page.locator("input[name=quote]").input_value() == ""
    assert page.locator(".quoted").count() == 0


def test_nothing_is_offered_for_words_elsewhere(page, live_site):
    page.goto(make_post(source=SOURCE).get_absolute_url())
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.wait_for_timeout(400)
    assert page.get_by_role("button", name="Comment on this").count() == 0
