"""Saves a post: renders its text and rebuilds all that is derived from it, in one transaction."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from itertools import islice

from django.db import transaction
from django_tasks import task

from blog.contents import contents_html
from blog.markup import POST, Problem, Rendered, render
from blog.models import Author, Byline, Hashtag, Post, Tag
from blog.scrolling import make_scrollable
from blog.tagging import TagFinder
from papers.cited_works import rebuild_cited_works, rebuild_unresolved
from papers.citing import CitedText, Writing, cite, unresolved_keys, with_citations
from papers.reference_lists import store_list, store_other_lists
from papers.resolving import nearest_keys
from papers.styles import site_style

EXCERPT_LENGTH = 280
MOST_TOLD = 100  # unresolved keys of one text
MOST_COMPARED = 10  # of them, each with the library's keys, which takes a while
MOST_ADDED = 300  # papers that one post may add to the library by naming their identifiers
UNRESOLVED = "The citation key"


@transaction.atomic
def save_post(
    post: Post,
    tags: Iterable[str] | None = None,
    authors: Sequence[Author] | None = None,
    finder: TagFinder | None = None,
) -> Post:
    """Renders and stores a post, with its tags and authors where given (``None`` keeps them).

    Saving the same text twice changes no byte. ``finder`` remembers tags from one post to the
    next. Raises ``blog.markup.MarkupError`` for a text that cannot be rendered; nothing is stored
    then.
    """
    is_new = post.pk is None
    finder = finder or TagFinder()
    rendered = render(post.source, policy=POST, hashtag_url=finder.url, is_html=post.is_html)
    cited = cite(make_scrollable(rendered.html), writing_of(post))
    post.body_html = cited.html
    describe(post, rendered, cited)
    post.save()
    if tags is not None:
        tags = finder.named(tags)
        post.tags.set(tags, is_new=is_new)
    if authors is not None and not (is_new and not authors):
        set_authors(post, authors)
    rebuild_hashtags(post, finder.named(rendered.hashtags), (tags or ()) if is_new else None)
    if not is_new or cited.unresolved:
        rebuild_unresolved(cited.unresolved, post_id=post.pk)
    if is_new and not cited.mentions and not cited.uncited:
        return post
    rebuild_cited_works(post.pk, cited.mentions, post.listed_at, cited.uncited)
    if store_list(post.pk, writing_of(post).style, cited.shown, cited.digest):
        format_lists.enqueue(post.pk)
    return post


def writing_of(post: Post) -> Writing:
    return Writing(
        style=post.style or site_style(),
        language=post.language,
        nocite=post.nocite,
        post_id=post.pk,
        adds_papers=MOST_ADDED,
    )


def cited_text(post: Post) -> CitedText:
    """A post's text with its citations, rendered and not stored."""
    rendered = render(post.source, policy=POST, hashtag_url=TagFinder().url, is_html=post.is_html)
    return cite(make_scrollable(rendered.html), writing_of(post))


@task()
def format_lists(post_id: int) -> None:
    """Stores a post's references in the styles that readers may choose."""
    post = Post.objects.filter(pk=post_id).first()
    if post is not None:
        store_other_lists(post.pk, cited_text(post).wanted, writing_of(post).style)


def describe(post: Post, rendered: Rendered, cited: CitedText) -> None:
    text = with_citations(rendered.text, cited.plain)
    escaped = {escape(form, quote=False): escape(text) for form, text in cited.plain.items()}
    post.toc_html = with_citations(contents_html(rendered.headings), escaped)
    post.text = text
    post.words_count = len(text.split())
    post.excerpt = make_excerpt(text)
    failures = (Problem(None, failure) for failure in cited.shown.failures)
    problems = [*rendered.problems, *unresolved(post.source, cited.unresolved), *failures]
    post.problems = [asdict(problem) for problem in problems]


def unresolved_in(source: str, nocite: str = "", *, is_html: bool = False) -> list[Problem]:
    """What stands in the way of publishing a text. Raises ``blog.markup.MarkupError``."""
    rendered = render(source, policy=POST, is_html=is_html)
    return list(unresolved(source, unresolved_keys(make_scrollable(rendered.html), nocite)))


def unresolved(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each citation key that leads to no paper, at its line."""
    for number, key in enumerate(islice(keys, MOST_TOLD)):
        found = re.search(rf"@\{{?{re.escape(key)}(?!\w)", source)
        line = source.count("\n", 0, found.start()) + 1 if found else None
        nearest = nearest_keys(key) if number < MOST_COMPARED else []
        near = ", ".join(f"@{one}" for one in nearest)
        hint = f" Nearest: {near}." if near else ""
        yield Problem(line, f"{UNRESOLVED} “{key}” leads to no paper of the library.{hint}")


def make_excerpt(text: str) -> str:
    """The beginning of the first paragraph that is one, cut at a word."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    first = next((part for part in paragraphs if len(part) > 80), " ".join(paragraphs).strip())
    if len(first) <= EXCERPT_LENGTH:
        return first
    return first[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–—-") + " …"


def set_authors(post: Post, authors: Sequence[Author]) -> None:
    if not authors and not post.bylines.exists():
        return
    post.bylines.exclude(author__in=authors).delete()
    for position, author in enumerate(authors, start=1):
        Byline.objects.update_or_create(post=post, author=author, defaults={"position": position})


def rebuild_hashtags(post: Post, tags: Sequence[Tag], new: Sequence[Tag] | None = None) -> None:
    """Rows for the hashtags in the text that are not among the post's tags; ``new`` are those of
    a post that has no rows yet."""
    there: set[int] = set()
    own = {tag.pk for tag in new or ()}
    if new is None:
        own = set(post.tagged_posts.values_list("tag_id", flat=True)) if tags else set()
        there = set(post.hashtags.values_list("tag_id", flat=True))
    tags = [tag for tag in tags if tag.pk not in own]
    if there - {tag.pk for tag in tags}:
        post.hashtags.exclude(tag__in=tags).delete()
    Hashtag.objects.bulk_create(
        Hashtag(post=post, tag=tag, published_at=post.listed_at)
        for tag in tags
        if tag.pk not in there
    )
