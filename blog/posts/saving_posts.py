"""Saves posts: renders their texts, and only then stores them with all that is derived, in one
short transaction that looks whether they are still what was rendered."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from html import escape
from itertools import islice
from typing import Any

from django.db import transaction
from django_tasks import task

from blog.markup import POST, Problem, Rendered, render
from blog.markup.page.scroll_frames import make_scrollable
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
from blog.posts.contents import contents_html
from blog.posts.earlier_versions import before_save, keep_version
from blog.posts.picture_widths import lack_sizes, measure_pictures
from blog.posts.revisions import NOBODY, Saving, keep_new, keep_revision
from blog.posts.tags import TagFinder, likely_tag_url, rebuild_hashtags, rows_of_hashtags
from blog.sharing.picture_jobs import want_pictures
from blog.text.word_counts import count_words
from papers.citing.citation_marks import MOST_CITED
from papers.citing.cited_text import (
    CitationSettings,
    CitedText,
    Opened,
    answer_all,
    cite_opened,
    cite_text,
    open_text,
    with_citations,
)
from papers.citing.cited_works import Recounts, rebuild_cited_works, rebuild_unresolved
from papers.citing.reference_lists import (
    format_other_lists,
    store_list,
    store_other_lists,
    stored_wanted,
)
from papers.citing.style_names import site_style
from papers.citing.work_lookup import nearest_keys, works_by_key
from papers.models import Paper

EXCERPT_LENGTH = 280
TOO_MANY_CITATIONS = f"Only the first {MOST_CITED:,} citations of the text are read."
MOST_TOLD = 100  # unresolved keys of one text
MOST_COMPARED = 10  # of them, each with the library's keys, which takes a while
MOST_ADDED = 300  # papers that one post may add to the library by naming their identifiers
ATTEMPTS = 10  # to store what nobody changes while it is rendered
UNRESOLVED = "The citation key"
WAITS = "is not in the library yet: it waits to be looked up, and there may be no such work."


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


def save_post(
    post: Post,
    tags: Sequence[str] | None = None,
    authors: Sequence[Author] | None = None,
    finder: TagFinder | None = None,
    rendered: Rendered | None = None,
    store_rows: Callable[[], None] = lambda: None,
    saving: Saving = NOBODY,
) -> Post:
    """Renders a post, then stores it in one short transaction, with its tags and authors where
    given (``None`` keeps them).

    ``rendered`` is its text where that was rendered already (``render_source``); ``store_rows``
    stores more of it in the same transaction; ``saving`` stands in its revision. Saving the same
    text twice changes no byte. Nothing is stored where it raises ``blog.markup.MarkupError``, for a
    text that cannot be rendered, or ``ChangedMeanwhile``, for a post that was changed since it was
    read.
    """
    rendered = rendered or render_source(post.source, post.language, is_html=post.is_html)
    for _attempt in range(ATTEMPTS):
        draft = make_draft(post, tags, authors, rendered)
        draft.store_rows, draft.saving = store_rows, saving
        if not store_anew([draft], finder):
            return post
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
) -> PostDraft:
    """Renders a post, if it is not rendered yet, and adds the papers to the library that it names
    by identifiers. Raises ``blog.markup.MarkupError``."""
    rendered = rendered or render_source(post.source, post.language, is_html=post.is_html)
    opened = open_text(rendered.html, citation_settings(post, added))
    return PostDraft(post, post.pk is None, tags, authors, rendered, opened)


def cite_without_storing(post: Post, rendered: Rendered) -> CitedText:
    """A rendered text with its citations, from what the library has: nothing is added to it."""
    writing = replace(citation_settings(post), adds_papers=0, adds_linked=False)
    return cite_text(rendered.html, writing)


def cite_drafts(drafts: Sequence[PostDraft]) -> None:
    """Writes the citations of rendered posts, with as few queries for many as for one, and adds
    the papers to the library that they link."""
    answers = answer_all([draft.opened for draft in drafts])
    for draft in drafts:
        draft.cited = cite_opened(draft.opened, answers)
        draft.derived = derived_values(draft.post, draft.rendered, draft.cited)


@transaction.atomic
def store_drafts(drafts: Sequence[PostDraft], finder: TagFinder) -> list[PostDraft]:
    """Stores cited posts, with as few statements for many new ones as for one. Those that it
    returns it did not store, since they are not what they were rendered from any more."""
    current = current_drafts(drafts)
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
        before = before_save(draft.post) if is_changed else None
        if not draft.is_new:
            change_post(draft, finder)
        if draft.authors or (draft.authors is not None and not draft.is_new):
            set_authors(draft.post, draft.authors)
        draft.store_rows()
        if is_changed:
            keep_version(before, draft.post)
        if is_changed and draft.saving:
            keep_revision(draft.post, draft.saving, before.revisions)
        if cited.unresolved or not draft.is_new:
            rebuild_unresolved(cited.unresolved, post_id=draft.post.pk)
        if cited.mentions or cited.uncited or not draft.is_new:
            link_works(draft.post, cited, recounts)
    recounts.make()
    want_pictures(draft.post for draft in current if not draft.only_derived)
    for post in lack_sizes([draft.post for draft in current if not draft.only_derived]):
        size_post_pictures.enqueue(post.pk)
    return [draft for draft in drafts if not any(draft is one for one in current)]


def current_drafts(drafts: Sequence[PostDraft]) -> list[PostDraft]:
    """Those whose posts, and the papers that they cite, are as they were; the posts stay locked."""
    rows = Post.objects.select_for_update().order_by("pk")
    pks = [draft.post.pk for draft in drafts if not draft.is_new]
    versions = dict(rows.filter(pk__in=pks).values_list("pk", "version")) if pks else {}
    wanted = {pk for draft in drafts for pk in draft.cited.papers}
    papers = dict(Paper.objects.filter(pk__in=wanted).order_by().values_list("pk", "updated_at"))
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


def change_post(draft: PostDraft, finder: TagFinder) -> None:
    """The row of a post that is there, its tags and its hashtags."""
    post = draft.post
    post.save(update_fields=DERIVED if draft.only_derived else [*post.written_fields(), *DERIVED])
    if draft.tags is not None:
        post.tags.set(finder.named(draft.tags))
    rebuild_hashtags(post, finder.named(draft.rendered.hashtags))


def link_works(post: Post, cited: CitedText, recounts: Recounts) -> None:
    rebuild_cited_works(post.pk, cited.mentions, post.listed_at, cited.uncited, recounts)
    if store_list(post.pk, style_of(post), cited.shown, cited.digest, cited.wanted):
        format_lists.enqueue(post.pk)


def style_of(post: Post) -> str:
    return post.style or site_style()


def citation_settings(post: Post, added: Sequence[int] | None = None) -> CitationSettings:
    return CitationSettings(
        style=style_of(post),
        language=post.language,
        nocite=post.nocite,
        post_id=post.pk,
        added=None if added is None else tuple(added),
        adds_papers=MOST_ADDED,
        adds_linked=True,
        title=post.title_words,
    )


@task()
def format_lists(post_id: int) -> None:
    """Stores a post's references in the styles that readers may choose."""
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


