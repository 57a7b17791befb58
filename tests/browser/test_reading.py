"""What only a browser shows: nothing overflows a phone, nothing needs a script, axe is content."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog.models import Comment, Correction, Post, Series
from blog.posts.draft_links import make_draft_link
from blog.posts.saving_posts import Saving, save_post
from blog.posts.telling_corrections import tell_correction
from papers.models import Notice, Reading
from tests.support.browsing import redraw
from tests.support.factories import make_author, make_comment, make_paper, make_post

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


MISSING = ["/radium/", "/drafts/9.y/"]


@pytest.fixture
def post(live_site, do_jobs):
    paper = make_paper("On the Radium Question", identifiers=[("doi", f"10.1000/{'x' * 80}")])
    paper.note = f"A `{'note' * 40}` on it."
    paper.save()
    Reading.objects.create(paper=paper, note=f"Read {LONG_WORD}.")
    cited = make_paper(rf"On {LONG_FORMULA}, $\mathcal{{O}}(n \log n)$", author="Joliot")
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
    return post


def addresses(post: Post) -> list[str]:
    paper = post.cited_works.get(paper__title__contains="Radium").paper
    pages = ["/", post.get_absolute_url(), "/archive/", "/tags/", "/tags/c-plus-plus/", "/papers/"]
    pages += ["/papers/?state=unchecked", "/papers/reading/"]
    pages += [contributor.get_absolute_url() for contributor in paper.contributors.all()]
    pages += [paper.get_absolute_url(), post.authors.get().get_absolute_url(), "/about/"]
    version = post.earlier_versions.get()
    draft = make_post(title=f"Plans of {LONG_WORD}", source=SOURCE, published_at=None)
    pages += [version.get_absolute_url(), f"{post.get_absolute_url()}versions/", "/corrections/"]
    pages += [
        f"{post.get_absolute_url()}corrections/{Correction.objects.get().version}/",
        post.series.get_absolute_url(),
    ]
    pages += ["/series/", "/authors/", "/papers/people/", "/papers/notices/", "/search/?q=radium"]
    pages += ["/search/?q=zzzzzz", f"/drafts/{make_draft_link(draft, 'A', 14, None)}/"]
    pages += [f"/archive/{post.published_at.year}/", *MISSING, "/admin/login/"]
    return [*pages, f"{post.get_absolute_url()}comments/"]


def test_no_page_is_wider_than_the_screen_and_axe_finds_nothing_serious(page, post, problems):
    for address in addresses(post):
        assert page.goto(address).status == (404 if address in MISSING else 200), address
        for width in (320, 390, 768, 1280, 1920):
            redraw(page, width)
            root = "document.documentElement"
            fits = page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
            assert fits, (address, width)
        for scheme in ("light", "dark"):
            redraw(page, 1280, scheme)
            violations = Axe().run(page).response["violations"]
            found = [(one["id"], one["nodes"][0]["html"]) for one in violations]
            serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
            assert serious == [], (address, scheme, found)
        told = [one for one in problems if address not in MISSING or "status of 404" not in one]
        assert told == [], address
        problems.clear()


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
