"""What two people do in the same moment, on two connections of PostgreSQL: nobody is answered by a
fault, nothing is lost and nothing is there twice. SQLite has one writer at a time."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from blog.comments.moderation.decisions import decide_comments
from blog.models import Author, Page, Post, Series, Tag
from blog.posts.saving_posts import render_again, save_post
from papers.formats.any_format import read_text
from papers.library.adding_papers import add_all
from papers.library.additions import Doubt
from papers.library.merging import CannotMergeError, merge_papers, undo_merge
from papers.library.paper_rows import add_paper
from papers.models import Contributor, Identifier, Key, Paper
from tests.blog.test_post_admin import post_form
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.side_by_side import do_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
BIB = """
@article{curie1903, title={On the radium question}, author={Curie, Marie}, doi={10.1000/a}}
@article{bohr1913, title={On the constitution of atoms}, author={Bohr, Niels}, doi={10.1000/b}}
"""
NO_ROWS = {
    f"{rows}-{name}_FORMS": 0
    for rows in ("authorships", "identifiers", "keys")
    for name in ("TOTAL", "INITIAL")
}


@pytest.fixture
def editors(admin_user) -> list[Client]:
    clients = [Client(raise_request_exception=True) for _one in range(2)]
    for client in clients:
        client.force_login(admin_user)
    return clients


def statuses(answers: list[object]) -> list[object]:
    return [getattr(answer, "status_code", answer) for answer in answers]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Post, post_form(title="The same", tags="physics, new")),
        (Tag, {"name": "The same"}),
        (Author, {"name": "The same"}),
        (Series, {"title": "The same"}),
        (Page, {"title": "The same", "address": "same", "source": "Text."}),
        (
            Paper,
            NO_ROWS | {"key": "same", "title": "The same", "type": "article", "state": "unchecked"},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_two_editors_add_the_same(editors, model, values):
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    answers = do_at_once(
        f'INSERT INTO "{opts.db_table}"', *(lambda c=c: c.post(address, values) for c in editors)
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    stored = statuses(answers).count(302)
    assert model.objects.count() == stored >= 1
    assert set(statuses(answers)) <= {200, 302}, "stored, or told in the form"


def test_two_posts_get_one_new_tag(editors):
    answers = do_at_once(
        'INSERT INTO "blog_tag"',
        *(
            lambda c=c, n=n: c.post(reverse("admin:blog_post_add"), post_form(title=n, tags="new"))
            for n, c in enumerate(editors, 1)
        ),
    )
    assert statuses(answers) == [302, 302]
    assert Tag.objects.count() == 1
    assert [list(post.tags.names()) for post in Post.objects.all()] == [["new"], ["new"]]


def test_two_texts_cite_one_unknown_work():
    posts = [make_post(source="Nothing."), make_post(source="Nothing.")]

    def cite(post: Post) -> None:
        post.source = "See [@doi:10.1000/new]."
        save_post(post)

    found = do_at_once('INSERT INTO "papers_paper"', *(lambda p=p: cite(p) for p in posts))
    assert found == [None, None]
    assert Paper.objects.count() == Identifier.objects.count() == 1
    assert [post.cited_works.count() for post in posts] == [1, 1]


def test_two_papers_bring_one_new_person():
    record = {"type": "article", "author": [{"family": "Curie", "given": "Marie"}]}
    made = do_at_once(
        'INSERT INTO "papers_contributor"',
        *(lambda t=t: add_paper(record | {"title": t}) for t in ("One", "Two")),
    )
    assert [type(one) for one in made] == [Paper, Paper]
    assert Paper.objects.count() == 2


@pytest.mark.parametrize("table", ["papers_contributor", "papers_paper", "papers_key"])
def test_two_imports_of_one_file(table):
    found = list(read_text(BIB))

    def add() -> int:
        return len(list(add_all(found, Doubt.LEAVE)))

    assert do_at_once(f'INSERT INTO "{table}"', add, add) == [2, 2]
    assert {"bohr1913", "curie1903"} < set(Key.objects.values_list("value", flat=True))
    assert Paper.objects.count() == Identifier.objects.count() == Contributor.objects.count() == 2


@pytest.mark.parametrize("table", ["papers_paper", "blog_post", "blog_author", "blog_tag"])
def test_two_imports_of_one_blog(tmp_path: Path, table):
    for name in ("a", "b"):
        header = f"title: {name}\nauthor: Ada\ntags: [x]\ndate: 2020-01-02"
        (tmp_path / f"{name}.md").write_text(f"---\n{header}\n---\nSee [@doi:10.1000/a].")
    done = do_at_once(
        f'INSERT INTO "{table}"', *(lambda: call_command("import_posts", str(tmp_path)),) * 2
    )
    assert done == [None, None]
    assert sorted(Post.objects.values_list("slug", flat=True)) == ["a", "b"]
    assert (Author.objects.count(), Tag.objects.count(), Paper.objects.count()) == (1, 1, 1)


def test_two_merges_of_the_same_papers():
    one, two = make_paper("One"), make_paper("Two")
    done = do_at_once(
        "SELECT .*FOR UPDATE", lambda: merge_papers(one, [two]), lambda: merge_papers(two, [one])
    )
    assert [type(result) for result in done].count(CannotMergeError) == 1
    assert Paper.objects.count() == 1
    kept = Paper.objects.get()
    assert set(kept.keys.values_list("value", flat=True)) == {one.key, two.key}


def test_a_merge_and_an_import_at_once():
    list(add_all(read_text(BIB), Doubt.LEAVE))
    one, two = Paper.objects.order_by("pk")
    again = read_text(BIB.replace("question}", "question}, year=1903"))
    done = do_at_once(
        'DELETE FROM "papers_paper"|INSERT INTO "papers_source"',
        lambda: merge_papers(two, [one]),
        lambda: list(add_all(again, Doubt.LEAVE)),
    )
    assert not [result for result in done if isinstance(result, Exception)]
    assert Paper.objects.count() in (1, 2)
    assert {key.paper.pk for key in Key.objects.all()} == set(
        Paper.objects.values_list("pk", flat=True)
    )


def test_a_merge_is_undone_twice():
    one, two = make_paper("One"), make_paper("Two")
    merge = merge_papers(one, [two])
    done = do_at_once("SELECT .*FOR UPDATE", *(lambda: undo_merge(merge),) * 2)
    assert [type(result) for result in done if result is not None] in ([], [CannotMergeError])
    assert Paper.objects.count() == 2


def test_two_moderators_decide_one_comment(admin_user):
    comment = make_comment(state="pending")
    do_at_once(
        "SELECT .*FOR UPDATE",
        lambda: decide_comments([comment.pk], "published", admin_user),
        lambda: decide_comments([comment.pk], "spam", admin_user),
    )
    comment.refresh_from_db()
    acts = list(comment.acts.order_by("pk").values_list("before", "after"))
    assert acts[0][0] == "pending"
    assert acts[-1][1] == comment.state
    assert all(earlier[1] == later[0] for earlier, later in pairwise(acts))


def test_an_edit_and_a_rendering_at_once():
    post = make_post(source="First.")

    def edit() -> None:
        mine = Post.objects.get()
        mine.source = "Second."
        save_post(mine)

    done = do_at_once("SELECT .*FOR UPDATE", edit, lambda: render_again(post.pk))
    assert not [result for result in done if isinstance(result, Exception)]
    post.refresh_from_db()
    assert (post.source, "Second." in post.body_html) == ("Second.", True)
