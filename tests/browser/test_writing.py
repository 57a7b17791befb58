"""Writing a post in Chromium: nothing typed is lost, with scripts and without."""

import pytest
from django.urls import reverse

from blog.models import Post, UnsavedText, UserSession
from blog.posts.saving_posts import save_post
from tests.browser.test_conflicts import is_well_drawn
from tests.browser.test_queue import log_in
from tests.support.factories import make_author, make_paper, make_post

TEN_SECONDS = 10_500


def form_of(post: Post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


def test_text_outlives_a_closed_tab_and_is_gone_on_with(stopped_clock, admin_user):
    page = stopped_clock
    post = make_post(source="First.")
    log_in(page)
    page.goto(form_of(post))
    page.locator("#id_source").fill("Mine, long.")
    assert page.locator("#unsaved-state").inner_text() == "Unsaved changes"
    page.clock.run_for(TEN_SECONDS)
    page.get_by_text("kept for you at").wait_for()
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(form_of(post))
    other.get_by_text("that was not saved").wait_for()
    is_well_drawn(other, ".unsaved")
    other.get_by_role("button", name="Go on with it").click()
    other.get_by_text("it is not saved yet").first.wait_for()
    assert other.locator("#id_source").input_value() == "Mine, long."
    assert Post.objects.get().source == "First."
    other.locator("[name=_save]").click()
    other.locator("#changelist").wait_for()
    assert Post.objects.get().source == "Mine, long."
    assert not UnsavedText.objects.waiting().exists()


def test_leaving_with_unsaved_text_asks_and_saving_does_not(page, live_site, admin_user):
    post = make_post(source="First.")
    log_in(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(form_of(post))
    page.goto(form_of(post))
    assert asked == []
    page.locator("#id_source").click()
    page.keyboard.type("Mine. ")
    page.goto("/admin/")
    assert asked == ["beforeunload"]
    page.goto(form_of(post))
    page.locator("#id_source").click()
    page.keyboard.type("Mine. ")
    page.locator("[name=_save]").click()
    page.locator("#changelist").wait_for()
    assert asked == ["beforeunload"]


def test_a_session_that_ends_while_writing(stopped_clock, admin_user, problems):
    page = stopped_clock
    post = make_post(source="First.")
    log_in(page)
    page.goto(form_of(post))
    UserSession.objects.all().delete()
    page.locator("#id_source").fill("Mine.")
    page.clock.run_for(TEN_SECONDS)
    page.get_by_text("log in again in another tab").wait_for()
    page.locator("[name=_save]").click()
    page.get_by_text("You are not logged in any more").wait_for()
    is_well_drawn(page, "main")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in and send it").click()
    page.locator("#changelist").wait_for()
    assert Post.objects.get().source == "Mine."
    problems.clear()  # the refused page


def test_a_session_that_ends_while_writing_without_scripts(browser, live_site, admin_user):
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto("/admin/blog/post/add/")
    page.locator("#id_title").fill("Of mine")
    page.locator("#id_source").fill("Mine.")
    UserSession.objects.all().delete()
    page.locator("[name=_draft], [name=_continue]").locator("visible=true").first.click()
    page.get_by_text("You are not logged in any more").wait_for()
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in and send it").click()
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in and send it").click()
    page.get_by_text("was added successfully").wait_for()
    assert (Post.objects.get().title, Post.objects.get().source) == ("Of mine", "Mine.")
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_conflict_of_two_browsers(browser, live_site, admin_user, has_scripts):
    post = make_post(source="One.\n\nTwo.\n\nThree.")
    context = browser.new_context(base_url=live_site, java_script_enabled=has_scripts)
    page = context.new_page()
    log_in(page)
    page.goto(form_of(post))
    theirs = Post.objects.get()
    theirs.source = "One, theirs.\n\nTwo.\n\nThree."
    save_post(theirs)
    page.locator("#id_source").fill("One.\n\nTwo.\n\nThree, mine.")
    page.locator("[name=_save]").click()
    page.locator(".difference").wait_for()
    if has_scripts:  # axe is one
        is_well_drawn(page, ".difference")
    page.locator("[name=_save]").click()
    page.locator("#changelist").wait_for()
    assert Post.objects.get().source == "One, theirs.\n\nTwo.\n\nThree, mine."
    context.close()


def test_what_belongs_to_a_post_is_well_drawn(page, live_site, admin_user):
    keys = [make_paper(f"On {'a long title ' * 8}{number}").key for number in range(20)]
    source = " ".join(f"[@{key}]" for key in keys)
    post = make_post(source=source, authors=[make_author()], tags=["a"])
    post.source = f"Now {source} {'x' * 300}"
    save_post(post)
    log_in(page)
    revision = post.revisions.first()
    for address, part in (
        (form_of(post), ".cited-works"),
        (reverse("admin:blog_post_works", args=[post.pk]), "#works_form"),
        (reverse("admin:blog_post_revisions", args=[post.pk]), "#content"),
        (reverse("admin:blog_post_revision", args=[post.pk, revision.pk]), "#content"),
    ):
        page.goto(address)
        is_well_drawn(page, part)
        page.set_viewport_size({"width": 390, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, (address, wide)
