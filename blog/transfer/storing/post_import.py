"""Imports posts with their images, links and cited works, some of them together."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction

from blog.markup import MarkupError, Rendered
from blog.models import Post, current_site
from blog.models.media_room import MediaFull
from blog.posts.saving_posts import (
    cite_drafts,
    make_drafts,
    store_drafts,
)
from blog.posts.text_problems import UNRESOLVED, WAITS
from blog.transfer.posts.bibliographies import find_bibliographies, forget
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.sites.tex_definitions import site_macros
from blog.transfer.source.import_values import Found, Refused
from blog.transfer.source.looked_files import looking
from blog.transfer.storing.comment_rows import keep_old_comments
from blog.transfer.storing.gone_files import told_of_gone_files
from blog.transfer.storing.import_batches import file_batches
from blog.transfer.storing.import_run import (
    ImportOptions,
    ImportRun,
    Outcome,
    Rows,
    rows_at,
)
from blog.transfer.storing.import_work import Work, refuse, seen_anew
from blog.transfer.storing.later_links import link_again, relink_post
from blog.transfer.storing.list_rows import keep_feeds, keep_labels
from blog.transfer.storing.new_links import FilesChanged, PostLinks, keep_images
from blog.transfer.storing.page_import import import_pages, left_out
from blog.transfer.storing.papers_from_bib import Works, add_for_all
from blog.transfer.storing.post_pictures import import_pictures
from blog.transfer.storing.post_rows import (
    EDITED,
    Change,
    is_edited,
    keep_paths,
    keep_slugs_apart,
    new_text,
    take_slug,
    taken_slugs,
    wanted_slugs,
)
from blog.transfer.storing.prepared_posts import digest_of, prepare_post
from blog.transfer.storing.read_posts import ReadPost, read_found, render_ready
from blog.transfer.storing.remarks import losses_in, remark_lines
from blog.transfer.storing.seen_files import keep_seen, seen_files
from blog.transfer.storing.workers import Workers, ahead
from papers.queries.turns import IMPORTS, take_turn

MAX_SECONDS = 1
"""How long one transaction takes files in: other writers wait for it."""
READ_AHEAD = 2
"""Batches that are read before one is made ready."""


@dataclass(eq=False)
class Batch:
    """Files that are stored together, in their order: those that need not be read as their
    outcomes at once, of the others what is read of them; then the works of these, whose texts are
    rendered meanwhile."""

    found: Sequence[Found]
    rows: Rows
    known: Sequence[Outcome | None]
    read: Iterator[ReadPost | Refused]
    works: Sequence[Work | Outcome] = ()
    texts: Iterator[Rendered | MarkupError] = field(default_factory=lambda: iter(()))
    planned: dict[str, str] = field(default_factory=dict)


def import_posts(
    paths: Iterable[Path],
    *,
    timezone: str = "",
    date_order: str = "",
    processes: int = 1,
    **options: Any,
) -> Iterator[Outcome]:
    """Imports every post below the paths; an outcome for each file, once it is stored.

    `options` are those of `ImportOptions`. Links to posts that come later are put right in a second
    pass, which gives outcomes without a change. A trial says what would happen and stores
    nothing. Dates without a zone are read in that of their site, and in that of this blog where
    it names none. With more `processes` than one, that many read and render, and what comes of it
    is the same. Raises `ValueError` for an unknown time zone.
    """
    paths = list(paths)
    forget()
    site_macros.cache_clear()
    with Workers(processes) as workers:
        run = ImportRun(ImportOptions(**options), workers)
        home = current_site().time_zone
        reading = {"timezone": timezone, "fallback_zone": home, "date_order": date_order}
        reading |= {"collections": run.options.collections}
        reading |= {"copies": run.options.picture_folders}
        pages: list[Found] = []
        yield from import_found(find_posts(paths, pages=pages, **reading), run)
        yield from import_pages(pages, run) if run.options.takes_pages else left_out(pages)
        gone = told_of_gone_files(paths, (found.path for found in pages), run)
        if told := [*run.about_comments(), *run.about_unseen(), *gone]:
            yield Outcome("", remarks=told)
        if run.waiting:
            for one in find_posts(paths, **reading):
                if (one.site.root, one.path) in run.waiting:
                    yield Outcome(one.path, remarks=link_again(one, run))
        yield from import_pictures(run)


def import_found(found: Iterable[Found], run: ImportRun) -> Iterator[Outcome]:
    """Imports files some at a time. While some are stored, the texts of the next are rendered and
    those behind them are read; what is written is written here, in the order of the files."""
    reading = (begin_reading(some, run) for some in file_batches(found))
    rendering = (begin_rendering(batch, run) for batch in ahead(reading, READ_AHEAD))
    for batch in ahead(rendering, 1):
        yield from store_batch(batch, run)


def begin_reading(found: Sequence[Found], run: ImportRun) -> Batch:
    """Has those files read that are not plainly as they were."""
    rows = rows_at([one.path for one in found])
    known = [known_outcome(one, rows, run) for one in found]
    unknown = [one for one, outcome in zip(found, known, strict=True) if outcome is None]
    return Batch(found, rows, known, run.workers.map(read_found, unknown))


def known_outcome(found: Found, rows: Rows, run: ImportRun) -> Outcome | None:
    """The outcome of a file that need not be read: refused, or unchanged since it was."""
    try:
        run.claim(found)
    except Refused as error:
        return Outcome(found.path, refusal=str(error))
    row = run.row_as_seen(found, rows)
    if row is None:
        return None
    run.stored.add(row.pk)
    return Outcome(found.path, Change.UNCHANGED, remarks=run.about(found.site))


def begin_rendering(batch: Batch, run: ImportRun) -> Batch:
    """Makes the posts of a batch ready and has their texts rendered. The papers that they cite are
    put into the library, in as few transactions as do not hold others up for long."""
    if not run.options.is_trial:
        run.planned.maps.insert(0, batch.planned)
    pairs = zip(batch.found, batch.known, strict=True)
    batch.works = [
        known or plan_work(one, next(batch.read), batch.rows, run) for one, known in pairs
    ]
    works = [one for one in batch.works if isinstance(one, Work)]
    run.under_way += works
    waiting = deque(one for one in works if is_to_be_stored(one, run))
    named = [(one.works, one.source.body, one.source.is_html) for one in waiting]
    while waiting:
        with transaction.atomic():
            take_turn(IMPORTS)
            add_for_all(named, run.repeats)
            named = []
            make_some_ready(waiting, batch.rows, run)
            transaction.set_rollback(run.options.is_trial)
        if run.options.is_trial:
            run.finder.forget()
    batch.texts = run.workers.map(render_ready, [one.ready for one in works if one.ready])
    return batch


def plan_work(found: Found, read: ReadPost | Refused, rows: Rows, run: ImportRun) -> Work | Outcome:
    """What is to be done for a file that was read; an outcome where it is refused."""
    if isinstance(read, Refused):
        return Outcome(found.path, refusal=str(read))
    source, looked = read.source, dict(read.looked)
    links = PostLinks(found, source.old_paths, run.planned, embedded=source.pictures)
    links.pictures = read.pictures
    with looking() as more:
        works = Works(find_bibliographies(found, source), source.path)
    digest = digest_of(source, links, works, run)
    row = run.row_of(found, rows, digest)
    if row:
        run.stored.add(row.pk)
    seen = seen_files(found, run.surroundings(found), digest, looked | more, read.began)
    return Work(found, source, links, works, digest, row, Outcome(source.path), seen=seen)


def make_some_ready(waiting: deque[Work], rows: Rows, run: ImportRun) -> None:
    """Makes the first of the files that wait ready, as many as a transaction has time for."""
    until = monotonic() + MAX_SECONDS
    new = [one for one in waiting if one.row is None]
    slugs = taken_slugs([slug for one in new for slug in wanted_slugs(one.found, one.source)])
    slugs |= {one.post.slug for one in run.under_way if one.post}
    is_first = True
    while waiting and (is_first or monotonic() < until):
        make_ready(waiting.popleft(), rows, run, slugs)
        is_first = False


def store_batch(batch: Batch, run: ImportRun) -> Iterator[Outcome]:
    """Stores the posts of a batch, whose texts are rendered, in one transaction; what was changed
    meanwhile begins anew."""
    works = [one for one in batch.works if isinstance(one, Work)]
    for one in works:
        take_text(one, batch.texts, run)
    again = [one for one in works if one.text and not has_its_images(one, run)]
    ready = [one for one in works if one.text and one not in again]
    drafts = make_drafts([one.text for one in ready])
    for one, draft in zip(ready, drafts, strict=True):
        one.draft = draft
    cite_drafts(drafts)
    again += store_ready(ready, run)
    if not run.options.is_trial:
        keep_seen({pk: one.seen for one in works if one not in again and (pk := seen_anew(one))})
        run.planned.maps = [one for one in run.planned.maps if one is not batch.planned]
    for one in works:
        run.under_way.remove(one)
        if one in again and one.row:
            run.stored.discard(one.row.pk)
        elif one not in again:
            tell_comments(one, run)
            if one.rendered:
                finish_import(one, run)
    yield from (
        one.outcome if isinstance(one, Work) else one for one in batch.works if one not in again
    )
    yield from import_found([one.found for one in again], run)


def has_its_images(work: Work, run: ImportRun) -> bool:
    """Stores the images of a post. Where they are others than when it was read, it begins anew;
    one to which that happens twice is refused, and so is one for whose images there is no room."""
    try:
        keep_images(work.links.kept)
    except FilesChanged as error:
        if run.may_try_again(work.found):
            return False
        told = f"what it shows changes while it is imported ({error}); import it again later"
        refuse(work, None, told, run)
    except MediaFull as full:
        refuse(work, None, str(full), run)
    return True


def store_ready(ready: Sequence[Work], run: ImportRun) -> list[Work]:
    """Stores posts with their addresses; those that it returns it did not store."""
    with transaction.atomic():
        take_turn(IMPORTS)
        again = imported_meanwhile(ready, run)
        drafts = [one.draft for one in ready if one not in again]
        keep_slugs_apart([draft for draft in drafts if draft.is_new])
        changed = store_drafts(drafts, run.finder)
        again += [one for one in ready if any(one.draft is draft for draft in changed)]
        stored = [one for one in ready if one not in again]
        keep_paths((one.draft.post, one.source.old_paths) for one in stored)
        for site in {one.found.site.root: one.found.site for one in stored}.values():
            keep_feeds(site.description)
        keep_labels(((one.found.site, one.source) for one in stored), run.finder)
    return again


def imported_meanwhile(works: Sequence[Work], run: ImportRun) -> list[Work]:
    """Those of new files that another run has imported since they were read."""
    new = [one for one in works if one.draft.is_new]
    rows = rows_at([one.found.path for one in new])
    return [one for one in new if run.row_of(one.found, rows, one.digest)]


def tell_comments(work: Work, run: ImportRun) -> None:
    """Stores the comments that stand with a post in its archive, or in its site's files."""
    if archived := work.found.archived:
        comments, told = list(archived.comments), []
    else:
        comments, told = run.comments_of(work.found.site).of(work.source)
    pk = work.post.pk if work.post else work.row and work.row.pk
    if comments and pk is not None and not run.options.is_trial:
        told += keep_old_comments(Post.objects.get(pk=pk), comments)
    work.remarks += [(1, remark) for remark in told]


