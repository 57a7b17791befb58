"""Saves a post: renders its text and rebuilds all that is derived from it, in one transaction."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from itertools import islice

from django.db import transaction
from django_tasks import task

from blog.markup import POST, Problem, Rendered, render
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import Author, Byline, Hashtag, Post, Tag, TaggedPost
from blog.models.tags import rows_of_tags
from blog.posts.contents import contents_html
from blog.posts.tags import TagFinder, likely_tag_url
from papers.citing.cited_text import (
    CitationSettings,
    CitedText,
    Opened,
    cite_opened,
    open_text,
    unresolved_keys,
    with_citations,
)
from papers.citing.cited_works import rebuild_cited_works, rebuild_unresolved
from papers.citing.reference_lists import store_list, store_other_lists, stored_wanted
from papers.citing.style_names import site_style
from papers.citing.work_lookup import look_up, nearest_keys

EXCERPT_LENGTH = 280
MOST_TOLD = 100  # unresolved keys of one text
MOST_COMPARED = 10  # of them, each with the library's keys, which takes a while
MOST_ADDED = 300  # papers that one post may add to the library by naming their identifiers
UNRESOLVED = "The citation key"


@dataclass
class PostDraft:
    """A post whose text is rendered and not stored yet, with the tags and authors that it is to
    have (``None`` keeps them)."""

    post: Post
    is_new: bool
    tags: Sequence[str] | None
    authors: Sequence[Author] | None
    rendered: Rendered
    opened: Opened


@transaction.atomic
def save_post(
    post: Post,
    tags: Sequence[str] | None = None,
    authors: Sequence[Author] | None = None,
    finder: TagFinder | None = None,
    rendered: Rendered | None = None,
) -> Post:
    """Renders and stores a post, with its tags and authors where given (``None`` keeps them).

    ``rendered`` is its text where that was rendered already (``render_source``). Saving the same
    text twice changes no byte. Raises ``blog.markup.MarkupError`` for a text that cannot be
    rendered; nothing is stored then.
    """
    finder = finder or TagFinder()
    store_drafts([make_draft(post, tags, authors, rendered)], finder)
    return post


def render_source(source: str, *, is_html: bool = False) -> Rendered:
    """A post's text as HTML, without its citations; asks the database nothing. Raises
    ``blog.markup.MarkupError``."""
    rendered = render(source, policy=POST, hashtag_url=likely_tag_url, is_html=is_html)
    return replace(rendered, html=make_scrollable(rendered.html))


def make_draft(
    post: Post,
    tags: Sequence[str] | None,
    authors: Sequence[Author] | None,
    rendered: Rendered | None = None,
) -> PostDraft:
    """Renders a post, if it is not rendered yet. Raises ``blog.markup.MarkupError``."""
    rendered = rendered or render_source(post.source, is_html=post.is_html)
    opened = open_text(rendered.html, citation_settings(post))
    return PostDraft(post, post.pk is None, tags, authors, rendered, opened)


@transaction.atomic
def store_drafts(drafts: Sequence[PostDraft], finder: TagFinder) -> None:
    """Stores rendered posts, with as few statements for many new ones as for one."""
    answers = look_up(draft.opened.candidates for draft in drafts)
    texts = [cite_opened(draft.opened, answers) for draft in drafts]
    for draft, cited in zip(drafts, texts, strict=True):
        set_derived_fields(draft.post, draft.rendered, cited, finder)
    add_posts([draft for draft in drafts if draft.is_new], finder)
    for draft, cited in zip(drafts, texts, strict=True):
        if not draft.is_new:
            change_post(draft, finder)
        if draft.authors or (draft.authors is not None and not draft.is_new):
            set_authors(draft.post, draft.authors)
        if cited.unresolved or not draft.is_new:
            rebuild_unresolved(cited.unresolved, post_id=draft.post.pk)
        if cited.mentions or cited.uncited or not draft.is_new:
            link_works(draft.post, cited)


def add_posts(drafts: Sequence[PostDraft], finder: TagFinder) -> None:
    """Rows for new posts, their tags and their hashtags."""
    tagged, named = [], []
    for draft in drafts:
        draft.post.make_slug()
    Post.objects.bulk_create([draft.post for draft in drafts])
    for draft in drafts:
        tags = finder.named(draft.tags or ())
        tagged += rows_of_tags(draft.post, tags)
        named += rows_of_hashtags(draft.post, finder.named(draft.rendered.hashtags), tags)
    TaggedPost.objects.bulk_create(tagged)
    Hashtag.objects.bulk_create(named)


def change_post(draft: PostDraft, finder: TagFinder) -> None:
    """The row of a post that is there, its tags and its hashtags."""
    post = draft.post
    post.save()
    if draft.tags is not None:
        post.tags.set(finder.named(draft.tags))
    rebuild_hashtags(post, finder.named(draft.rendered.hashtags))


def link_works(post: Post, cited: CitedText) -> None:
    rebuild_cited_works(post.pk, cited.mentions, post.listed_at, cited.uncited)
    if store_list(post.pk, style_of(post), cited.shown, cited.digest, cited.wanted):
        format_lists.enqueue(post.pk)


def style_of(post: Post) -> str:
    return post.style or site_style()


def citation_settings(post: Post) -> CitationSettings:
    return CitationSettings(
        style=style_of(post),
        language=post.language,
        nocite=post.nocite,
        post_id=post.pk,
        adds_papers=MOST_ADDED,
    )


@task()
def format_lists(post_id: int) -> None:
    """Stores a post's references in the styles that readers may choose."""
    post = Post.objects.filter(pk=post_id).only("style").first()
    wanted = stored_wanted(post_id, style_of(post)) if post else None
    if post and wanted:
        store_other_lists(post_id, wanted, style_of(post))


