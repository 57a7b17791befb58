"""Pages of an owner's own: their texts rendered and cited as those of posts, and what they show.

A page's citations are written in its text; they make no rows, so papers' pages do not name it. What
a page cites that everybody may read is in the library for good: an editor has named it in public.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django_tasks import task

from blog.markup import POST, Rendered, render
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import Page, current_site, kept_pictures, picture_sizes
from blog.models.page_addresses import page_address
from blog.posts.derived_columns import prose_excerpt
from blog.posts.picture_size_rows import lack_sizes, measure_pictures
from blog.posts.text_problems import unresolved_problems
from papers.citing.cited_text import cite_text, list_html
from papers.citing.opened_texts import CitationSettings
from papers.citing.style_names import site_style
from papers.library.discussion_counts import recount_discussions
from papers.models import Paper


def render_page_source(source: str, language: str = "") -> Rendered:
    """A page's text without its citations; one without a language is in the site's. Raises
    ``blog.markup.MarkupError``."""
    site = current_site()
    language = language or site.language
    return render(
        source,
        policy=POST,
        macros=site.tex_macros,
        language=language,
        kept_pictures=kept_pictures,
        picture_sizes=picture_sizes,
    )


def save_page(page: Page, rendered: Rendered | None = None) -> Page:
    """Renders and stores a page. Raises ``blog.markup.MarkupError`` where the text was not rendered
    before (``render_page_source``)."""
    cited = cite_page(page, rendered)
    for name, value in cited.columns.items():
        setattr(page, name, value)
    with transaction.atomic():
        page.save()
        keep_in_library(page, cited.papers)
    want_page_sizes([page])
    return page


def want_page_sizes(pages: Sequence[Page]) -> None:
    """Has a job show the pictures of stored pages with their sizes where they lack these."""
    for page in lack_sizes(pages):
        size_page_pictures.enqueue(page.pk)


@task()
def size_page_pictures(page_id: int) -> None:
    """Measures the pictures of a page, makes their narrower copies, and shows them with these."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None and measure_pictures(page.body_html):
        render_page_again(page)


class CitedPage(NamedTuple):
    """The columns of a page that are made from its text, and the papers that it cites."""

    columns: dict[str, Any]
    papers: set[int]


def cite_page(page: Page, rendered: Rendered | None = None) -> CitedPage:
    rendered = rendered or render_page_source(page.source, page.language)
    writing = CitationSettings(style=site_style(), language=page.language)
    cited = cite_text(rendered.html, writing)
    problems = [*rendered.problems, *unresolved_problems(page.source, cited.unresolved)]
    columns = {
        "body_html": make_scrollable(cited.html) + list_html(cited),
        "excerpt": prose_excerpt(rendered, cited),
        "problems": [asdict(problem) for problem in problems],
    }
    return CitedPage(columns, {one.work.paper_id for one in cited.mentions if one.is_confirmed})


def keep_in_library(page: Page, paper_ids: Collection[int]) -> None:
    """Has readers find what a page cites that they may read: its links lead to those papers."""
    if page.is_draft:
        return
    hidden = Paper.objects.filter(pk__in=paper_ids, is_in_library=False)
    found = list(hidden.values_list("pk", flat=True))
    Paper.objects.filter(pk__in=found).update(is_in_library=True)
    recount_discussions(found)


def render_page_again(page: Page) -> None:
    """Makes anew what is derived from a page's text; one that an editor changes meanwhile is
    rendered by that. Raises ``blog.markup.MarkupError``."""
    cited = cite_page(page)
    same = Page.objects.filter(pk=page.pk, source=page.source, language=page.language)
    if same.update(**cited.columns):
        keep_in_library(page, cited.papers)


def find_page(request: HttpRequest, address: str) -> Page:
    """A page that everybody may read, or a draft for those who may edit it; else a 404.

    Who comes without a session is answered without a look at it, at any address.
    """
    pages = Page.objects.filter(address=page_address(address)).defer("source")
    page = pages.published().first()
    if page is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
        page = pages.editable_by(request.user).first()
    if page is None:
        raise Http404(_("There is nothing at this address."))
    return page


def first_page() -> Page | None:
    """The page that stands at the blog's address, where one does and everybody may read it."""
    chosen = current_site().home_page_id
    if chosen is None:
        return None
    return Page.objects.published().filter(pk=chosen).defer("source").first()
