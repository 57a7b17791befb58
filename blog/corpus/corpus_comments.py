"""The comments of a corpus: most posts have none or few, some have long threads."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F

from blog.comments.rendering_comments import render_comment
from blog.corpus.corpus_papers import chosen_often
from blog.corpus.corpus_posts import MadePost
from blog.corpus.corpus_words import Words
from blog.models import Comment
from blog.models.comments import CommentState
from blog.text.sameness import text_fingerprint
from papers.models import CommentCitation

BATCH = 1000
ROUNDS = 10  # at least: an answer is to a comment of a round before
PARAGRAPHS = 200  # rendered once each; a comment is some of them
ANSWERS = 0.4
CITING = 0.05
STATES = (CommentState.PUBLISHED, CommentState.PENDING, CommentState.SPAM, CommentState.REMOVED)
SHARES = (94, 1, 3, 2)


def add_comments_of_corpus(
    words: Words,
    count: int,
    posts: Sequence[MadePost],
    works: Sequence[tuple[int, dict[str, Any]]],
    tell: Callable[[], None],
) -> None:
    readable = [post for post in posts if post.published_at is not None]
    if not readable:
        return
    texts = [
        words.paragraph(words.chance.randint(1, 3))
        for _ in range(min(PARAGRAPHS, 10 + count // 20))
    ]
    paragraphs = [(text, render_comment(text)) for text in texts]
    order = readable[:]
    words.chance.shuffle(order)
    last: dict[int, Comment] = {}
    size = min(BATCH, 1 + count // ROUNDS)
    for begin in range(0, count, size):
        numbers = range(begin, min(begin + size, count))
        first, answers, later = [], [], {}
        for number in numbers:
            post = order[chosen_often(words.chance, len(order))]
            comment = comment_of(words, number, post, paragraphs)
            parent = last.get(post.pk)
            if parent is not None and words.chance.random() < ANSWERS:
                comment.parent, comment.thread_id = parent, parent.thread_id
                comment.created_at = parent.created_at + timedelta(minutes=7 + number % 50)
                answers.append(comment)
            else:
                first.append(comment)
            if comment.state == CommentState.PUBLISHED:
                later[post.pk] = comment
            tell()
        store_comments(words, first, answers, works)
        last |= later


def comment_of(
    words: Words, number: int, post: MadePost, paragraphs: Sequence[tuple[str, str]]
) -> Comment:
    chance = words.chance
    chosen = chance.sample(paragraphs, chance.choice((1, 1, 2, 3)))
    given, family = words.name()
    source = "\n\n".join(text for text, _html in chosen)
    at = post.published_at + timedelta(minutes=chance.randint(5, 60 * 24 * 20))
    state = chance.choices(STATES, SHARES)[0]
    return Comment(
        post_id=post.pk,
        name=f"{given} {family}",
        email=f"reader{number % 5000}@example.org" if chance.random() < 0.6 else "",
        source=source,
        body_html="\n".join(html for _text, html in chosen),
        fingerprint=text_fingerprint(source),
        state=state,
        created_at=at,
        decided_at=None if state == CommentState.PENDING else at + timedelta(hours=2),
    )


def store_comments(
    words: Words,
    first: Sequence[Comment],
    answers: Sequence[Comment],
    works: Sequence[tuple[int, dict[str, Any]]],
) -> None:
    """``thread`` is the number of a thread's first comment, itself for that one."""
    Comment.objects.bulk_create(first)
    Comment.objects.filter(thread=None, parent=None).update(thread=F("pk"))
    for comment in first:
        comment.thread_id = comment.pk
    Comment.objects.bulk_create(answers)
    citing = [one for one in (*first, *answers) if works and words.chance.random() < CITING]
    CommentCitation.objects.bulk_create(
        CommentCitation(
            comment=comment,
            paper_id=works[chosen_often(words.chance, len(works))][0],
            position=1,
            anchor=f"comment-{comment.pk}-cite-1",
            sentence=comment.source.partition(". ")[0],
        )
        for comment in citing
    )
