"""Saves posts: renders their texts, and only then stores them with all that is derived, in one
short transaction that looks whether they are still what was rendered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import task

from blog.markup import POST, Rendered, render
from blog.markup.document.text_policy import MOST_ADDED_BY_POST
from blog.models import (
    Author,
    ChangedMeanwhile,
    Hashtag,
    Post,
    TaggedPost,
    current_site,
    kept_pictures,
    picture_sizes,
)
from blog.models.posts import DERIVED
from blog.models.tags import rows_of_tags
from blog.posts.derived_columns import derived_values
from blog.posts.earlier_versions import before_save, keep_version, stored_posts
from blog.posts.picture_size_rows import lack_sizes, measure_pictures
from blog.posts.revisions import NOBODY, Saving, keep_new, keep_revision
from blog.posts.tags import TagFinder, likely_tag_url, rebuild_hashtags, rows_of_hashtags
from blog.sharing.picture_jobs import want_pictures
from papers.citing.cited_text import CitedText, cite_all, cite_text
from papers.citing.cited_works import (
    PostWorks,
    Recounts,
    rebuild_cited_works,
    rebuild_unresolved,
)
from papers.citing.opened_texts import CitationSettings, Opened, answer_all, open_texts
from papers.citing.reference_lists import (
    FormattedList,
    format_other_lists,
    store_lists,
    store_other_lists,
    stored_wanted,
)
from papers.citing.style_names import site_style
from papers.citing.work_lookup import WorkFinder, works_by_key
from papers.models import Paper
from papers.queries.batches import batches

POSTS_OF_A_JOB = 10  # whose references one job formats
ATTEMPTS = 10  # to store what nobody changes while it is rendered


@dataclass(frozen=True)
class NewText:
    """A post with its text rendered, and the tags and authors that it is to have (``None`` keeps
    them); ``added`` are papers that an editor adds to its list."""

    post: Post
    tags: Sequence[str] | None
    authors: Sequence[Author] | None
    rendered: Rendered
    added: Sequence[int] | None = None


@dataclass
class PostDraft:
    """A post that is rendered and not stored yet, with the tags and authors that it is to have
    (``None`` keeps them).

    ``derived`` are its columns that are made from its text, once it is cited; ``store_rows`` is
    called when its row is there and before its cited works are made anew. One that is rendered
    again ``only_derived`` changes nothing that somebody wrote; of all others revisions are kept,
    where ``saving`` says whose.
    """

    post: Post
    is_new: bool
    tags: Sequence[str] | None
    authors: Sequence[Author] | None
    rendered: Rendered
    opened: Opened
    cited: CitedText | None = None
    derived: dict[str, Any] = field(default_factory=dict)
    store_rows: Callable[[], None] = lambda: None
    only_derived: bool = False
    saving: Saving | None = NOBODY


def save_post(post: Post, *args: Any, **kwargs: Any) -> Post:
    """The post, saved as ``save_draft`` does."""
    return save_draft(post, *args, **kwargs).post


def save_draft(
    post: Post,
    tags: Sequence[str] | None = None,
    authors: Sequence[Author] | None = None,
    finder: TagFinder | None = None,
    rendered: Rendered | None = None,
    store_rows: Callable[[], None] = lambda: None,
    saving: Saving = NOBODY,
    works: WorkFinder | None = None,
) -> PostDraft:
    """Renders a post, then stores it in one short transaction, with its tags and authors where
    given (``None`` keeps them).

    ``rendered`` is its text where that was rendered already (``render_source``); ``store_rows``
    stores more of it in the same transaction; ``saving`` stands in its revision; ``works`` has what
    its text was found to cite a moment ago. Gives what was stored. Saving the same text twice
    changes no byte. Nothing is stored where it raises ``blog.markup.MarkupError``, for a text that
    cannot be rendered, or ``ChangedMeanwhile``, for a post that was changed since it was read.
    """
    rendered = rendered or render_source(post.source, post.language, is_html=post.is_html)
    for _attempt in range(ATTEMPTS):
        draft = make_draft(post, tags, authors, rendered, works=works)
        draft.store_rows, draft.saving = store_rows, saving
        if not store_anew([draft], finder):
            return draft
        works = None
        if post.pk and not Post.objects.filter(pk=post.pk, version=post.version).exists():
            break
    raise ChangedMeanwhile(f"Post {post.pk} was changed since it was read.")


def render_again(pk: int) -> bool | None:
    """Makes anew what is derived from a post's text and changes nothing else; whether its HTML is
    another one now, ``None`` where there is no such post.

    An edit of the same moment is rendered instead. Raises ``blog.markup.MarkupError``.
    """
    for _attempt in range(ATTEMPTS):
        post = Post.objects.filter(pk=pk).first()
        if post is None:
            return None
        before = post.body_html
        draft = make_draft(post, None, None)
        draft.only_derived = True
        if not store_anew([draft]):
            return post.body_html != before
    raise ChangedMeanwhile(f"Post {pk} is changed all the time.")


def store_anew(drafts: Sequence[PostDraft], finder: TagFinder | None = None) -> Sequence[PostDraft]:
    """Writes the citations of rendered posts outside of any transaction, then stores them. Those
    that it returns are not stored: they, or papers that they cite, were changed meanwhile."""
    finder = finder or TagFinder()
    cite_drafts(drafts)
    try:
        return store_drafts(drafts, finder)
    except BaseException:
        finder.forget()  # what it made was rolled back
        raise


def render_source(source: str, language: str = "", *, is_html: bool = False) -> Rendered:
    """A post's text as HTML, without its citations; asks the database for nothing but the copies of
    pictures that stand elsewhere. A post that names no ``language`` is in the site's. Raises
    ``blog.markup.MarkupError``."""
    return render(
        source,
        policy=POST,
        hashtag_url=likely_tag_url,
        is_html=is_html,
        macros=current_site().tex_macros,
        language=language or current_site().language,
        kept_pictures=kept_pictures,
        picture_sizes=picture_sizes,
    )


def make_draft(
    post: Post,
    tags: Sequence[str] | None,
    authors: Sequence[Author] | None,
    rendered: Rendered | None = None,
    added: Sequence[int] | None = None,
    works: WorkFinder | None = None,
) -> PostDraft:
    """Renders a post, if it is not rendered yet, and adds the papers to the library that it names
    by identifiers. Raises ``blog.markup.MarkupError``."""
    rendered = rendered or render_source(post.source, post.language, is_html=post.is_html)
    (draft,) = make_drafts([NewText(post, tags, authors, rendered, added)], works)
    return draft


def make_drafts(texts: Sequence[NewText], works: WorkFinder | None = None) -> list[PostDraft]:
    """The same of posts that are rendered, whose keys are looked up together; ``works`` has what
    was found of them a moment ago."""
    opening = [(one.rendered.html, citation_settings(one.post, one.added)) for one in texts]
    return [
        PostDraft(one.post, one.post.pk is None, one.tags, one.authors, one.rendered, opened)
        for one, opened in zip(texts, open_texts(opening, works), strict=True)
    ]


def cite_without_storing(post: Post, rendered: Rendered) -> CitedText:
    """A rendered text with its citations, from what the library has: nothing is added to it."""
    writing = replace(citation_settings(post), adds_papers=0, adds_linked=False)
    return cite_text(rendered.html, writing)


def cite_drafts(drafts: Sequence[PostDraft]) -> None:
    """Writes the citations of rendered posts, with as few queries for many as for one, and adds
    the papers to the library that they link."""
    answers = answer_all([draft.opened for draft in drafts])
    texts = cite_all([draft.opened for draft in drafts], answers)
    for draft, cited in zip(drafts, texts, strict=True):
        draft.cited = cited
        draft.derived = derived_values(draft.post, draft.rendered, draft.cited)


@transaction.atomic
def store_drafts(drafts: Sequence[PostDraft], finder: TagFinder) -> list[PostDraft]:
    """Stores cited posts, with as few statements for many new ones as for one. Those that it
    returns it did not store, since they are not what they were rendered from any more."""
    there = stored_posts([draft.post.pk for draft in drafts if not draft.is_new])
    current = current_drafts(drafts, there)
    for draft in current:
        for name, value in draft.derived.items():
            setattr(draft.post, name, value)
        hashtags = draft.rendered.hashtags
        draft.post.body_html = finder.put_urls(draft.post.body_html, hashtags)
    add_posts([draft for draft in current if draft.is_new], finder)
    recounts = Recounts()
    for draft in current:
        cited = draft.cited
        is_changed = not (draft.is_new or draft.only_derived)
        stored = there.get(draft.post.pk)
        before = before_save(stored, draft.post) if is_changed else None
        if not draft.is_new:
            change_post(draft, stored, finder)
        if draft.authors or (draft.authors is not None and not draft.is_new):
            set_authors(draft.post, draft.authors)
        draft.store_rows()
        if is_changed:
            keep_version(before, draft.post)
        if is_changed and draft.saving:
            keep_revision(draft.post, names_of_tags(draft, finder), draft.saving, before.revisions)
        if cited.unresolved or not draft.is_new:
            rebuild_unresolved(cited.unresolved, post_id=draft.post.pk)
    linked = [one for one in current if one.cited.mentions or one.cited.uncited or not one.is_new]
    link_works([(one.post, one.cited) for one in linked], recounts)
    recounts.make()
    want_pictures(draft.post for draft in current if not draft.only_derived)
    for post in lack_sizes([draft.post for draft in current if not draft.only_derived]):
        size_post_pictures.enqueue(post.pk)
    return [draft for draft in drafts if not any(draft is one for one in current)]


def current_drafts(drafts: Sequence[PostDraft], there: Mapping[int, Post]) -> list[PostDraft]:
    """Those whose posts, of which ``there`` are stored, and the papers that they cite, are as they
    were."""
    versions = {pk: post.version for pk, post in there.items()}
    wanted = {pk for draft in drafts for pk in draft.cited.papers}
    papers: dict[int, datetime] = {}
    for some in batches(wanted):
        cited = Paper.objects.filter(pk__in=some).order_by()
        papers |= dict(cited.values_list("pk", "updated_at"))
    missed = {key for draft in drafts for key in draft.cited.unresolved}
    found = works_by_key(missed).keys()
    return [
        draft
        for draft in drafts
        if (draft.is_new or versions.get(draft.post.pk) == draft.post.version)
        and draft.cited.is_current(papers)
        and found.isdisjoint(draft.cited.unresolved)
    ]


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
    keep_new([(one.post, one.tags, one.saving) for one in drafts if one.saving])


def change_post(draft: PostDraft, stored: Post, finder: TagFinder) -> None:
    """The row of a post that is there, its tags and its hashtags."""
    post = draft.post
    names = DERIVED if draft.only_derived else [*post.written_fields(), *DERIVED]
    post.save(update_fields=names, stored=stored)
    if draft.tags is not None:
        post.tags.set(finder.named(draft.tags))
    rebuild_hashtags(post, finder.named(draft.rendered.hashtags))


def names_of_tags(draft: PostDraft, finder: TagFinder) -> list[str]:
    """Of the tags that a post has, once they are stored."""
    if draft.tags is None:
        return list(draft.post.tags.names())
    return [tag.name for tag in finder.named(draft.tags)]


def link_works(posts: Sequence[tuple[Post, CitedText]], recounts: Recounts) -> None:
    works = [
        PostWorks(post.pk, cited.mentions, cited.uncited, post.listed_at) for post, cited in posts
    ]
    rebuild_cited_works(works, recounts)
    lists = [
        FormattedList(post.pk, style_of(post), cited.shown, cited.digest, cited.wanted)
        for post, cited in posts
    ]
    for some in batches((one.post_id for one in store_lists(lists)), POSTS_OF_A_JOB):
        format_lists.enqueue(*some)


def style_of(post: Post) -> str:
    return post.style or site_style()


def citation_settings(post: Post, added: Sequence[int] | None = None) -> CitationSettings:
    return CitationSettings(
        style=style_of(post),
        language=post.language,
        nocite=post.nocite,
        post_id=post.pk,
        added=None if added is None else tuple(added),
        adds_papers=MOST_ADDED_BY_POST,
        adds_linked=True,
        title=post.title_words,
    )


@task()
def format_lists(*post_ids: int) -> None:
    """Stores posts' references in the styles that readers may choose."""
    for post_id in post_ids:
        format_lists_of(post_id)


def format_lists_of(post_id: int) -> None:
    for _attempt in range(ATTEMPTS):
        post = Post.objects.filter(pk=post_id).only("style", "version").first()
        wanted = stored_wanted(post_id, style_of(post)) if post else None
        if post is None or wanted is None:
            return
        lists = format_other_lists(post_id, wanted, style_of(post))
        with transaction.atomic():
            held = Post.objects.select_for_update().filter(pk=post_id, version=post.version)
            if held.values("pk").first():
                store_other_lists(post_id, lists, style_of(post))
                return


@task()
def size_post_pictures(post_id: int) -> None:
    """Measures the pictures of a post, makes their narrower copies, and shows them with these."""
    post = Post.objects.filter(pk=post_id).only("body_html").first()
    if post is not None and measure_pictures(post.body_html):
        render_again(post_id)


def set_authors(post: Post, authors: Sequence[Author]) -> None:
    if not authors and not post.bylines.exists():
        return
    post.bylines.exclude(author__in=authors).delete()
    for position, author in enumerate(authors, start=1):
        post.bylines.update_or_create(author=author, defaults={"position": position})