def take_text(work: Work, texts: Iterator[Rendered | MarkupError], run: ImportRun) -> None:
    """Takes the next of the rendered texts for a post that has one; its outcome says so where it is
    refused, and nothing that was made for it stays."""
    source, rendered = work.ready, next(texts) if work.ready else None
    if isinstance(rendered, MarkupError):
        refuse(work, source.body_line, str(rendered), run)
        return
    if work.relinked is not None:
        try:
            work.outcome.change = relink_post(work.relinked, work.links, run.options.is_trial)
        except MediaFull as full:
            refuse(work, None, str(full), run)
            return
    elif rendered is not None:
        work.rendered = rendered
        if not run.options.is_trial:
            work.text = new_text(work.post, source, run.finder, rendered)
    work.outcome.remarks[:0] = run.about(work.found.site)


def is_to_be_stored(work: Work, run: ImportRun) -> bool:
    """Compares a post with its row; its outcome says what is to become of it."""
    row, outcome = work.row, work.outcome
    is_same = row is not None and row.digest == work.digest
    post = Post.objects.get(pk=row.pk) if row and (row.waits or not is_same) else None
    if is_same:
        work.relinked, outcome.change = post, Change.UNCHANGED
    elif post and not run.options.overwrites and is_edited(post):
        outcome.change = Change.KEPT
        outcome.remarks = remark_lines(work.source.path, [(1, EDITED)])
    else:
        work.post, outcome.change = post, Change.CHANGED if post else Change.ADDED
    return outcome.change in (Change.CHANGED, Change.ADDED)


