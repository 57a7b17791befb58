"""Storing the site, and making anew what depends on it."""

import logging
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from blog.comments.rendering_comments import cite_comments
from blog.markup import MarkupError
from blog.models import Comment, Page, Post, Site, stored_site
from blog.paper_notes import render_note
from blog.posts.own_pages import render_page_again
from blog.posts.saving_posts import render_again
from blog.sharing.picture_jobs import settle_share_pictures
from papers.citing.stored_references import store_all_references
from papers.models import Notice, Paper, Reading

log = logging.getLogger(__name__)

IN_TEXTS = ("citation_style", "language", "tex_macros")
"""What stored HTML is made with."""
IN_PICTURES = ("name", "accent", "language")
"""What share pictures are drawn with."""
AT_ONCE = 200  # posts or comments of one job: others get their turn between


def store_site(site: Site) -> list[str]:
    """Stores the site; a job renders again what was made with values that are others now. Their
    names. Raises ``blog.markup.MarkupError`` for a footer that cannot be rendered."""
    site.footer_html = render_note(site.footer, "footer-") if site.footer.strip() else ""
    with transaction.atomic():
        before = stored_site()
        site.save()
        changed = [name for name in IN_TEXTS if getattr(before, name) != getattr(site, name)]
        if changed:
            render_posts_anew.enqueue(changed)
            render_comments_anew.enqueue(changed)
            render_pages_anew.enqueue()
        if "tex_macros" in changed:
            render_notes_anew.enqueue()
        if any(getattr(before, name) != getattr(site, name) for name in IN_PICTURES):
            settle_share_pictures.enqueue()
        if {"citation_style", "language"}.intersection(changed):
            store_all_references.enqueue()
    return changed


@task()
def render_posts_anew(changed: list[str], after: int = 0) -> None:
    """Renders the posts that depend on changed values, some in each job."""
    rows = posts_depending_on(changed).filter(pk__gt=after).order_by("pk")
    for pk in (found := list(rows.values_list("pk", flat=True)[:AT_ONCE])):
        try:
            render_again(pk)
        except MarkupError as error:
            log.warning("Post %d stays as it was: %s", pk, error)
    if len(found) == AT_ONCE:
        render_posts_anew.enqueue(changed, found[-1])


def posts_depending_on(changed: Collection[str]) -> QuerySet:
    """All where formulas may change, else those that are cited as the site is."""
    if "tex_macros" in changed:
        return Post.objects.all()
    cited_as_site = Q(pk__in=[])
    if "citation_style" in changed:
        cited_as_site |= Q(style="")
    if "language" in changed:
        cited_as_site |= Q(language="")
    return Post.objects.filter(cited_as_site)


@task()
def render_comments_anew(changed: list[str], after: int = 0) -> None:
    """The published comments that cite, or all where formulas may change, some in each job."""
    rows = Comment.objects.published().filter(pk__gt=after).order_by("pk")
    if "tex_macros" not in changed:
        rows = rows.may_cite()
    found = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    cite_comments.call(found)
    if len(found) == AT_ONCE:
        render_comments_anew.enqueue(changed, found[-1])


@task()
def render_pages_anew() -> None:
    """Every page: there are few. One that an editor changes meanwhile is rendered by that."""
    for page in Page.objects.order_by("pk"):
        try:
            render_page_again(page)
        except MarkupError as error:
            log.warning("Page %d stays as it was: %s", page.pk, error)


@task()
def render_notes_anew() -> None:
    """Every editor's note of the library; one that is changed meanwhile is rendered by that."""
    for model in (Paper, Notice, Reading):
        for row in model.objects.exclude(note="").order_by("pk"):
            try:
                row.make_note()
            except MarkupError as error:
                log.warning("The note on %s stays as it was: %s", row, error)
            else:
                same = model.objects.filter(pk=row.pk, note=row.note)
                same.update(note_html=row.note_html)
