"""What only a browser shows: nothing overflows a phone, nothing needs a script, axe is content."""

from collections.abc import Iterator
from itertools import chain, product
from unittest.mock import Mock

import pytest
from django.conf import settings as in_force
from django.db import OperationalError

from blog.mailing.subscriber_links import confirm_address_of, confirm_subscriber, stop_address_of
from blog.mentions.received_mentions import mention_text
from blog.models import Comment, Correction, Post, Series, Subscriber
from blog.models.subscribers import Pace
from blog.posts.draft_links import end_draft_link, make_draft_link
from blog.posts.saving_posts import Saving, save_post
from blog.posts.telling_corrections import tell_correction
from papers.models import Notice, Reading
from tests.support.axe_findings import axe_findings
from tests.support.browsing import redraw
from tests.support.factories import (
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_FORMULA = r"$\sum_{i=1}^n x_i \le a + b + c + d + e + f + g + h + i + j + k$"
SOURCE = f"""## On the Radium Question

By Curie, 1903, with $\\sum_{{i=1}}^n x_i \\le \\int_0^\\infty f(x)\\,dx + a + b + c + d + e$ and

$$\\sum_{{i=1}}^n x_i = \\int_0^\\infty f(x)\\,dx + a + b + c + d + e + f + g + h + i + j + k$$

| one | two | three | four | five | six | seven | eight | nine |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| {"x" * 12} | {"y" * 12} | {"z" * 12} | 4 | 5 | 6 | 7 | 8 | {LONG_WORD} |

## Second {LONG_WORD}

```python
def a_function_with_a_long_name(and_an_argument, and_another_argument, and_a_third_argument): ...
```

## Third

Text[^1] with `{"c" * 90}` and https://example.org/{"p" * 120}.

[^1]: A note.
"""


WIDTHS = (320, 390, 768, 1280, 1920)
RULES = dict.fromkeys(product(WIDTHS, ["light"]), ("target-size",)) | {
    (390, "light"): ("target-size", "color-contrast"),
    (390, "dark"): (),
    (1280, "light"): (),
    (1280, "dark"): ("color-contrast",),
}
"""What axe tries at a width in a light: all its rules (none named) in a narrow window and in a wide
one, elsewhere those about what a window or its light changes."""
DRAW_ALL = """for (const one of document.querySelectorAll(".post > .section"))
    one.style.contentVisibility = "visible";"""
"""What a reader has not come near has places that overlap, and axe sees nothing of it."""


@pytest.fixture
def post(live_site, do_jobs):
    paper = make_paper("On the Radium Question", identifiers=[("doi", f"10.1000/{'x' * 80}")])
    paper.note = f"A `{'note' * 40}` on it."
    paper.save()
    Reading.objects.create(paper=paper, note=f"Read {LONG_WORD}.")
    cited = make_paper(rf"On {LONG_FORMULA}, $\mathcal{{O}}(n \log n)$", author="Joliot")
    make_paper(f"Of {LONG_WORD}", author=LONG_WORD)
    post = make_post(
        title=rf"On {LONG_WORD}, {LONG_FORMULA} and $\sum_{{i=1}}^n \frac{{1}}{{i^2}} < x$",
        source=f"{SOURCE}\n\nSee @{cited.key}.", tags=["C++", "学习", LONG_WORD],
        authors=[make_author(name=f"Ada {LONG_WORD}")],
        series=Series.objects.create(title=f"On {LONG_WORD}", slug="long"),
    )  # fmt: skip
    Notice.objects.create(paper=cited, kind="retraction", is_confirmed=True)
    save_post(post)
    post.source += f"\nNot {LONG_WORD}.\n"
    save_post(post, saving=Saving(note="a word"))
    tell_correction(post.revisions.first(), f"It said {LONG_WORD}.", is_change_shown=True)
    do_jobs()
    parent = None
    for _depth in range(6):
        parent = make_comment(post, parent=parent, source=f"I `{'agree' * 30}`.")
    elsewhere = f"https://blog.example.org/{'a' * 90}"
    told = mention_text(f"Of {LONG_WORD}", elsewhere, f"They say {LONG_WORD} < that.")
    make_comment(post, name="blog.example.org", mentioned_from=elsewhere, source=told)
    set_site(mails_posts=True)
    return post


def pages(post: Post) -> Iterator[tuple[str, int]]:
    """The address of one page of each kind, with its status."""
    here, paper = post.get_absolute_url(), post.cited_works.get(paper__title__contains="Rad").paper
    yield from ((one, 200) for one in ("/", here, f"{here}?style=ieee", f"{here}comments/"))
    yield from ((f"{here}{one}", 200) for one in ("comments/thanks/", "versions/"))
    yield f"{here}corrections/{Correction.objects.get().version}/", 200
    rows = [post.earlier_versions.get(), post.series, post.authors.get(), paper]
    rows += [*paper.contributors.all(), make_page(source=SOURCE)]
    yield from ((row.get_absolute_url(), 200) for row in rows)
    for name in ("archive", "tags", "series", "authors", "about", "corrections", "subscribe"):
        yield f"/{name}/", 200
    yield from ((f"/papers/{one}", 200) for one in ("", "?state=unchecked", "people/", "notices/"))
    yield from ((one, 200) for one in ("/papers/reading/", "/tags/c-plus-plus/", "/admin/login/"))
    yield f"/archive/{post.published_at.year}/", 200
    yield from ((f"/search/?q={one}", 200) for one in ("", LONG_WORD, f"{LONG_WORD[:-1]}q", "zzzz"))
    yield f"{post.comments.first().get_absolute_url()}report/", 200
    yield from ((one, 404) for one in ("/radium/", "/drafts/9.y/", "/subscribe/stop/x/"))


def private_pages() -> Iterator[tuple[str, int]]:
    """Those to which a link leads that only some have."""
    draft = make_post(title=f"Plans of {LONG_WORD}", source=SOURCE, published_at=None)
    shared = f"/drafts/{make_draft_link(draft, 'A', 14, None)}/"
    yield shared, 200
    end_draft_link(draft.draft_links.get())
    yield shared, 410
    reader = Subscriber.objects.create(address=f"{'ada' * 20}@example.org")
    yield confirm_address_of(reader, Pace.WEEKLY), 200
    yield stop_address_of(reader), 200
    confirm_subscriber(reader, Pace.WEEKLY)
    yield stop_address_of(reader), 200


def is_sound(page, problems: list[str]) -> None:
    """Nothing stands beside the window, no rule is broken and nothing was told of the page that is
    open, whatever it is drawn by."""
    root = "document.documentElement"
    page.evaluate(DRAW_ALL)
    for width, scheme in product(WIDTHS, ("light", "dark")):
        redraw(page, width, scheme)
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), (page.url, width)
        if (width, scheme) in RULES:
            found = axe_findings(page, only=RULES[width, scheme])
            assert found == [], (page.url, width, scheme)
    told = [one for one in problems if "responded with a status of" not in one]
    assert told == [], page.url
    problems.clear()