def make_ready(work: Work, rows: Rows, run: ImportRun, slugs: set[str]) -> None:
    """Puts the text of a post together that is to be stored."""
    source, links, post = work.source, work.links, work.post
    work.remarks = [(note.line or 1, note.message) for note in source.notes]
    run.unseen += [f"{source.path}: {source.unseen_picture}"] * bool(source.unseen_picture)
    if post is None:
        if rows.get(source.path):
            told = f"another site has a post of this path; this one is {run.site(work.found)}"
            work.remarks.append((1, told))
        post = Post(import_path=source.path)
    post.import_site = run.site(work.found)
    ready = prepare_post(source, links, work.works, run, work.remarks)
    work.outcome.unknown = work.works.unknown
    mark = "?" if links.unresolved else "="
    work.post, work.ready = post, replace(ready, digest=work.digest + mark)
    if not post.slug:
        post.slug = take_slug(wanted_slugs(work.found, source), slugs)
    run.plan(work.found, source, post.get_absolute_url())


def finish_import(work: Work, run: ImportRun) -> None:
    """What comes after storing: what later posts of this run must know, remarks. A
    trial tells what rendering alone can."""
    source, links = work.source, work.links
    run.elsewhere.update(work.rendered.pictures_elsewhere)
    if links.unresolved:
        run.waiting.add((work.found.site.root, source.path))
    problems, html = [asdict(one) for one in work.rendered.problems], work.rendered.html
    if work.draft:
        problems, html = work.post.problems, work.post.body_html
        run.stored.add(work.post.pk)
    work.remarks += [
        (source.line_of((problem["line"] or 1) - 1), problem["message"])
        for problem in problems
        if not problem["message"].startswith(UNRESOLVED)  # told above, with where it was looked for
        and not problem["message"].endswith(WAITS)  # registries are asked soon
        and not any(f"“{page}”" in problem["message"] for page in links.waited_for())
    ]
    work.remarks += [(source.body_line, message) for message in losses_in(html, links)]
    work.outcome.remarks += remark_lines(source.path, work.remarks)