def derived_values(post: Post, rendered: Rendered, cited: CitedText) -> dict[str, Any]:
    """The columns ``DERIVED`` of a post; its hashtags have their likely addresses yet."""
    text = with_citations(rendered.text, cited.plain)
    escaped = {escape(form, quote=False): escape(text) for form, text in cited.plain.items()}
    return {
        "body_html": make_scrollable(cited.html),
        "toc_html": with_citations(contents_html(rendered.headings), escaped),
        "text": text,
        "excerpt": prose_excerpt(rendered, cited),
        "words_count": count_words(text),
        "problems": [asdict(one) for one in text_problems(post, rendered, cited)],
        "noticed_at": cited.noticed_at,
    }


def text_problems(post: Post, rendered: Rendered, cited: CitedText) -> list[Problem]:
    """What its author is told of a text that was rendered and cited."""
    problems = [*rendered.problems, *unresolved_problems(post.source, cited.unresolved)]
    problems += waiting_problems(post.source, cited.waiting)
    problems += linked_problems(post.source, cited.linked)
    problems += (Problem(None, failure) for failure in cited.shown.failures)
    return [*problems, Problem(None, TOO_MANY_CITATIONS)] if cited.is_cut else problems


def unresolved_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each citation key that leads to no paper, at its line."""
    told = list(islice(keys, MOST_TOLD))
    nearest = nearest_keys(told[:MOST_COMPARED])
    for key in told:
        line = line_of_key(source, key)
        near = ", ".join(f"@{one}" for one in nearest.get(key, ()))
        hint = f" Nearest: {near}." if near else ""
        yield Problem(line, f"{UNRESOLVED} “{key}” leads to no paper of the library.{hint}")


def waiting_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each key of a paper of which nothing is known but what names it."""
    for key in islice(keys, MOST_TOLD):
        yield Problem(line_of_key(source, key), f"“{key}” {WAITS}")


def linked_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each key of a work that stands in the words of a link."""
    for key in islice(keys, MOST_TOLD):
        yield Problem(
            line_of_key(source, key),
            f"“@{key}” in the words of a link is not read as a citation, which is a link itself. "
            "Write it before or behind the link.",
        )


def line_of_key(source: str, key: str) -> int | None:
    """The line where a key is cited, in Pandoc's syntax or in another system's."""
    for before in (r"@\{?", r"(?<!\w)"):
        if found := re.search(rf"{before}{re.escape(key)}(?!\w)", source):
            return source.count("\n", 0, found.start()) + 1
    return None


def prose_excerpt(rendered: Rendered, cited: CitedText) -> str:
    """The beginning of a text's prose, else of all that it has."""
    return make_excerpt(with_citations(rendered.prose or rendered.text, cited.plain))


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
        post.bylines.update_or_create(author=author, defaults={"position": position})
