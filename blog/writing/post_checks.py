"""All that an author should look at in a post's text, stored or not: one table of checks. Nothing
is stored, and nothing of it stands in the way of saving."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import ngettext

from blog.markup import MarkupError, Problem
from blog.markup.page.pictures_elsewhere import elsewhere_in
from blog.markup.page.text_checks import Finding, FindingKind, SourceLines, check_text
from blog.models import Post
from blog.posts.fact_check import warnings_of_text
from blog.posts.near_tags import near_tags
from blog.posts.saving_posts import PostDraft, cite_without_storing, render_source
from blog.posts.text_problems import UNRESOLVED, line_of_key, text_problems
from blog.writing.own_links import dead_links, missing_pictures
from papers.checking.fact_words import fact_message
from papers.checking.post_facts import named_anchors
from papers.choices import Standing
from papers.citing.cited_text import CitedText
from papers.models import Paper
from papers.records.typed_identifiers import keyed_identifier

MOST_SHOWN = 100
NO_WORK = (Standing.NOT_FOUND,)


@dataclass(frozen=True)
class TextState:
    """A post with its finished ``html``, what the renderer tells of it (``problems``), the ids of
    the places where it cites each paper (``works``), these ``papers`` themselves, the identifiers
    that it cites and the library lacks (``unknown``), and the names of its ``tags``."""

    post: Post
    html: str
    problems: Sequence[Problem]
    works: Mapping[int, Sequence[str]]
    papers: Mapping[int, Paper]
    unknown: Sequence[str] = ()
    has_byline: bool = True
    tags: Sequence[str] = ()

    @property
    def source(self) -> str:
        return self.post.source

    @property
    def path(self) -> str:
        """Where the post stands, or will stand, below the site's own path."""
        return f"/posts/{self.post.slug or 'new'}/"


def stored_state(post: Post, tags: Sequence[str] | None = None) -> TextState:
    """As it was rendered when it was saved last; costs no rendering. ``tags`` are its own, where
    they are known."""
    works = named_anchors(post.pk)
    return TextState(
        post,
        post.body_html,
        problems_of(post),
        works,
        Paper.objects.in_bulk(works),
        has_byline=post.bylines.exists(),
        tags=tuple(post.tags.names() if tags is None else tags),
    )


def saved_state(draft: PostDraft, tags: Sequence[str]) -> TextState:
    """The same of a post that was just saved, from what the save read and wrote."""
    cited, post = draft.cited, draft.post
    has_byline = post.bylines.exists()
    return TextState(
        post, post.body_html, problems_of(post), anchors_of(cited), cited.rows, (), has_byline, tags
    )


def problems_of(post: Post) -> list[Problem]:
    return [Problem(one["line"], one["message"]) for one in post.problems]


def anchors_of(cited: CitedText) -> dict[int, list[str]]:
    """The ids of a text's mentions by the paper that they name, in the order of its works."""
    works: dict[int, list[str]] = {}
    for mention in cited.mentions:
        works.setdefault(mention.work.paper_id, []).append(mention.anchor)
    return works | {pk: [] for pk in cited.rows if pk not in works}


def typed_state(
    post: Post,
    *,
    has_byline: bool = True,
    tags: Sequence[str] = (),
    brought: Collection[str] = (),
) -> TextState:
    """Of a text as it is being written, rendered and cited without adding anything to the library;
    ``brought`` are keys and identifiers of works that come with it. Raises
    ``blog.markup.MarkupError``."""
    rendered = render_source(post.source, post.language, is_html=post.is_html)
    cited = cite_without_storing(post, rendered)
    missing = [key for key in cited.unresolved if key not in brought]
    unknown = tuple(key for key in missing if keyed_identifier(key))
    keys = tuple(key for key in missing if key not in unknown)
    problems = text_problems(post, rendered, replace(cited, unresolved=keys))
    return TextState(
        post, cited.html, problems, anchors_of(cited), cited.rows, unknown, has_byline, tags
    )


def told_problems(state: TextState) -> Iterator[Finding]:
    for one in state.problems:
        kind = FindingKind.KEY if one.message.startswith(UNRESOLVED) else FindingKind.PROBLEM
        yield Finding(kind, one.line, one.message)


def doubtful_works(state: TextState) -> Iterator[Finding]:
    for key in state.unknown:
        yield Finding(FindingKind.UNKNOWN_WORK, line_of_key(state.source, key), key)
    doubtful = [state.papers[pk] for pk in sorted(state.papers)]
    doubtful = [paper for paper in doubtful if paper.standing in NO_WORK]
    prefetch_related_objects(doubtful, "keys", "identifiers")
    for paper in doubtful:
        names = [*(one.value for one in paper.keys.all())]
        names += [f"{one.scheme}:{one.value}" for one in paper.identifiers.all()]
        lines = (line_of_key(state.source, name) for name in names)
        line = next((one for one in lines if one), None)
        yield Finding(FindingKind.REFUSED_WORK, line, paper.title)


def text_findings(state: TextState) -> Iterable[Finding]:
    return check_text(state.source, state.html, is_html=state.post.is_html)


def picture_findings(state: TextState) -> Iterator[Finding]:
    yield from missing_pictures(state.source, state.html, state.path)
    lines = SourceLines(state.source)
    for address in elsewhere_in(state.html):
        yield Finding(FindingKind.ELSEWHERE, lines.line_of(address), address)


def link_findings(state: TextState) -> Iterable[Finding]:
    return dead_links(state.source, state.html, state.path)


def missing_byline(state: TextState) -> Iterator[Finding]:
    if not state.has_byline:
        yield Finding(FindingKind.BYLINE, None)


def nearly_known_tags(state: TextState) -> Iterator[Finding]:
    for name, near in near_tags(state.tags).items():
        said = ngettext(
            "The tag “%(tag)s” is nearly “%(near)s” (%(n)d post). Is that meant?",
            "The tag “%(tag)s” is nearly “%(near)s” (%(n)d posts). Is that meant?",
            near.posts,
        )
        words = said % {"tag": name, "near": near.name, "n": near.posts}
        yield Finding(FindingKind.NEAR_TAG, None, words)


def facts_said(state: TextState) -> Iterator[Finding]:
    lines = SourceLines(state.source)
    for one in warnings_of_text(state.html, state.works, state.papers):
        yield Finding(FindingKind.FACT, lines.line_of_sentence(one.sentence), fact_message(one))


PostCheck = Callable[[TextState], Iterable[Finding]]
CHECKS: tuple[PostCheck, ...] = (
    told_problems,
    doubtful_works,
    text_findings,
    picture_findings,
    link_findings,
    missing_byline,
    nearly_known_tags,
    facts_said,
)
"""Every check of a post's text, in the form, while it is written and wherever else it is asked
for."""


def check_post(state: TextState) -> list[Finding]:
    """What all checks find, by line; what has no line comes last. At most ``MOST_SHOWN``."""
    found = dict.fromkeys(finding for check in CHECKS for finding in check(state))
    return sorted(found, key=lambda one: (one.line is None, one.line or 0))[:MOST_SHOWN]


def check_typed(post: Post, **known: Any) -> list[Finding]:
    """The same of a text that may not be renderable; ``known`` is for ``typed_state``."""
    try:
        return check_post(typed_state(post, **known))
    except MarkupError as error:
        return [Finding(FindingKind.PROBLEM, None, str(error))]
