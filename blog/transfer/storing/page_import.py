"""What a site has besides its posts, as pages of this blog."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from django.db import transaction

from blog.markup import MarkupError, Rendered
from blog.models import ChangedMeanwhile, OldAddress, Page
from blog.models.media_room import MediaFull
from blog.models.page_addresses import is_taken, page_address
from blog.posts.own_pages import render_page_source, save_page
from blog.transfer.posts.bibliographies import find_bibliographies
from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import ABOUT_FILES
from blog.transfer.sites.page_files import has_own_text, page_paths
from blog.transfer.source.import_values import Found, Refused, SourcePost
from blog.transfer.storing.import_run import ImportRun, Outcome
from blog.transfer.storing.new_links import PostLinks, find_pictures, keep_images
from blog.transfer.storing.papers_from_bib import Works, add_for_all
from blog.transfer.storing.post_rows import EDITED, Change, fitting
from blog.transfer.storing.prepared_posts import digest_of, prepare_post
from blog.transfer.storing.remarks import losses_in, remark_lines, why_lost
from papers.library.discussion_counts import recount_discussions
from papers.models import Paper

OF_POSTS = re.compile(r"there is no date|the date was taken from the path")
"""What is noted of a file that is read as a post and matters for posts alone."""
LONGEST_ADDRESS = Page._meta.get_field("address").max_length


@dataclass
class PageWork:
    """One page on its way: what was read of it, and the row that it is to be."""

    found: Found
    source: SourcePost
    paths: list[str]
    links: PostLinks
    works: Works
    page: Page
    remarks: list[tuple[int, str]] = field(default_factory=list)


def left_out(pages: Sequence[Found]) -> Iterator[Outcome]:
    """Names the pages among the files, where they are not taken."""
    yield from (told_part(found) for found in pages if found.is_part)
    pages = [found for found in pages if not found.is_part]
    if pages:
        names = ", ".join(found.path for found in pages)
        told = "--take-site makes pages of them, or name a file to have it as a post"
        remark = f"left out, since they are pages and no posts: {names} ({told})"
        yield Outcome(pages[0].path, remarks=[remark])


def told_part(found: Found) -> Outcome:
    told = f"{found.path}: it belongs to the text of its folder and had no address: left out"
    return Outcome(found.path, remarks=[told])


def import_pages(found: Sequence[Found], run: ImportRun) -> Iterator[Outcome]:
    """Pages with the addresses that they had; an outcome for each file.

    One that was edited here stays, as a post does. Nothing is stored in a trial.
    """
    works: list[PageWork] = []
    for one in found:
        if one.is_part:
            yield told_part(one)
            continue
        if one.file.stem.lower() in ABOUT_FILES:
            yield Outcome(one.path, remarks=[f"{one.path}: it tells of its folder: left out"])
            continue
        work = plan_page(one, run)
        if isinstance(work, Outcome):
            yield work
        else:
            works.append(work)
    for work in works:  # all have their places by now, so that they may lead to each other
        yield import_page(work, run)


def plan_page(found: Found, run: ImportRun) -> PageWork | Outcome:
    """Reads one page and finds its place; an outcome where it has none."""
    try:
        source = read_post(found)
        works = Works(find_bibliographies(found, source))
    except Refused as error:
        return Outcome(found.path, remarks=[f"{error}: left out"], is_page=True)
    if not has_own_text(source.written or source.body):
        told = f"{found.path}: a page without a text of its own: left out"
        return Outcome(found.path, remarks=[told], is_page=True)
    paths = page_paths(found, source)
    links = PostLinks(found, tuple(paths), run.planned, embedded=source.pictures)
    links.pictures = find_pictures(found, source)
    rows = Page.objects.filter(import_path=found.path, import_site__in=run.known_as(found))
    page = rows.order_by("pk").first()
    remarks = [(note.line or 1, note.message) for note in source.notes]
    remarks = [(line, told) for line, told in remarks if not OF_POSTS.match(told)]
    if page is None:
        address, told = free_address(next(iter(paths), "/"), set(run.planned.values()))
        page = Page(import_path=found.path, import_site=run.site(found), address=address)
        remarks += [(1, told)] if told else []
    url = page.get_absolute_url()
    for name in (source.path, *paths):
        run.planned.setdefault(name, url)
    return PageWork(found, source, paths, links, works, page, remarks)


def free_address(path: str, planned: set[str]) -> tuple[str, str]:
    """A page's address for the path that it had, and what is to be told of it, or ''."""
    bare = re.sub(r"(?:/index)?\.\w{2,5}\Z", "", path)
    parts = (re.sub(r"[^\w-]+", "-", part).strip("-") for part in bare.split("/"))
    wanted = page_address("/".join(filter(None, parts)))[: LONGEST_ADDRESS - 10] or "home"
    address, number = wanted, 1
    while (
        is_taken(address)
        or f"/{address}/" in planned
        or Page.objects.filter(address=address).exists()
    ):
        number += 1
        address = f"{wanted}-page" if number == 2 else f"{wanted}-page-{number - 1}"
    told = f"something else stands at /{wanted}/ here: the page is at /{address}/"
    return address, told if address != wanted else ""


