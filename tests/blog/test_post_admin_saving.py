"""What one save of a post in the admin costs, and that nothing is lost by its costing little."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.markup import rendering
from blog.models import Post, Tag
from blog.posts import saving_posts
from papers.models import Paper, ReferenceList
from tests.blog.test_post_admin import post_form
from tests.support.factories import LONG_AGO, make_paper, make_post
from tests.support.forms import fields_of

DATE = {"published_at": "2024-05-01 12:00"}


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


def test_many_citations_cost_no_more_queries_than_few(admin_client, django_user_model):
    keys = [make_paper(f"On {number}", key=f"work{number}").key for number in range(40)]
    ContentType.objects.get_for_model(Post)  # is asked for once in a process
    counts = []
    for some in (keys[:2], keys):
        source = " ".join(f"As [@{key}] says." for key in some)
        post = make_post(source=source, tags=["a"], published_at=LONG_AGO)
        address = reverse("admin:blog_post_change", args=[post.pk])
        with CaptureQueriesContext(connection) as opening:
            values = fields_of(admin_client.get(address).content.decode())
        opened, saves = len(opening), []
        for text in (f"Now. {source}", source.replace("work0]", "work0, p. 5]")):
            with CaptureQueriesContext(connection) as saving:
                assert admin_client.post(address, values | {"source": text}).status_code == 302
            saves.append(sum("SAVEPOINT" not in one["sql"] for one in saving))
            values = fields_of(admin_client.get(address).content.decode())
        counts.append((opened, *saves))
    assert counts[0] == counts[1]
    assert 10 < opened <= 40
    assert max(saves) <= 46, [one["sql"][:200] for one in saving]  # no savepoint but a test's own


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


def test_a_save_reads_each_row_once(admin_client, post):
    """The post, and the papers that it cites, before the transaction and under its lock."""
    address = reverse("admin:blog_post_change", args=[post.pk])
    values = fields_of(admin_client.get(address).content.decode())
    source = f"Changed. {post.source}"
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.post(address, values | {"source": source}).status_code == 302
    asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    rows = [
        sql for sql in asked if sql.startswith('SELECT "blog_post"."id", "blog_post"."version"')
    ]
    records = [sql for sql in asked if '"papers_paper"."record"' in sql]
    checks = [sql for sql in asked if "_check" in sql]
    assert (len(rows), len(records), checks) == (2, 1, []), asked
    assert len(asked) <= 42, asked


def test_a_paper_that_changes_between_the_form_and_the_save_is_read_anew(
    admin_client, post, monkeypatch
):
    found = saving_posts.make_drafts

    def meanwhile(texts, works=None):
        if works is not None:
            works.by_key(["curie"])
            paper = Paper.objects.get(key="curie")
            paper.record |= {"author": [{"family": "Skłodowska", "given": "Maria"}]}
            paper.save()
        return found(texts, works)

    monkeypatch.setattr(saving_posts, "make_drafts", meanwhile)
    source = "Later [@curie], [@meitner] and [@noether]."
    assert save(admin_client, post, source=source, **DATE).status_code == 302
    post.refresh_from_db()
    assert "Skłodowska" in post.body_html
