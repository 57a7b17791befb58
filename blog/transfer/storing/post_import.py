"""Imports posts with their images, links and cited works, some of them together."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction

from blog.markup import MarkupError, Rendered
from blog.models import ChangedMeanwhile, Post, current_site
from blog.posts.saving_posts import (
    UNRESOLVED,
    WAITS,
    PostDraft,
    cite_drafts,
    render_source,
    save_post,
    store_drafts,
)
from blog.transfer.posts.bibliographies import find_bibliographies, forget
from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.sites.tex_definitions import site_macros
from blog.transfer.source.import_values import Found, Refused, SourcePost
from blog.transfer.storing.comment_rows import keep_old_comments
from blog.transfer.storing.gone_files import told_of_gone_files
from blog.transfer.storing.import_batches import timed_batches
from blog.transfer.storing.import_run import ImportOptions, ImportRun, Outcome, Row, rows_at
from blog.transfer.storing.list_rows import keep_feeds, keep_labels
from blog.transfer.storing.new_links import PostLinks, find_pictures, keep_images
from blog.transfer.storing.page_import import import_pages, left_out
from blog.transfer.storing.papers_from_bib import Works
from blog.transfer.storing.post_pictures import import_pictures
from blog.transfer.storing.post_rows import (
    EDITED,
    Change,
    content_digest,
    draft_of,
    is_edited,
    keep_paths,
    take_slug,
    taken_slugs,
    wanted_slug,
)
from blog.transfer.storing.prepared_posts import digest_of, prepare_post
from blog.transfer.storing.remarks import losses_in, remark_lines, why_lost
from papers.models import Paper
from papers.queries.turns import IMPORTS, take_turn

MAX_SECONDS = 1
"""How long one transaction takes files in: other writers wait for it."""


@dataclass
class Work:
    """One file on its way: what was read of it, the row that it has, and what is to be stored:
    `post`, from `ready`, the source with this blog's keys and addresses; or `relinked`, a post of
    the same file whose links may lead somewhere by now."""

    found: Found
    source: SourcePost
    links: PostLinks
    works: Works
    digest: str
    row: Row | None
    outcome: Outcome
    remarks: list[tuple[int, str]] = field(default_factory=list)
    relinked: Post | None = None
    post: Post | None = None
    ready: SourcePost | None = None
    rendered: Rendered | None = None
    draft: PostDraft | None = None


def import_posts(
    paths: Iterable[Path], *, timezone: str = "", date_order: str = "", **options: Any
) -> Iterator[Outcome]:
    """Imports every post below the paths; an outcome for each file, once it is stored.

    `options` are those of `ImportOptions`. Links to posts that come later are put right in a second
    pass, which gives outcomes without a change. A trial says what would happen and stores
    nothing. Dates without a zone are read in that of their site, and in that of this blog where
    it names none. Raises `ValueError` for an unknown time zone.
    """
    paths = list(paths)
    forget()
    site_macros.cache_clear()
    run = ImportRun(ImportOptions(**options))
    home = current_site().time_zone
    reading = {"timezone": timezone, "fallback_zone": home, "date_order": date_order}
    reading |= {"collections": run.options.collections}
    reading |= {"copies": run.options.picture_folders}
    pages: list[Found] = []
    for batch in timed_batches(find_posts(paths, pages=pages, **reading)):
        yield from import_batch(batch, run)
    yield from import_pages(pages, run) if run.options.takes_pages else left_out(pages)
    gone = told_of_gone_files(paths, (found.path for found in pages), run)
    if told := [*run.about_comments(), *run.about_unseen(), *gone]:
        yield Outcome("", remarks=told)
    if run.waiting:
        for one in find_posts(paths, **reading):
            if (one.site.root, one.path) in run.waiting:
                yield Outcome(one.path, remarks=link_again(one, run))
    yield from import_pictures(run)


def import_batch(batch: Sequence[Found], run: ImportRun) -> Iterator[Outcome]:
    """Imports some files in as few transactions as do not hold others up for long."""
    run.rows = rows_at([found.path for found in batch])
    waiting = deque(read_work(found, run) for found in batch)
    while waiting:
        done = import_some(waiting, run)
        if not run.options.is_trial:
            run.planned.clear()
        yield from done


def read_work(found: Found, run: ImportRun) -> Work | Outcome:
    """Reads one file; an outcome where it is refused. Nothing is stored yet."""
    try:
        source = read_post(found)
        links = PostLinks(found, source.old_paths, run.planned, embedded=source.pictures)
        links.pictures = find_pictures(found, source)
        works = Works(find_bibliographies(found, source), source.path)
        run.claim(found)
    except Refused as error:
        return Outcome(found.path, refusal=str(error))
    digest = digest_of(source, links, works, run)
    row = run.row_of(found, digest)
    if row:
        run.stored.add(row.pk)
    return Work(found, source, links, works, digest, row, Outcome(source.path))


def import_some(waiting: deque[Work | Outcome], run: ImportRun) -> list[Outcome]:
    """Stores the first of the files that wait, as many as a transaction has time for. Their texts
    are rendered between two transactions: one for the papers that they cite, one for the posts."""
    with transaction.atomic():
        take_turn(IMPORTS)
        taken = take_some(waiting, run)
        transaction.set_rollback(run.options.is_trial)
    if run.options.is_trial:
        run.finder.forget()
    works = [one for one in taken if isinstance(one, Work)]
    for one in works:
        render_work(one, run, works)
    ready = [one for one in works if one.draft]
    cite_drafts([one.draft for one in ready])
    for one in ready:
        keep_images(one.links.kept)
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
    for one in works:
        if one not in again:
            tell_comments(one, run)
    waiting.extendleft(read_work(one.found, run) for one in reversed(again))
    for one in works:
        if one.rendered and one not in again:
            finish_import(one, run)
    return [one.outcome if isinstance(one, Work) else one for one in taken if one not in again]


def imported_meanwhile(works: Sequence[Work], run: ImportRun) -> list[Work]:
    """Those of new files that another run has imported since they were read."""
    new = [one for one in works if one.draft.is_new]
    run.rows |= rows_at([one.found.path for one in new])
    return [one for one in new if run.row_of(one.found, one.digest)]


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


def take_some(waiting: deque[Work | Outcome], run: ImportRun) -> list[Work | Outcome]:
    """The first of the files that wait, with the papers that they cite in the library."""
    until = monotonic() + MAX_SECONDS
    new = (one.source for one in waiting if isinstance(one, Work) and one.row is None)
    slugs = taken_slugs([wanted_slug(source) for source in new])
    taken: list[Work | Outcome] = []
    while waiting and (not taken or monotonic() < until):
        one = waiting.popleft()
        taken.append(one)
        if isinstance(one, Work):
            make_ready(one, run, slugs)
    return taken


def render_work(work: Work, run: ImportRun, others: Sequence[Work]) -> None:
    """Renders one post; its outcome says so where it is refused, and nothing that was made for it
    stays."""
    try:
        if work.relinked is not None:
            work.outcome.change = relink_post(work.relinked, work.links, run.options.is_trial)
        elif work.ready is not None:
            source = work.ready
            work.rendered = render_source(source.body, source.language, is_html=source.is_html)
            if not run.options.is_trial:
                work.draft = draft_of(work.post, source, run.finder, work.rendered)
    except MarkupError as error:
        forget_papers_of(work, others)
        refusal = str(Refused(work.source.path, work.source.body_line, str(error)))
        work.outcome = Outcome(work.source.path, refusal=refusal)
    else:
        work.outcome.remarks[:0] = run.about(work.found.site)


def forget_papers_of(work: Work, others: Sequence[Work]) -> None:
    """Takes the papers out of the library that were added for a refused post alone."""
    texts = [one.ready.body for one in others if one is not work and one.ready]
    made = [paper for paper in work.works.made if not any(paper.key in text for text in texts)]
    unused = Paper.objects.filter(cited_works=None, comment_citations=None)
    unused.filter(pk__in=[paper.pk for paper in made]).delete()


def keep_slugs_apart(drafts: Sequence[PostDraft]) -> None:
    """Another slug for a post whose own was taken while it was rendered."""
    slugs = {draft.post.slug for draft in drafts}
    taken = taken_slugs(slugs)
    for draft in drafts:
        if draft.post.slug in taken:
            draft.post.slug = take_slug(draft.post.slug, slugs)


def make_ready(work: Work, run: ImportRun, slugs: set[str]) -> None:
    """Compares a post with its row, and puts its text together where that is another."""
    source, links, row, outcome = work.source, work.links, work.row, work.outcome
    is_same = row is not None and row.digest == work.digest
    post = Post.objects.get(pk=row.pk) if row and (row.waits or not is_same) else None
    if is_same:
        work.relinked, outcome.change = post, Change.UNCHANGED
        return
    if post and not run.options.overwrites and is_edited(post):
        outcome.change = Change.KEPT
        outcome.remarks = remark_lines(source.path, [(1, EDITED)])
        return
    outcome.change = Change.CHANGED if post else Change.ADDED
    work.remarks = [(note.line or 1, note.message) for note in source.notes]
    run.unseen += [f"{source.path}: {source.unseen_picture}"] * bool(source.unseen_picture)
    if post is None:
        if run.rows.get(source.path):
            told = f"another site has a post of this path; this one is {run.site(work.found)}"
            work.remarks.append((1, told))
        post = Post(import_path=source.path)
    post.import_site = run.site(work.found)
    ready = prepare_post(source, links, work.works, run, work.remarks)
    outcome.unknown = work.works.unknown
    mark = "?" if links.unresolved else "="
    work.post, work.ready = post, replace(ready, digest=work.digest + mark)
    if not post.slug:
        post.slug = take_slug(wanted_slug(source), slugs)
    run.plan(source, post.get_absolute_url())


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
    first = source.body_line
    work.remarks += [
        ((problem["line"] or 1) + first - 1, problem["message"])
        for problem in problems
        if not problem["message"].startswith(UNRESOLVED)  # told above, with where it was looked for
        and not problem["message"].endswith(WAITS)  # registries are asked soon
        and not any(f"“{page}”" in problem["message"] for page in waited_for(links))
    ]
    work.remarks += [(first, message) for message in losses_in(html, links)]
    work.outcome.remarks += remark_lines(source.path, work.remarks)


def waited_for(links: PostLinks) -> list[str]:
    """The files that links mean which may come later in this run: the second pass tells of them."""
    names = (target.partition("#")[0] for target in links.unresolved)
    return [name.removeprefix("link:") for name in names if name.startswith("link:")]


def relink_post(post: Post, links: PostLinks, is_trial: bool = False) -> Change:
    """Tries the links again of a post whose file has not changed; edits made here stay."""
    rewritten = links.rewrite(post.source, post.is_html)
    if rewritten == post.source:
        return Change.UNCHANGED
    if is_trial:
        return Change.CHANGED
    was_edited = is_edited(post)
    post.source = rewritten
    if not links.unresolved:
        post.import_digest = post.import_digest[:-1] + "="
    if not was_edited:
        tags = post.tagged_posts.values_list("tag_id", flat=True)
        authors = post.bylines.order_by("position", "pk").values_list("author_id", flat=True)
        post.import_content = content_digest(post, tags, authors)
    as_before = partial(Post.objects.filter(pk=post.pk).update, updated_at=post.updated_at)
    keep_images(links.kept)
    try:
        save_post(post, store_rows=as_before)
    except ChangedMeanwhile:
        return relink_post(Post.objects.get(pk=post.pk), links)
    return Change.CHANGED


def link_again(found: Found, run: ImportRun) -> list[str]:
    """The second pass over a post with links that led nowhere; remarks on those that still do."""
    source = read_post(found)
    links = PostLinks(found, source.old_paths, run.planned, embedded=source.pictures)
    rows = Post.objects.filter(import_path=source.path, import_site=run.site(found))
    post = rows.order_by("pk").first()
    text = source.body
    if run.options.is_trial or post is None:
        links.rewrite(text, source.is_html)
    else:
        text = post.source
        relink_post(post, links)
    remarks = [
        (source.body_line + text.count("\n", 0, offset), why_lost(target, links))
        for target, offset in links.unresolved.items()
    ]
    return remark_lines(source.path, remarks)
