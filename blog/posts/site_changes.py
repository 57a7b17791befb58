"""Storing the site, and making anew what depends on it."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from blog.comments.rendering_comments import cite_comments
from blog.markup import MarkupError
from blog.models import Comment, Page, Post, Site, stored_site
from blog.paper_notes import render_note
from blog.posts.own_pages import save_page
from blog.posts.saving_posts import render_stored

IN_TEXTS = ("citation_style", "language", "tex_macros")
"""What stored HTML is made with."""
AT_ONCE = 200  # posts or comments of one job: others get their turn between


@transaction.atomic
def store_site(site: Site) -> list[str]:
    """Stores the site; a job renders again what was made with values that are others now. Their
    names. Raises ``blog.markup.MarkupError`` for a footer that cannot be rendered."""
    before = stored_site()
    site.footer_html = render_note(site.footer, "footer-") if site.footer.strip() else ""
    site.save()
    changed = [name for name in IN_TEXTS if getattr(before, name) != getattr(site, name)]
    if changed:
        render_posts_anew.enqueue(changed)
        render_comments_anew.enqueue(changed)
        render_pages_anew.enqueue()
    return changed


@task()
def render_posts_anew(changed: list[str], after: int = 0) -> None:
    """Renders the posts that depend on changed values, some in each job."""
    rows = posts_depending_on(changed).filter(pk__gt=after).order_by("pk")
    for pk in (found := list(rows.values_list("pk", flat=True)[:AT_ONCE])):
        render_stored(pk)
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
    """Every page: there are few."""
    for pk in Page.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            page = Page.objects.select_for_update().filter(pk=pk).first()
            if page is not None:
                with suppress(MarkupError):  # the limits grew stricter: it stays as it is
                    save_page(page)
