"""What one save of a post in the admin costs, and that nothing is lost by its costing little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.markup import rendering
from blog.models import Post, Tag
from blog.posts import saving_posts
from papers.choices import Origin, Role
from papers.models import CitedWork, ReferenceList
from tests.blog.test_post_admin import post_form
from tests.support.factories import LONG_AGO, make_paper, make_post

DATE = {"published_at_0": "2024-05-01", "published_at_1": "12:00"}


def rows_of_works(post: Post, **changed: object) -> dict[str, object]:
    """The form's rows of a post's cited works, as a browser sends them."""
    works = list(post.cited_works.order_by("position", "pk"))
    values: dict[str, object] = {}
    for number, work in enumerate(works):
        row = {"id": work.pk, "post": post.pk, "paper": work.paper_id, "role": work.role}
        row |= {"position": work.position, "is_confirmed": "on"}
        values |= {f"cited_works-{number}-{name}": value for name, value in row.items()}
    count = len(works)
    return {
        "cited_works-TOTAL_FORMS": count,
        "cited_works-INITIAL_FORMS": count,
        **values,
        **changed,
    }


@pytest.fixture
def post(db) -> Post:
    for key in ("curie", "meitner", "noether"):
        make_paper(f"On {key}", key=key)
    return make_post(source="[@curie], [@meitner] and [@noether].", published_at=LONG_AGO)


def save(client, post: Post, **values: object):
    return client.post(reverse("admin:blog_post_change", args=[post.pk]), post_form(**values))


def test_a_save_renders_once_and_stores_the_post_once(admin_client, post, monkeypatch):
    texts = []
    sanitize = rendering.sanitize
    monkeypatch.setattr(
        rendering, "sanitize", lambda *args, **kw: texts.append(1) or sanitize(*args, **kw)
    )
    with CaptureQueriesContext(connection) as queries:
        source = "Now [@curie], [@meitner] and [@noether]."
        assert save(admin_client, post, source=source, **DATE).status_code == 302
    updates = [one["sql"] for one in queries if one["sql"].startswith('UPDATE "blog_post"')]
    assert (len(texts), len(updates)) == (1, 1)
    post.refresh_from_db()
    assert post.body_html.startswith("<p>Now ")


def test_rows_of_works_that_nobody_changed_cost_no_queries(admin_client, post):
    counts = []
    for source in ("[@curie].", "[@curie], [@meitner], [@noether]."):
        saving_posts.save_post(Post.objects.get(pk=post.pk))
        save(admin_client, post, source=source, **DATE, **rows_of_works(post))
        with CaptureQueriesContext(connection) as queries:
            answer = save(admin_client, post, source=source, **DATE, **rows_of_works(post))
            assert answer.status_code == 302
        counts.append((post.cited_works.count(), len(queries)))
    (few, with_few), (many, with_many) = counts
    assert few < many
    assert with_few == with_many


def test_a_work_twice_in_the_form_is_told(admin_client, post):
    taken = post.cited_works.order_by("position").first()
    new = {"paper": taken.paper_id, "role": Role.ABOUT, "position": 9, "post": post.pk}
    values = {f"cited_works-3-{name}": value for name, value in new.items()}
    rows = rows_of_works(post, **values | {"cited_works-TOTAL_FORMS": 4})
    answer = save(admin_client, post, source=post.source, **DATE, **rows)
    assert answer.status_code == 200
    assert CitedWork.objects.filter(post=post).count() == 3


def test_a_work_that_an_editor_adds_is_counted(admin_client, post):
    paper = make_paper("On Herschel", key="herschel")
    new = {"paper": paper.pk, "role": Role.ABOUT, "position": 9, "post": post.pk}
    values = {f"cited_works-3-{name}": value for name, value in new.items()}
    rows = rows_of_works(post, **values | {"cited_works-3-is_confirmed": "on"})
    rows["cited_works-TOTAL_FORMS"] = 4
    assert save(admin_client, post, source=post.source, **DATE, **rows).status_code == 302
    work = CitedWork.objects.get(post=post, paper=paper)
    post.refresh_from_db()
    assert (work.found_by, work.published_at) == (Origin.EDITOR, post.published_at)
    paper.refresh_from_db()
    assert paper.discussions_count == 1


def test_a_refused_form_makes_no_tags(admin_client):
    source = "#Kept and [@nobody]."
    answer = admin_client.post(reverse("admin:blog_post_add"), post_form(source=source, **DATE))
    assert answer.status_code == 200
    assert not Tag.objects.exists()


def test_a_hashtag_leads_to_its_tag_whatever_that_tags_slug(db):
    Tag.objects.create(name="Radium", slug="the-element")
    post = make_post(source="On #Radium and #radium, and #Polonium.")
    assert post.body_html.count('href="/tags/the-element/"') == 2
    assert 'href="/tags/polonium/"' in post.body_html


def test_lists_in_other_styles_are_made_without_rendering(post, do_jobs, monkeypatch):
    monkeypatch.setattr(saving_posts, "render", None)
    do_jobs()
    lists = ReferenceList.objects.filter(post=post)
    assert lists.count() > 5
    assert all(len(one.entries) == 3 for one in lists)


def test_a_paper_that_lost_its_key_meanwhile_makes_no_list(post):
    ReferenceList.objects.filter(post=post).exclude(wanted={}).update(
        wanted={"keys": ["gone"], "places": [], "language": ""}
    )
    saving_posts.format_lists.call(post.pk)
    assert ReferenceList.objects.filter(post=post).count() == 1