def set_derived_fields(post: Post, rendered: Rendered, cited: CitedText, finder: TagFinder) -> None:
    post.body_html = finder.put_urls(cited.html, rendered.hashtags)
    text = with_citations(rendered.text, cited.plain)
    escaped = {escape(form, quote=False): escape(text) for form, text in cited.plain.items()}
    post.toc_html = with_citations(contents_html(rendered.headings), escaped)
    post.text = text
    post.words_count = len(text.split())
    post.excerpt = make_excerpt(with_citations(rendered.prose, cited.plain) or text)
    failures = (Problem(None, failure) for failure in cited.shown.failures)
    problems = [*rendered.problems, *unresolved_problems(post.source, cited.unresolved), *failures]
    post.problems = [asdict(problem) for problem in problems]


def unresolved_in(source: str, rendered: Rendered, nocite: str = "") -> list[Problem]:
    """What stands in the way of publishing a text."""
    return list(unresolved_problems(source, unresolved_keys(rendered.html, nocite)))


def unresolved_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each citation key that leads to no paper, at its line."""
    for number, key in enumerate(islice(keys, MOST_TOLD)):
        found = re.search(rf"@\{{?{re.escape(key)}(?!\w)", source)
        line = source.count("\n", 0, found.start()) + 1 if found else None
        nearest = nearest_keys(key) if number < MOST_COMPARED else []
        near = ", ".join(f"@{one}" for one in nearest)
        hint = f" Nearest: {near}." if near else ""
        yield Problem(line, f"{UNRESOLVED} “{key}” leads to no paper of the library.{hint}")


def make_excerpt(text: str) -> str:
    """The beginning of a text in one line, cut at a word."""
    first = " ".join(text.split())
    if len(first) <= EXCERPT_LENGTH:
        return first
    return first[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–—-") + " …"


def set_authors(post: Post, authors: Sequence[Author]) -> None:
    if not authors and not post.bylines.exists():
        return
    post.bylines.exclude(author__in=authors).delete()
    for position, author in enumerate(authors, start=1):
        Byline.objects.update_or_create(post=post, author=author, defaults={"position": position})


def rebuild_hashtags(post: Post, tags: Sequence[Tag]) -> None:
    """Makes the rows of a post's hashtags those of its text."""
    own = Tag.objects.filter(tagged_posts__content_object=post) if tags else ()
    wanted = rows_of_hashtags(post, tags, own)
    there = set(post.hashtags.values_list("tag_id", flat=True))
    if there - {row.tag_id for row in wanted}:
        post.hashtags.exclude(tag__in=[row.tag_id for row in wanted]).delete()
    Hashtag.objects.bulk_create(row for row in wanted if row.tag_id not in there)


def rows_of_hashtags(post: Post, tags: Iterable[Tag], own: Iterable[Tag]) -> list[Hashtag]:
    """A row for each tag named in a text that is not among the post's ``own``."""
    kept = {tag.pk for tag in own}
    listed_at = post.listed_at
    return [
        Hashtag(post=post, tag=tag, published_at=listed_at) for tag in tags if tag.pk not in kept
    ]