def import_page(work: PageWork, run: ImportRun) -> Outcome:
    page, source, outcome = work.page, work.source, Outcome(work.found.path, is_page=True)
    digest = digest_of(source, work.links, work.works, run)
    is_same = page.import_digest[:-1] == digest
    if is_same and not page.import_digest.endswith("?"):
        outcome.change = Change.UNCHANGED
        return outcome
    if page.pk and not run.options.overwrites and page.import_content != page_digest(page):
        outcome.change = Change.UNCHANGED if is_same else Change.KEPT
        outcome.remarks = [] if is_same else remark_lines(source.path, [(1, EDITED)])
        return outcome
    with transaction.atomic():
        add_for_all([(work.works, source.body, source.is_html)], run.repeats)
        ready = prepare_post(source, work.links, work.works, run, work.remarks)
        transaction.set_rollback(run.options.is_trial)
    if ready.is_html and not work.found.archived:  # an export's is in blocks, as Markdown's HTML
        ready = replace(ready, body=html_in_markdown(ready.body))
    outcome.change = Change.CHANGED if page.pk else Change.ADDED
    fill_page(page, ready, digest + ("?" if work.links.unresolved else "="))
    try:
        rendered = render_page_source(page.source)
        if not run.options.is_trial:
            store_page(work, rendered)
    except MarkupError as error:
        return Outcome(source.path, refusal=str(Refused(source.path, source.body_line, str(error))))
    except MediaFull as full:
        return Outcome(source.path, refusal=str(Refused(source.path, None, str(full))))
    except ChangedMeanwhile:
        outcome.change = Change.KEPT
        work.remarks = [(1, EDITED)]
    run.elsewhere.update(rendered.pictures_elsewhere)
    outcome.remarks = remark_lines(source.path, work.remarks + losses_of(work, rendered))
    return outcome


def html_in_markdown(body: str) -> str:
    """HTML as a page's Markdown, in which it is read as HTML alone."""
    return f'<div markdown="0">\n{body}\n</div>'


def fill_page(page: Page, source: SourcePost, digest: str) -> None:
    names = ("title", "summary", "language")
    for name, value in fitting(Page, **{name: getattr(source, name) for name in names}).items():
        setattr(page, name, value)
    page.source, page.is_draft, page.import_digest = source.body, source.is_draft, digest
    page.import_content = page_digest(page)


def page_digest(page: Page) -> str:
    """64 digits for all that an import sets and an editor may change (see ``content_digest``)."""
    texts = (page.title, page.summary, page.source, page.language, str(page.is_draft))
    shown = ("\n".join(text.splitlines()).strip() for text in texts)
    return sha256("\0".join(shown).encode()).hexdigest()


def store_page(work: PageWork, rendered: Rendered) -> None:
    """The page, its images, the papers that it alone cites, and where it stood. Raises
    ``ChangedMeanwhile`` and ``MediaFull``."""
    page = work.page
    keep_images(work.links.kept)
    save_page(page, rendered)
    if made := [paper.pk for paper in work.works.made if not page.is_draft]:
        Paper.objects.filter(pk__in=made).update(is_in_library=True)
        recount_discussions(made)
    own = f"/{page.address}/"
    rows = [OldAddress(path=path, page=page) for path in work.paths if path != own]
    OldAddress.objects.bulk_create(rows, ignore_conflicts=True)


def losses_of(work: PageWork, rendered: Rendered) -> list[tuple[int, str]]:
    """What of a page's text leads nowhere, or will not be seen."""
    source, links = work.source, work.links
    first = source.body_line
    problems = [(source.line_of((one.line or 1) - 1), one.message) for one in rendered.problems]
    lost = [
        (source.line_of(source.body.count("\n", 0, offset)), why_lost(target, links))
        for target, offset in links.unresolved.items()
    ]
    return problems + lost + [(first, message) for message in losses_in(rendered.html, links)]
