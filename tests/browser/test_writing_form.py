"""The form of a post in Chromium: its columns, its bar, its preview, its marks and keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from blog.models import Post
from papers.models import Paper
from tests.browser.test_queue import log_in
from tests.support.factories import make_author, make_paper, make_post

pytestmark = pytest.mark.usefixtures("keeps_nothing")
ADD = "/admin/blog/post/add/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = [(width, scheme) for width in (390, 1100, 1440) for scheme in ("light", "dark")]
TEXT = "#id_source"
IN_FRAME = "#preview-pane iframe"
LOOSE = """
() => [...document.querySelectorAll("#post_form :is(input, select, textarea)")]
  .filter(one => one.type !== "hidden" && !one.closest("[hidden], .empty-form"))
  .filter(one => one.getClientRects().length)
  .filter(one => ![...one.labels].some(label => label.getBoundingClientRect().width > 1))
  .map(one => one.name)
"""
COVERED = """
() => {
  const one = document.activeElement, bar = document.querySelector(".post-bar");
  if (!one || one === document.body || bar.contains(one)) return null;
  if (one.matches("textarea, iframe")) return null;
  const box = one.getBoundingClientRect(), top = bar.getBoundingClientRect().top;
  return box.bottom > top + 1 ? `${one.tagName} ${one.name}: ${box.bottom} > ${top}` : null;
}
"""
CARET = """
() => {
  const text = document.querySelector("#id_source"), style = getComputedStyle(text);
  const line = parseFloat(style.lineHeight);
  const above = text.value.slice(0, text.selectionEnd).split("\\n").length;
  const bottom = text.getBoundingClientRect().top + text.clientTop + parseFloat(style.paddingTop)
    + above * line - text.scrollTop;
  return [bottom - line, bottom, document.querySelector(".post-bar").getBoundingClientRect().top];
}
"""


HOSTILE = """
<script>top.hit = 1</script> <img src=x onerror="top.hit = 1"> <b>Shown</b>
<a href="javascript:top.hit=1">a</a> <iframe srcdoc="<script>top.hit = 1</script>"></iframe>
"""


def form_of(post: Post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


def frame_of(page):
    return page.frame_locator(IN_FRAME)


@pytest.fixture
def post(live_site) -> Post:
    keys = [make_paper(f"On {'a long title ' * 6}{number}").key for number in range(12)]
    source = " ".join(f"[@{key}]" for key in keys)
    return make_post(source=source, authors=[make_author()], tags=["a"])


def test_two_columns_from_1100_pixels_and_one_below(page, admin_user, post):
    log_in(page)
    for address in (form_of(post), ADD):
        page.goto(address)
        for width, columns in ((390, 1), (1099, 1), (1100, 2), (1440, 2)):
            page.set_viewport_size({"width": width, "height": 800})
            left, right = (
                page.locator(f".post-{side}").bounding_box() for side in ("left", "right")
            )
            assert (right["x"] > left["x"] + left["width"]) == (columns == 2), width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = {
        name: page.locator(f"#id_{name}").bounding_box() for name in ("source", "published_at")
    }
    assert boxes["source"]["x"] < boxes["published_at"]["x"]


def test_it_breaks_no_rule_of_wcag_at_any_width_and_in_any_light(page, admin_user, post, problems):
    log_in(page)
    page.goto(form_of(post))
    page.locator("#preview-button").click()
    frame_of(page).locator("article").wait_for()
    for summary in page.locator(".post-right summary, .post-keys summary").all():
        summary.click()
    page.get_by_role("link", name="Add another Author").click()
    page.get_by_role("combobox", name="Author", exact=False).last.click()
    page.get_by_role("searchbox", name="Author").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(LOOSE) == []
    assert problems == []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.getAnimations().forEach(one => one.finish())")
        options = {"runOnly": {"type": "tag", "values": TAGS}}
        found = Axe().run(page, context="#content", options=options).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        told = [(width, scheme, one["id"], one["nodes"][0]["html"]) for one in serious]
        assert told == []
    problems.clear()  # axe has styles of its own


@pytest.mark.parametrize("width", [390, 1440])
def test_the_bar_covers_neither_the_focus_nor_the_caret(page, admin_user, post, width):
    log_in(page)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(form_of(post))
    page.locator("#id_title").focus()
    covered, ends = [], 0
    for _key in range(80):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
        ends += page.evaluate("document.activeElement.name === '_save'")
    assert ends == 1
    assert [one for one in covered if one] == []
    page.evaluate("scrollTo(0, 0)")
    page.locator(TEXT).fill("\n".join(f"Line {number}" for number in range(40)))
    page.locator(TEXT).evaluate("one => { one.style.blockSize = '900px'; one.scrollTop = 0; }")
    page.locator(TEXT).evaluate("one => { one.focus(); one.setSelectionRange(0, 0); }")
    for _line in range(39):
        page.keyboard.press("ArrowDown")
        top, bottom, bar = page.evaluate(CARET)
        assert 0 <= top < bottom <= bar
    page.keyboard.press("End")
    for _line in range(12):
        page.keyboard.press("Enter")
        top, bottom, bar = page.evaluate(CARET)
        assert 0 <= top < bottom <= bar


def test_the_bar_says_what_is_true_now(page, admin_user, live_site):
    log_in(page)
    page.goto(ADD)
    state = page.locator("#unsaved-state")
    assert state.inner_text() == "Not saved yet"
    page.locator("#id_title").fill("A post")
    assert state.inner_text() == "Unsaved changes"
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("was added successfully").wait_for()
    page.wait_for_load_state()
    assert state.inner_text().startswith("Saved ")
    page.locator(TEXT).fill("More.")
    assert state.inner_text() == "Unsaved changes"
    page.locator(TEXT).fill("")
    state.get_by_text("Saved ").wait_for()
    assert Post.objects.get().state == "draft"


def test_publishing_becomes_scheduling_with_a_date_to_come(page, admin_user, live_site):
    log_in(page)
    page.goto(ADD)
    verb = page.locator("[name=_publish]")
    for typed, said in (
        ("", "Publish"),
        ("2999-03-02 9:00", "Schedule"),
        ("2019-03-02 09:00", "Publish"),
        ("soon", "Publish"),
        ("2999-03-02 09:00", "Schedule"),
    ):
        page.locator("#id_published_at").fill(typed)
        assert verb.inner_text() == said
    page.locator("#id_title").fill("A post")
    verb.click()
    page.get_by_text("It is published by itself on 2 March 2999, 09:00, UTC.").wait_for()


def test_the_preview_follows_the_text_and_stores_nothing(page, admin_user, post):
    log_in(page)
    page.goto(form_of(post))
    page.locator(TEXT).fill("First *words*.\n\n" + "More of it.\n\n" * 60)
    page.get_by_role("button", name="Preview").click()
    shown = frame_of(page)
    shown.locator("em", has_text="words").wait_for()
    assert shown.locator("h1").inner_text() == post.title
    font = shown.locator("article p").first.evaluate("one => getComputedStyle(one).fontFamily")
    assert "Wellcited Serif" in font
    frame = page.locator(IN_FRAME).element_handle().content_frame()
    assert frame.evaluate("document.compatMode") == "CSS1Compat"
    frame.evaluate("scrollTo(0, 500)")
    page.locator(TEXT).press("Control+Home")
    page.keyboard.type("Then ")
    shown.locator("p", has_text="Then First").wait_for()
    assert frame.evaluate("scrollY") == 500
    page.locator(TEXT).fill("See [@nobody] and [@doi:10.9999/typo].")
    told = shown.locator("#preview-told")
    told.get_by_text("“nobody” leads to no paper").wait_for()
    assert "doi:10.9999/typo" in told.inner_text()
    page.get_by_role("button", name="Close", exact=True).click()
    assert not page.locator("#preview-pane").is_visible()
    assert Post.objects.get().source == post.source
    assert Paper.objects.count() == 12


def test_the_last_key_decides_what_the_preview_shows(page, admin_user, post):
    log_in(page)
    page.goto(form_of(post))
    page.locator("#preview-button").click()
    shown = frame_of(page)
    shown.locator("article").wait_for()
    held = []
    page.route("**/preview/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/preview/"):
        page.locator(TEXT).fill("The early one.")
    page.locator(TEXT).fill("The late one.")
    shown.get_by_text("The late one.").wait_for()
    held[0].fulfill(body="<p>The early one.</p>")
    page.wait_for_timeout(200)
    assert shown.get_by_text("The late one.").is_visible()


def test_a_hostile_text_runs_nothing_in_the_preview(page, admin_user, post):
    log_in(page)
    page.goto(form_of(post))
    page.locator(TEXT).fill(HOSTILE)
    page.locator("#preview-button").click()
    frame_of(page).get_by_text("Shown").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert "allow-scripts" not in page.locator(IN_FRAME).get_attribute("sandbox")


def test_a_preview_opens_in_a_tab_and_typing_goes_on_to_be_kept(page, admin_user, post):
    log_in(page)
    page.goto(form_of(post))
    page.locator(TEXT).fill("Not *saved*.")
    page.locator("#preview-button").click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="In a tab").click()
    opened.value.locator("em", has_text="saved").wait_for()
    assert page.locator("#unsaved-state").inner_text() == "Unsaved changes"
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_without_scripts_all_verbs_work(browser, admin_user, live_site):
    make_paper(key="curie")
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    log_in(page)
    page.goto(ADD)
    assert not page.locator("markdown-toolbar").is_visible()
    page.locator(".post-keys summary").click()
    page.get_by_text("cites a work of the library").wait_for()
    page.locator("#id_title").fill("A post")
    page.locator(TEXT).fill("As [@curie] says.")
    page.locator("#id_tags").fill("one, two")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    opened.value.locator("h1", has_text="A post").wait_for()
    opened.value.get_by_text("cites 1 work").wait_for()
    assert not Post.objects.exists()
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("was added successfully").wait_for()
    assert page.locator(TEXT).input_value() == "As [@curie] says."
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("It is public:").wait_for()
    post = Post.objects.get()
    assert (post.state, list(post.tags.names())) == ("published", ["one", "two"])
    page.goto(form_of(post))
    page.get_by_role("button", name="Back to draft").click()
    page.locator(".post-state", has_text="Draft").wait_for()
    assert Post.objects.get().state == "draft"
    context.close()


def test_a_limit_of_previews_is_told_and_waited_for(page, admin_user, post, settings, problems):
    settings.BLOG_POST_PREVIEW_RATE_LIMIT = (2, 6)
    log_in(page)
    page.goto(form_of(post))
    page.locator("#preview-button").click()
    shown = frame_of(page)
    shown.locator("article").wait_for()
    for word in ("one", "two", "three"):
        with page.expect_response("**/preview/"):
            page.locator(TEXT).fill(f"Now {word}.")
    shown.get_by_text("Now three.").wait_for()
    assert page.locator("#preview-state").inner_text() == ""
    problems.clear()  # an answer of 429 is one
