"""Citing in Chromium while a post is written: papers behind ``[@``, and new ones from one box."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from blog.models import Post
from blog.server.question_rounds import ask_urgent_questions
from papers.models import Paper
from tests.browser.test_conflicts import LOOKS
from tests.browser.test_queue import log_in
from tests.support.factories import make_paper, make_post
from tests.support.registry_server import reply_with

TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "preload": False,  # it puts styles into the page
}
ADD = "/admin/blog/post/add/"
TEXT = "#id_source"
DOI = "10.5555/made.1"
WORK = {"DOI": DOI, "type": "book", "title": ["On made things"]}
CHOSEN = "#picker-list [aria-selected=true]"


@pytest.fixture
def library(db) -> list[Paper]:
    return [
        make_paper("Attention Is All You Need", author="Vaswani", year=2017),
        make_paper("A Second Thing", author="Vasari", year=1550),
        make_paper("Something Else Entirely", author="Kim", year=2020),
    ]


@pytest.fixture
def writing(page, live_site, admin_user, library):
    """A new post's form; its text is left as it came, so that nothing is kept of it at the end."""
    log_in(page)
    page.goto(ADD)
    yield page
    page.locator(TEXT).fill("")


def write(page, text: str, *, wait: bool = True) -> None:
    page.locator(TEXT).press_sequentially(text, delay=5)
    if wait:
        page.locator("#picker-list").wait_for()


def faults(page, part: str) -> list[tuple[str, str]]:
    page.evaluate("document.getAnimations().forEach(one => one.finish())")  # of a changed scheme
    found = Axe().run(page, context=part, options=TAGS).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_a_paper_is_picked_with_the_keys_and_taken_back(writing, library):
    page = writing
    page.locator(TEXT).fill("As shown by ] and so on.")
    page.locator(TEXT).evaluate("one => { one.focus(); one.setSelectionRange(12, 12) }")
    write(page, "[@vas")
    text = page.locator(TEXT)
    assert text.get_attribute("aria-expanded") == "true"
    page.locator(f"{TEXT}[aria-activedescendant=picker-0]").wait_for()
    assert page.locator(CHOSEN).inner_text() == (
        "Vaswani (2017) Attention Is All You Need not checked"
    )
    assert page.locator("#picker-count").inner_text().startswith("2 papers.")
    page.keyboard.press("ArrowDown")
    assert page.locator(CHOSEN).inner_text().startswith("Vasari (1550)")
    page.keyboard.press("Enter")
    assert text.input_value() == f"As shown by [@{library[1].key}] and so on."
    assert page.locator("#picker-list").count() == 0
    assert text.get_attribute("aria-expanded") is None
    page.keyboard.press("Control+z")
    assert text.input_value() == "As shown by [@vas] and so on."
    page.keyboard.press("Control+Shift+z")
    page.keyboard.type(", p. 3")
    assert text.input_value() == f"As shown by [@{library[1].key}, p. 3] and so on."


def test_tab_takes_escape_closes_and_words_may_be_misspelt(writing, library):
    page = writing
    write(page, "[@vaswni al you ned")
    page.keyboard.press("Escape")
    assert page.locator("#picker-list").count() == 0
    write(page, "x]\n\n(see @kim", wait=False)
    page.locator("#picker-list").wait_for()
    page.keyboard.press("Tab")
    assert page.locator(TEXT).input_value() == f"[@vaswni al you nedx]\n\n(see @{library[2].key}"
    write(page, ") [@Kim; @vas")
    page.keyboard.press("Enter")
    assert page.locator(TEXT).input_value().endswith(f") [@Kim; @{library[0].key}")
    page.keyboard.press("Enter")  # a line, since nothing is open any more
    assert page.locator(TEXT).input_value().endswith("\n")


def test_what_is_no_citation_opens_nothing(writing, library):
    page = writing
    for text in ("a@vaswani ", "@v ", "[a](b) vaswani ", "@vaswani showed that ", "`x` [1] "):
        write(page, text, wait=False)
        page.wait_for_timeout(200)
        assert page.locator("#picker-list").count() == 0, text


def test_a_doi_is_added_by_the_last_row_itself(writing, library, registries):
    page = writing
    answer = json.dumps({"status": "ok", "message": WORK}).encode()
    registries.answer_with(f"/crossref/works/{DOI}", reply_with(answer))
    text, told = page.locator(TEXT), page.locator("#picker-added")
    write(page, f"New [@{DOI[:-1]}")
    write(page, DOI[-1])
    page.locator("#picker-add", has_text=DOI).wait_for()
    assert page.locator("#picker-count").inner_text() == (
        f"0 papers. The last row adds DOI {DOI}. Arrow keys choose, Enter takes, Escape closes."
    )
    assert page.locator(CHOSEN).inner_text() == f"Add DOI {DOI} and cite it"
    page.keyboard.press("Enter")
    page.keyboard.type("].")  # before the answer is there
    told.get_by_text("to be looked up").wait_for()
    key = Paper.objects.latest("pk").key
    assert text.input_value() == f"New [@{key}]."
    assert text.evaluate("one => one.selectionEnd") == len(f"New [@{key}].")
    ask_urgent_questions()
    told.get_by_text("On made things").wait_for(timeout=10_000)
    text.fill("")
    page.locator("#id_title").fill("https://doi.org/10.9999/not.there")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    write(page, "See [@", wait=False)
    page.keyboard.press("Control+v")
    page.locator("#picker-add").click()  # by the pointer
    told.get_by_text("to be looked up").wait_for()
    assert text.input_value() == "See [@doi-10.9999-not.there"
    page.keyboard.press("Control+z")
    assert text.input_value() == "See [@https://doi.org/10.9999/not.there"
    ask_urgent_questions()
    told.get_by_text("no such work").wait_for(timeout=10_000)