def test_every_kind_of_page_fits_each_window_and_breaks_no_rule(page, post, problems):
    for address, status in chain(pages(post), private_pages()):
        path = address.removeprefix(in_force.SITE_ORIGIN)
        assert page.goto(path).status == status, path
        is_sound(page, problems)
    page.goto(f"/search/?q={LONG_WORD}")
    kinds = [
        one.removeprefix("found-")
        for one in page.locator(".found h2").evaluate_all("all => all.map(one => one.id)")
    ]
    assert kinds == ["posts", "papers", "comments", "authors", "people", "tags"]


def test_pages_that_refuse_are_as_sound(page, live_site, monkeypatch, problems):
    post = make_post()
    page.goto(post.get_absolute_url())
    page.get_by_label("Name").fill("Reader")
    page.get_by_role("textbox", name="Comment").fill(f"I {'agree' * 30}.")
    monkeypatch.setattr("blog.comments.moderation.rate_counts.fill_bucket", lambda *_: False)
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_role("alert").first.wait_for()
    is_sound(page, problems)
    assert page.goto("/search/?q=radium").status == 429
    is_sound(page, problems)
    for fault, status in ((OperationalError("locked"), 503), (ZeroDivisionError(), 500)):
        monkeypatch.setattr("blog.posts.post_page.find_post", Mock(side_effect=fault))
        assert page.goto(post.get_absolute_url()).status == status
        is_sound(page, problems)


def test_a_comment_is_written_without_scripts_and_approved(browser, live_site, admin_user):
    post = make_post()
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto(post.get_absolute_url())
    page.get_by_label("Name").fill("Reader")
    page.get_by_role("textbox", name="Comment").fill("I **agree**.")
    assert context.cookies() == []
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert [cookie["path"] for cookie in context.cookies()] == [post.get_absolute_url()]
    assert Comment.objects.update(state="published") == 1
    page.goto(Comment.objects.get().get_absolute_url())
    page.get_by_text("I agree.").wait_for()
    context.close()


def test_the_admin_works_under_the_policy(page, admin_user):
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill("From the browser")
    page.locator("textarea[name=source]").fill("With *emphasis*.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("It is public").wait_for()
    post = Post.objects.get()
    page.goto(post.get_absolute_url())
    page.get_by_role("heading", name="From the browser").wait_for()
    make_comment(post, state="pending")
    page.goto("/admin/blog/comment/?state__exact=pending")
    page.locator("input[name=_selected_action]").check()
    page.locator("select[name=action]").select_option("approve")
    page.get_by_role("button", name="Go").click()
    page.get_by_text("1 comment is now published.").wait_for()
