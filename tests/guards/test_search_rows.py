"""Whatever writes a row that readers find writes its words too: after random changes through every
way in, the stored words are those of a fresh rebuild."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from blog.comments.moderation.decisions import decide_comments, undo_batch
from blog.models import Author, Comment, Post, Tag
from blog.posts.saving_posts import save_post
from blog.posts.tag_merges import merge_tags
from blog.search.indexed_models import SEARCHED_MODELS
from blog.search.searched_kinds import search_site
from papers.formats.any_format import read_text
from papers.library.adding_papers import add_entries
from papers.library.merging import merge_papers, undo_merge
from papers.models import Contributor, IndexState, Merge, Paper
from papers.search.index_state import fill_search
from papers.search.searchable import SearchableQuerySet, word_rows_of
from tests.support.factories import make_author, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db


def words_stored() -> dict[str, list[tuple]]:
    columns = ("place", "head", "words", "text", "of")
    return {
        model._meta.label: list(word_rows_of(model).objects.order_by("place").values_list(*columns))
        for model in SEARCHED_MODELS
    }


def words_made_anew() -> dict[str, list[tuple]]:
    for model in SEARCHED_MODELS:
        word_rows_of(model).objects.all().delete()
    IndexState.objects.all().delete()
    fill_search(SEARCHED_MODELS)
    return words_stored()


def new_text(by: random.Random) -> str:
    return " ".join(
        by.choice(["alpha", "beta", "γάμμα", "深度学习", "논문", "café"]) for _ in range(6)
    )


def save_again(by: random.Random) -> None:
    post = by.choice(Post.objects.order_by("pk"))
    post.title, post.source = new_text(by), new_text(by)
    save_post(post, tags=[by.choice("abc"), "DeepLearning"])


def move_post(by: random.Random) -> None:
    now = timezone.now()
    moment = by.choice([None, now - timedelta(days=by.randrange(900)), now + timedelta(days=2)])
    post = by.choice(Post.objects.order_by("pk"))
    if by.random() < 0.5:
        Post.objects.filter(pk=post.pk).update(published_at=moment)
    else:
        post.published_at, post.is_unlisted = moment, by.random() < 0.3
        post.save()


def judge(by: random.Random) -> None:
    pks = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    state = by.choice(["published", "spam", "removed", "pending"])
    batch = decide_comments(by.sample(pks, min(2, len(pks))), state, None)
    if batch and by.random() < 0.3:
        undo_batch(batch.pk, None)


def import_papers(by: random.Random) -> None:
    number = by.randrange(20)
    entry = f"@article{{k{number}, title={{{new_text(by)}}}, author={{Ada {by.choice('ABC')}na}}}}"
    add_entries(list(read_text(entry)))


def merge_some(by: random.Random) -> None:
    some = by.sample(list(Paper.objects.order_by("pk")), 2)
    merge_papers(some[0], some[1:])
    if by.random() < 0.6:
        undo_merge(Merge.objects.latest("pk"))


def change_paper(by: random.Random) -> None:
    paper = by.choice(Paper.objects.order_by("pk"))
    if by.random() < 0.5:
        paper.abstract = new_text(by)
        paper.save()
    else:
        paper.title = new_text(by)
        Paper.objects.bulk_update([paper], ["title"])


def rename(by: random.Random) -> None:
    for model, field in ((Author, "bio"), (Tag, "description"), (Contributor, "given")):
        row = model.objects.order_by("?").first()
        if row is not None:
            setattr(row, field, new_text(by))
            row.save(update_fields=[field])


def merge_two_tags(by: random.Random) -> None:
    tags = list(Tag.objects.order_by("pk"))
    if len(tags) > 2:
        merge_tags(tags[0], by.sample(tags[1:], 1))


def add_rows(by: random.Random) -> None:
    post = make_post(title=new_text(by), source=new_text(by), tags=["a", "b"])
    make_comment(post, source=new_text(by), state=by.choice(["published", "pending"]))
    make_paper(new_text(by), author=new_text(by).split()[0])
    make_author()


def delete_rows(by: random.Random) -> None:
    by.choice(Post.objects.order_by("pk")).delete()
    Paper.objects.filter(pk=by.choice(Paper.objects.order_by("pk")).pk).delete()


CHANGES = [save_again, move_post, judge, import_papers, merge_some, change_paper, rename]
CHANGES += [merge_two_tags, add_rows, add_rows, delete_rows]


@pytest.mark.parametrize("seed", range(3))
def test_words_follow_their_rows_whatever_writes_them(seed: int):
    by = random.Random(seed)
    for _number in range(4):
        add_rows(by)
    for _number in range(40):
        by.choice(CHANGES)(by)
        while min(Post.objects.count(), Paper.objects.count()) < 3:
            add_rows(by)
    found = words_stored()
    assert found["blog.Post"]
    assert found["papers.Paper"]
    assert found == words_made_anew()


@pytest.mark.sqlite
def test_the_index_of_sqlite_holds_its_rows():
    make_comment(make_post(title="One", tags=["a"]))
    Post.objects.update(title="Two")
    Post.objects.all().delete()
    with connection.cursor() as cursor:
        for model in SEARCHED_MODELS:
            table = f"{word_rows_of(model)._meta.db_table}_fts"
            cursor.execute(f'INSERT INTO "{table}" ("{table}", rank) VALUES ("integrity-check", 1)')


@pytest.mark.sqlite
def test_an_index_that_lost_its_triggers_is_mended():
    table = word_rows_of(Post)._meta.db_table
    with connection.cursor() as cursor:
        for event in ("insert", "delete", "update"):
            cursor.execute(f'DROP TRIGGER "{table}_{event}"')
    make_post(title="Unseen by triggers")
    assert not search_site("unseen").kinds
    call_command("rebuild_search")
    assert search_site("unseen").kinds


def test_every_manager_of_a_searchable_model_writes_words():
    for model in SEARCHED_MODELS:
        managers = [model._base_manager, model._default_manager, *model._meta.managers]
        assert all(isinstance(one.all(), SearchableQuerySet) for one in managers)


def test_rows_that_may_be_left_out_cannot_be_made_at_once():
    with pytest.raises(ValueError, match="searchable"):
        Tag.objects.bulk_create([Tag(name="x", key="x", slug="x")], ignore_conflicts=True)


def test_rebuilding_goes_on_where_it_was_cut_short(monkeypatch):
    monkeypatch.setattr("papers.search.index_state.AT_ONCE", 2)
    for number in range(5):
        make_post(title=f"Post {number}")
    whole = words_stored()
    for model in SEARCHED_MODELS:
        word_rows_of(model).objects.all().delete()

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_search(SEARCHED_MODELS, anew=True, tell=stop)
    call_command("rebuild_search", verbosity=0)
    assert words_stored() == whole