def test_a_wrong_identifier_stays_in_the_box_with_what_is_wrong(writing, library, problems):
    page = writing
    write(page, "New [@978-0-306-40615-8")
    page.keyboard.press("Enter")
    page.get_by_text("the last of which checks the others").wait_for()
    problems.clear()  # the refusal
    box = page.locator("#picker-dialog textarea")
    assert box.input_value() == "978-0-306-40615-8"
    box.fill("978-0-306-40615-7")
    page.get_by_role("button", name="Add and cite").click()
    page.locator("#picker-dialog").wait_for(state="hidden")
    assert page.locator(TEXT).input_value() == "New [@isbn-9780306406157"
    page.route("**/add-named/", lambda route: route.abort())
    page.locator(TEXT).fill("")
    write(page, "New [@10.1145/3065386")
    page.keyboard.press("Enter")
    page.get_by_text("That could not be sent.").wait_for()
    problems.clear()
    assert box.input_value() == "10.1145/3065386"
    page.keyboard.press("Escape")
    assert page.locator(TEXT).input_value() == "New [@10.1145/3065386"


def test_entries_are_added_and_what_is_unreadable_stays(writing, problems):
    page = writing
    write(page, "New [@nothing of it]", wait=False)
    page.get_by_role("link", name="Add papers by").click()
    box = page.locator("#picker-dialog textarea")
    box.fill("@article{smith, title={Of One}, author={Smith, A.}, year=2001}\n@article{b,")
    page.get_by_role("button", name="Add and cite").click()
    page.get_by_text("is not closed").wait_for()
    problems.clear()  # the refusal
    assert "@article{b," in box.input_value()
    assert Paper.objects.count() == 3
    box.fill(
        "@article{smith, title={Of One}, author={Smith, A.}, year=2001}\n"
        "@book{jones, title={Of Two}, author={Jones, B.}, year=2002}"
    )
    page.get_by_role("button", name="Add and cite").click()
    page.locator("#picker-dialog").wait_for(state="hidden")
    one, two = Paper.objects.order_by("-pk")[:2][::-1]
    written = f"New [@nothing of it][@{one.key}; @{two.key}]"
    assert page.locator(TEXT).input_value() == written


def test_the_list_and_the_box_are_well_drawn(page, live_site, admin_user, library):
    make_paper("A long title " * 12, author="Vasquez-Montgomery", year=1999)
    post = make_post(source="word " * 400)
    log_in(page)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(reverse("admin:blog_post_change", args=[post.pk]))
        page.locator(TEXT).evaluate("one => { one.focus(); one.setSelectionRange(9e9, 9e9) }")
        write(page, "[@vas")
        box = page.locator("#picker-list").bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 800
        assert faults(page, "text-expander") == []
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Add papers by").click()
        box = page.locator("#picker-dialog").bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert faults(page, "#picker-dialog") == []
        page.keyboard.press("Escape")
        page.locator(TEXT).fill(post.source)


def test_papers_are_added_without_scripts(browser, live_site, admin_user):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto(ADD)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Add papers by").click()
    other = opened.value
    other.locator("textarea").fill("10.1145/3065386\nno such thing")
    other.get_by_role("button", name="Add").click()
    assert "Line 2" in other.locator(".errornote").inner_text()
    assert other.locator("textarea").input_value() == "10.1145/3065386\nno such thing"
    other.locator("textarea").fill("10.1145/3065386")
    other.get_by_role("button", name="Add").click()
    assert "[@doi-10.1145-3065386]" in other.locator(".named-works").inner_text()
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_publishing_an_unknown_identifier_is_asked_once(
    browser, live_site, admin_user, has_scripts
):
    post = make_post(source="Known.")
    context = browser.new_context(base_url=live_site, java_script_enabled=has_scripts)
    page = context.new_page()
    log_in(page)
    page.goto(reverse("admin:blog_post_change", args=[post.pk]))
    page.locator(TEXT).fill("One.\n\nTwo [@doi:10.9999/nonsense-typo] and [@dupont].")
    page.locator("[name=_save]:visible").click()
    page.locator("#asked-works").wait_for()
    told = page.locator("#asked-works li").all_inner_texts()
    assert [one.split(":")[0] for one in told] == ["Line 3", "Line 3"]
    if has_scripts:  # axe is one
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert faults(page, "#asked-works") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#id_title").press("Enter")  # asks again, and publishes nothing
    page.locator("#asked-works").wait_for()
    assert Post.objects.get().source == "Known."
    page.get_by_role("button", name="Publish anyway").click()
    page.locator(".messagelist").wait_for()
    assert "nonsense-typo" in Post.objects.get().source
    context.close()
