"""What people see where somebody changed what they had open: narrow and wide, light and dark."""

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from blog.models import Post
from blog.posts.saving_posts import save_post
from tests.browser.test_queue import log_in
from tests.support.browsing import redraw
from tests.support.factories import make_post

LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
RULES = ["color-contrast", "label", "list", "landmark-one-main", "page-has-heading-one"]


def is_well_drawn(page, *parts: str) -> None:
    """Fails where one of the parts is too wide or breaks a rule, at any width and in any light."""
    for width, scheme in LOOKS:
        redraw(page, width, scheme)
        for part in parts:
            box = page.locator(part).bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            found = Axe().run(page, context=part, options={"runOnly": RULES}).response
            assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_what_two_editors_changed_stands_side_by_side(page, live_site, admin_user):
    post = make_post(source="The first text.\n\n" + "word " * 60, title="학습")
    log_in(page)
    page.goto(reverse("admin:blog_post_change", args=[post.pk]))
    ana = Post.objects.get()
    ana.source, ana.title = "Ana's text.\n\n" + "x" * 300, "Ana's"
    save_post(ana)
    page.locator("#id_source").fill("Ben's text.\n\n" + "word " * 60)
    page.locator("[name=_save]").click()
    page.locator(".difference").wait_for()
    is_well_drawn(page, ".difference", ".difference-taken")
    style = "one => getComputedStyle(one).borderTopWidth"
    assert page.locator(".difference-taken").evaluate(style) == "1px"


def test_a_renamed_korean_post_is_found_at_its_old_address(page, live_site):
    post = make_post(title="학습", source="## 기계 학습\n\n" + "학습 " * 80)
    page.goto("/posts/학습/")
    post.slug = "딥러닝-" + "학습" * 20
    save_post(post)
    page.goto("/posts/학습/")
    assert page.url.endswith(post.get_absolute_url())
    is_well_drawn(page, "body")
