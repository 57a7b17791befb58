"""From a comment's text to its HTML, its citations and its rows."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django_tasks import task

from blog.markup import COMMENT, MarkupError, render
from blog.markup.document.text_policy import MOST_ADDED_BY_COMMENT, MOST_CITED_IN_COMMENT
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import Comment, Post, current_site
from blog.models.comments import CommentState
from papers.citing.cited_text import CitedText, cite_text, list_html
from papers.citing.cited_works import rebuild_comment_citations, rebuild_unresolved
from papers.citing.opened_texts import CitationSettings
from papers.citing.style_names import site_style
from papers.citing.work_lookup import Reach
from papers.models import CommentCitation, Paper

ATTEMPTS = 10  # to cite a comment that nobody changes while it is rendered


def cite_in_comment(source: str, post: Post | None = None, pk: int | None = None) -> CitedText:
    """A comment's HTML with its citations. Raises ``blog.markup.MarkupError``.

    Identifiers that the library lacks are put into it once a comment is published: it has a
    ``pk`` here then, which its anchors bear.
    """
    macros = current_site().tex_macros
    html = render(source, policy=COMMENT, macros=macros).html
    name = str(pk) if pk else sha256(source.encode()).hexdigest()[:8]
    writing = CitationSettings(
        style=(post and post.style) or site_style(),
        language=post.language if post else "",
        scope=f"comment-{name}-",
        adds_papers=MOST_ADDED_BY_COMMENT if pk else 0,
        finds_titles=False,
        link_rel=COMMENT.link_rel or "",
        most_cited=MOST_CITED_IN_COMMENT,
        reach=Reach.IDENTIFIED if pk else Reach.PUBLIC,
    )
    cited = cite_text(html, writing)
    if cited.is_cut:
        raise MarkupError(f"This comment has more than {MOST_CITED_IN_COMMENT} citations.")
    return cited


def comment_body(cited: CitedText) -> str:
    return make_scrollable(cited.html) + list_html(cited)


def cite_published(pk: int) -> None:
    """Writes a comment's citations anew, with the rows that papers' pages show, where it is
    published still and may cite; an edit of the same moment is cited instead."""
    comments = Comment.objects.published().may_cite().select_related("post").filter(pk=pk)
    for _attempt in range(ATTEMPTS):
        comment = comments.first()
        if comment is None:
            return
        try:
            cited = cite_in_comment(comment.source, comment.post, pk)
        except MarkupError:  # the limits grew stricter since it was written: it stays as it is
            return
        if store_citations(comment, cited):
            return


@transaction.atomic
def store_citations(comment: Comment, cited: CitedText) -> bool:
    """Stores a comment's citations; ``False`` where its text, or a paper, was changed meanwhile."""
    held = Comment.objects.published().select_for_update()
    papers = Paper.objects.filter(pk__in=cited.papers).order_by()
    is_same = held.filter(pk=comment.pk, source=comment.source).values("pk").first()
    if not is_same or not cited.is_current(dict(papers.values_list("pk", "updated_at"))):
        return False
    comment.body_html = comment_body(cited)
    comment.save(update_fields=["body_html"])
    rebuild_comment_citations(comment.pk, cited.mentions)
    rebuild_unresolved(cited.unresolved, comment_id=comment.pk)
    return True


@task()
def cite_comments(pks: list[int]) -> None:
    """Those of the comments that are published still and may cite."""
    for pk in sorted(pks):
        cite_published(pk)


def comments_citing(paper_ids: Iterable[int]) -> list[int]:
    rows = CommentCitation.objects.filter(
        paper__in=list(paper_ids), comment__state=CommentState.PUBLISHED
    )
    return list(rows.order_by("comment_id").values_list("comment_id", flat=True).distinct())


def save_comment(comment: Comment) -> Comment:
    """Renders and stores a comment. Raises ``blog.markup.MarkupError``."""
    comment.body_html = render_comment(comment.source, comment.post)
    comment.save()
    cite_published(comment.pk)
    comment.refresh_from_db(fields=["body_html"])
    return comment


def render_comment(source: str, post: Post | None = None) -> str:
    """A comment's HTML, cited as its post cites. Raises ``blog.markup.MarkupError`` for a text too
    long or too tangled."""
    return comment_body(cite_in_comment(source, post))
