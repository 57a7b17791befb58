"""Pictures put into a text in Chromium: chosen, pasted, dropped, and without scripts."""

import base64

import pytest

from blog.models import Post
from tests.browser.test_conflicts import is_well_drawn
from tests.browser.test_queue import log_in
from tests.support.drawn import photo, picture

ADD = "/admin/blog/post/add/"
GIVE = """([one, kind, bytes]) => {
  const field = document.querySelector("#id_source");
  const data = new DataTransfer();
  const blob = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  data.items.add(new File([blob], one, { type: "image/png" }));
  const given = { bubbles: true, cancelable: true };
  field.dispatchEvent(kind === "paste"
    ? new ClipboardEvent(kind, { ...given, clipboardData: data })
    : new DragEvent(kind, { ...given, dataTransfer: data }));
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def open_form(page) -> None:
    log_in(page)
    page.goto(ADD)
    page.locator("#id_title").fill("New")
    page.locator("#id_source").fill("Before.")


def test_a_chosen_picture_is_in_the_text_and_can_be_undone(page, live_site, admin_user):
    open_form(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("link", name="Put a picture in").click()
    chooser.value.set_files(
        [
            {"name": "plot.png", "mimeType": "image/png", "buffer": picture()},
            {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>"},
        ]
    )
    page.get_by_text("The picture is in the text").wait_for()
    assert "page.png: This is no picture" in page.locator("#picture-said").inner_text()
    field = page.locator("#id_source")
    assert field.input_value().startswith("Before.\n\n![](/media/images/")
    page.keyboard.type("A red square")
    assert "![A red square](/media/images/" in field.input_value()
    is_well_drawn(page, "#picture-box")
    for _typed in ("words", "picture"):
        page.keyboard.press("Control+z")
    assert field.input_value() == "Before."


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped(page, live_site, admin_user, kind):
    open_form(page)
    page.evaluate(GIVE, ["plot.png", kind, base64.b64encode(photo((600, 400))).decode()])
    page.get_by_text("The picture is in the text").wait_for()
    page.keyboard.type("A view")
    page.locator("[name=_publish]").click()
    page.locator("#changelist").wait_for()
    assert "![A view](/media/images/" in Post.objects.get().source
    assert '<img src="/media/images/' in Post.objects.get().body_html


def test_without_scripts_a_page_takes_it(browser, live_site, admin_user):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto(ADD)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Put a picture in").click()
    other = opened.value
    other.get_by_label("Pictures").set_input_files(
        {"name": "plot.png", "mimeType": "image/png", "buffer": picture()}
    )
    other.get_by_label("Description").fill("A red square")
    other.get_by_role("button", name="Send").click()
    line = other.get_by_label("Copy this line into the text").input_value()
    assert line.startswith("![A red square](/media/images/")
    context.close()


def test_the_page_is_well_drawn(page, live_site, admin_user):
    log_in(page)
    page.goto("/admin/blog/post/pictures/")
    page.get_by_label("Pictures").set_input_files(
        {"name": f"{'long' * 30}.png", "mimeType": "image/png", "buffer": picture(size=(900, 500))}
    )
    page.get_by_role("button", name="Send").click()
    page.get_by_label("Copy this line").wait_for()
    is_well_drawn(page, "#content")
