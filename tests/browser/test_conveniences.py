"""What a page has for who has scripts, and nothing of it without: a switch of light and dark,
buttons that copy; and what follows the reader through a text."""

import re

import pytest
from playwright.sync_api import expect

from blog.server.joined_files import SHEETS
from tests.support.factories import make_post

CODE = "def one():\n    return 1\n"
LINES = "Some words of a text. " * 300
FENCES = f"## One\n\n```python\n{CODE}```\n\n## Two\n\n```\nplain\n```"
SOURCE = f"{FENCES}\n\n{LINES}\n\n## Three\n\n{LINES}\n"
PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(253, 252, 249)", "rgb(23, 22, 20)"


@pytest.fixture
def post(live_site):
    return make_post(title="Code", source=SOURCE)


def test_the_switch_is_remembered_until_it_says_what_the_device_says(page, post):
    page.goto("/")
    switch = page.get_by_role("button", name="Dark")
    assert page.evaluate(PAPER) == LIGHT
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.goto(post.get_absolute_url())
    assert page.evaluate(PAPER) == DARK
    page.emulate_media(color_scheme="dark")
    switch.click()
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="light")
    switch.click()
    switch.click()
    assert page.evaluate("localStorage.theme") == "auto"
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate(PAPER) == DARK


def test_without_scripts_there_is_no_button(browser, live_site, post):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto(post.get_absolute_url())
    assert not page.locator(".scheme").is_visible()
    assert page.locator(".convenience, .anchor").count() == 0
    context.close()


def test_code_and_the_address_are_copied(page, post):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(post.get_absolute_url())
    words = page.locator("[data-post-body]").inner_text()
    assert "Copy" not in words
    for number, text in enumerate((CODE, "plain\n")):
        page.locator(".prose pre").nth(number).hover()
        button = page.locator(".with-copy > button").nth(number)
        button.click()
        expect(button).to_have_attribute("aria-label", "Copied")
        assert page.evaluate("navigator.clipboard.readText()") == text
    page.get_by_role("button", name="Copy the address").click()
    assert page.evaluate("navigator.clipboard.readText()").endswith(post.get_absolute_url())


def test_a_line_and_the_contents_say_how_far_one_has_read(page, post):
    page.set_viewport_size({"width": 1400, "height": 500})
    page.goto(post.get_absolute_url())
    scale = "parseFloat(getComputedStyle(document.querySelector('.post'), '::before').scale)"
    assert page.evaluate(scale) == 0
    page.evaluate("document.querySelector('#three').scrollIntoView()")
    page.wait_for_function(f"0.3 < {scale} && {scale} < 0.9")
    marked = "[...document.querySelectorAll('.contents a:target-current')].map(a => a.innerText)"
    page.wait_for_function(f"{marked}.join() === 'Three'")


def test_the_window_has_the_colours_of_the_page(page, post):
    page.goto("/")
    told = page.eval_on_selector_all("[name=theme-color]", "all => all.map(one => one.content)")
    measures = (SHEETS / "colours_and_measures.css").read_text()
    assert tuple(told) == re.search(r"--paper: light-dark\((\S+), (\S+)\)", measures).groups()
