"""A made-up blog of any size for measuring: the same rows for the same numbers and seed."""

from collections.abc import Callable
from random import Random

from django.db import models, transaction

from blog.corpus.corpus_comments import add_comments_of_corpus
from blog.corpus.corpus_papers import add_library, finish_library
from blog.corpus.corpus_posts import add_posts_of_corpus
from blog.corpus.corpus_texts import render_texts
from blog.corpus.corpus_words import Words
from blog.models import Author, Comment, Page, Post, Series, Tag
from papers.models import Contributor, Paper
from papers.queries.statistics import renew_statistics

MOST = 2_000_000  # rows of a kind: far above any blog, far below what numbers of rows can be
MUST_BE_EMPTY: tuple[type[models.Model], ...] = (
    *(Post, Page, Comment, Tag, Author, Series),
    *(Paper, Contributor),
)


class NotEmpty(Exception):
    """The database holds rows already, which the message counts."""


@transaction.atomic
def make_corpus(
    posts: int, comments: int, papers: int, seed: int = 1, tell: Callable[[], None] = lambda: None
) -> None:
    """Fills an empty blog, wholly or not at all; ``tell`` is called for each post, comment and
    paper. Raises ``NotEmpty`` and stores nothing where there is a post, a paper or the like."""
    counts = ((model, model._base_manager.count()) for model in MUST_BE_EMPTY)
    there = [f"{count} {model._meta.verbose_name_plural}" for model, count in counts if count]
    if there:
        raise NotEmpty(", ".join(there))
    words = Words(Random(seed))  # noqa: S311  (no secret is made of it)
    plain, citing, references = render_texts(words, posts)
    works = add_library(words, papers, references, tell)
    made = add_posts_of_corpus(words, posts, (plain, citing), works, tell)
    add_comments_of_corpus(words, comments, made, works, tell)
    finish_library(works)
    renew_statistics()
