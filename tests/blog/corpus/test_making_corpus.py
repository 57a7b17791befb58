"""A made-up blog is what a real one would be: the code that renders and searches agrees with it."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from blog.corpus.corpus_posts import Surroundings, add_hashtags
from blog.corpus.making_corpus import NotEmpty, make_corpus
from blog.models import Comment, Post, Tag
from blog.posts.saving_posts import render_again
from blog.search.indexed_models import SEARCHED_MODELS
from papers.library.discussion_counts import recount_discussions
from papers.models import CitedWork, Paper
from papers.search.index_state import fill_search
from tests.support.emptied_database import empty_database
from tests.support.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def stored_rows() -> Iterator[str]:
    """All rows but for their numbers, which a database gives, and what links to them."""
    for model in (Post, Comment, Paper, Tag):
        names = [
            field.name
            for field in model._meta.concrete_fields
            if not field.primary_key and not field.is_relation
        ]
        yield from serialize("jsonl", model.objects.order_by("pk"), fields=names).splitlines()


def without_numbers(rows: Iterator[str]) -> list[str]:
    return [row.partition('"fields"')[2] for row in rows]


def test_the_same_seed_makes_the_same_rows_and_another_one_others():
    made = []
    for seed in (3, 3, 4):
        make_corpus(30, 20, 40, seed)
        made.append(without_numbers(stored_rows()))
        empty_database()
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_tags_are_made_in_the_order_in_which_texts_name_them():
    """No set decides: its order is another one in each process."""
    names, post = [f"Tag{number}" for number in range(12)], make_post()
    add_hashtags([post], [names], Surroundings([], [], []))
    assert list(Tag.objects.order_by("pk").values_list("name", flat=True)) == names


def test_what_is_stored_is_what_rendering_and_searching_would_store():
    make_corpus(60, 40, 80)
    assert CitedWork.objects.count() > 10
    assert Comment.objects.exclude(parent=None).exists()
    citing = Post.objects.filter(cited_works__isnull=False).distinct().count()
    changed = [post.slug for post in Post.objects.all() if render_again(post.pk)]
    assert len(changed) <= citing / 2, "more than those that cite two people of one name"
    assert recount_discussions(Paper.objects.values_list("pk", flat=True)) == 0
    words = fill_search(SEARCHED_MODELS, anew=True)
    assert {label: changed for label, (_read, changed) in words.items() if changed} == {}


def test_it_is_made_in_an_empty_blog_alone():
    make_post()
    with pytest.raises(NotEmpty, match="1 posts"):
        make_corpus(1, 0, 0)
    with pytest.raises(CommandError, match="a database of its own"):
        call_command("make_corpus", posts=1, comments=0, papers=0, seed=1)
    assert Post.objects.count() == 1


def test_the_command_tells_what_it_made(capsys):
    call_command("make_corpus", posts=3, comments=2, papers=10, seed=1)
    assert "3 posts, 2 comments and 10 papers" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["-1", "many", "99999999999", "²"])
def test_a_number_that_is_none_is_refused(number: str):
    with pytest.raises(CommandError, match="no whole number"):
        call_command("make_corpus", f"--posts={number}")
