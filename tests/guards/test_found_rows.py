"""What the search finds and tells, for every kind of visitor: what everybody may read, and no more.

A row of ``FINDABLE`` makes something with a word in its title, name or text that lists show; one of
``HIDDEN`` something that they do not. A search shows an editor no more than it shows a reader.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments.moderation.decisions import decide_comments
from blog.models import Comment, Post
from blog.posts.saving_posts import save_post
from papers.models import Paper
from tests.guards.test_permissions import VISITORS, make_visitor
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
WORD = "Xylophonist"
QUERIES = [WORD, "xyloph*", f'"{WORD}"', "Xylophonits", "year:1990-2090 xylophonist"]
QUERIES += ["tag:xylophonist", "person:xylophonist", "cites:xylophonist"]
KINDS = ("posts", "papers", "comments", "authors", "people", "tags")
LATER = timezone.now() + timedelta(days=30)


def commented(state: str = "published", **post: object) -> Comment:
    return make_comment(make_post(**post), source=f"Says the {WORD}.", state=state)


def become_draft() -> None:
    post = make_post(title=WORD)
    post.published_at = None
    save_post(post)


def become_hidden() -> None:
    comment = commented()
    decide_comments([comment.pk], "removed", None)


def hidden_paper() -> Paper:
    key = "" if Paper.objects.exists() else "xylophonist"  # one may have it
    paper = make_paper(WORD, author=WORD, key=key)
    Paper.objects.filter(pk=paper.pk).update(is_listed=False, is_in_library=False)
    return paper


def cited_in_unlisted() -> None:
    cite(make_post(is_unlisted=True, title=WORD), hidden_paper())


FINDABLE: dict[str, Callable[[], object]] = {
    "a post": lambda: make_post(title=WORD),
    "a post's text": lambda: make_post(source=f"Of a {WORD}."),
    "a comment": commented,
    "a comment's name": lambda: make_comment(name=WORD),
    "a paper": lambda: make_paper(WORD),
    "an author": lambda: make_post(authors=[make_author(name=WORD)]),
    "a person": lambda: make_paper("A title", author=WORD),
    "a tag": lambda: make_post(tags=[WORD]),
}
HIDDEN: dict[str, Callable[[], object]] = {
    "a draft": lambda: make_post(title=WORD, source=WORD, published_at=None),
    "a scheduled post": lambda: make_post(title=WORD, source=WORD, published_at=LATER),
    "an unlisted post": lambda: make_post(title=WORD, source=WORD, is_unlisted=True),
    "a post that became a draft": become_draft,
    "a deleted post": lambda: make_post(title=WORD).delete(),
    "a pending comment": lambda: commented("pending"),
    "spam": lambda: commented("spam"),
    "a removed comment": become_hidden,
    "a comment where comments are hidden": lambda: commented(commenting="hidden"),
    "a comment under a draft": lambda: commented(published_at=None),
    "a comment under a scheduled post": lambda: commented(published_at=LATER),
    "a comment under an unlisted post": lambda: commented(is_unlisted=True),
    "a paper that nothing public cites": hidden_paper,
    "a paper that an unlisted post cites": cited_in_unlisted,
    "the author of a draft": lambda: make_post(published_at=None, authors=[make_author(name=WORD)]),
    "the author of an unlisted post": lambda: make_post(
        is_unlisted=True, authors=[make_author(name=WORD)]
    ),
    "a tag of a draft": lambda: make_post(published_at=None, tags=[WORD]),
    "a tag of a scheduled post": lambda: make_post(published_at=LATER, tags=[WORD]),
    "an author of no post": lambda: make_author(name=WORD, bio=WORD),
}


def searched(visitor: str, kinds: tuple[str, ...] = ()) -> str:
    """All that the search answers to this visitor, but for what was typed: the page that has every
    kind, and those of these kinds alone."""
    client = Client()
    if user := make_visitor(visitor):
        client.force_login(user)
    told = []
    for typed in QUERIES:
        for kind in ("", *kinds):
            results = client.get("/search/", {"q": typed, "kind": kind}).context["results"]
            told.append(results.instead)
            for found in (found for one in results.kinds for found in one.page.rows):
                pieces = (*found.title, *found.passage)
                told += [*(piece.text for piece in pieces), found.row.get_absolute_url()]
        titles = client.get("/search/titles/", {"q": typed}).json()
        told += [text for column in titles[1:] for text in column]
    return " ".join(told).lower()


@pytest.fixture(autouse=True)
def without_limit(settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"search": ((10_000, 1), (10_000, 1))}


@pytest.mark.parametrize("name", FINDABLE)
def test_what_everybody_may_read_is_found(name: str):
    FINDABLE[name]()
    assert WORD.lower() in searched("anonymous")


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_else_is_found_or_told(name: str):
    """Not even to who may see most."""
    HIDDEN[name]()
    assert WORD.lower() not in searched("superuser")


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_finds_or_is_told_of_anything_else(visitor: str):
    for hide in HIDDEN.values():
        hide()
    assert WORD.lower() not in searched(visitor, KINDS)


def test_a_hidden_word_does_not_stand_before_a_public_one_that_is_near():
    """Else its absence would tell of it."""
    make_post(title="Xylophone", published_at=None)
    make_post(title="Xylophones of old")
    make_post(title="Xylophane", is_unlisted=True)
    assert "xylophone" in Client().get("/search/?q=xylophine").context["results"].instead


def test_a_post_is_found_from_its_moment_on():
    post = make_post(title=WORD, published_at=LATER)
    assert WORD.lower() not in searched("anonymous")
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert WORD.lower() in searched("anonymous")
