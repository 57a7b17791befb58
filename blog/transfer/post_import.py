"""Imports posts with their images, links and cited works, some in each transaction."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction

from blog.markup import MarkupError
from blog.models import Post, current_site
from blog.posts.saving_posts import UNRESOLVED, PostDraft, save_post, store_drafts
from blog.transfer.addresses_in_text import find_addresses
from blog.transfer.bibliographies import find_bibliographies, forget
from blog.transfer.citations import Sourced, rewrite_citations
from blog.transfer.code_ranges import code_in
from blog.transfer.file_discovery import find_posts
from blog.transfer.import_run import ImportOptions, ImportRun, Row, rows_at
from blog.transfer.import_values import Found, Refused, SourcePage, SourcePost
from blog.transfer.list_rows import keep_labels, keep_lists
from blog.transfer.new_links import PostLinks, find_pictures, keep_images
from blog.transfer.papers_from_bib import Works
from blog.transfer.post_file import read_post
from blog.transfer.post_rows import (
    Change,
    content_digest,
    draft_of,
    is_edited,
    keep_paths,
    take_slug,
    taken_slugs,
    wanted_slug,
)
from blog.transfer.remarks import losses_in, remark_lines, why_lost
from blog.transfer.site_macros import site_macros
from blog.transfer.site_pages import ABOUT_FILES, source_page
from blog.transfer.tags_and_categories import MAX_TAG, read_labels

BATCH = 50
BATCH_BYTES = 1_000_000
"""Files that are stored together: their texts are in memory at once."""

MAX_SECONDS = 1
"""How long one transaction takes files in: other writers wait for it."""

HASHTAGS = re.compile(r"^[ \t]*(?:\**#[^\W\d][\w-]*\**[ \t]*)+$", re.MULTILINE)


EDITED = "it was edited here since its import, and stays as it is (--overwrite takes the file's)"


@dataclass
class Outcome:
    """What became of one file: its change, remarks as `path:line: text`, or why it was refused.

    The last one of a run may have the pages that were left out, for whoever keeps pages.
    """

    path: str
    change: Change | None = None
    remarks: list[str] = field(default_factory=list)
    refusal: str = ""
    pages: list[SourcePage] = field(default_factory=list)


@dataclass
class Work:
    """One file on its way: what was read of it, the row that it has, and what is to be stored."""

    found: Found
    source: SourcePost
    links: PostLinks
    works: Works
    digest: str
    row: Row | None
    outcome: Outcome
    remarks: list[tuple[int, str]] = field(default_factory=list)
    draft: PostDraft | None = None


def import_posts(
    paths: Iterable[Path], *, timezone: str = "", date_order: str = "", **options: Any
) -> Iterator[Outcome]:
    """Imports every post below the paths; an outcome for each file, once it is stored.

    `options` are those of `Options`. Links to posts that come later are put right in a second
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
    pages: list[Found] = []
    for batch in batches(find_posts(paths, pages=pages, **reading)):
        yield from import_batch(batch, run)
    if run.waiting:
        for one in find_posts(paths, **reading):
            if (one.site.root, one.path) in run.waiting:
                yield Outcome(one.path, remarks=link_again(one, run))
    if pages:
        yield told_pages(pages)


def told_pages(left_out: Sequence[Found]) -> Outcome:
    """The pages among the files that are no posts, and a remark that names all of them."""
    pages, remarks = [], []
    for found in left_out:
        if found.file.stem.lower() in ABOUT_FILES:
            continue
        try:
            pages.append(source_page(found, read_post(found)))
        except Refused as error:
            remarks.append(str(error))
    names = ", ".join(found.path for found in left_out)
    told = f"left out, since they are pages and no posts: {names} (name a file to import it)"
    return Outcome(left_out[0].path, remarks=[*remarks, told], pages=pages)


def batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch, size = [], 0
    for one in found:
        batch.append(one)
        size += size_of(one.file)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):  # reading it will tell why
        return 0


def import_batch(batch: Sequence[Found], run: ImportRun) -> Iterator[Outcome]:
    """Imports some files in as few transactions as do not hold others up for long."""
    run.rows = rows_at([found.path for found in batch])
    waiting = deque(read_work(found, run) for found in batch)
    while waiting:
        with transaction.atomic():
            done = import_some(waiting, run)
            transaction.set_rollback(run.options.is_trial)
        if run.options.is_trial:
            run.finder.forget()
        else:
            run.planned.clear()
        yield from done


def read_work(found: Found, run: ImportRun) -> Work | Outcome:
    """Reads one file; an outcome where it is refused. Nothing is stored yet."""
    try:
        source = read_post(found)
        links = PostLinks(found, source.old_paths, run.planned)
        links.pictures = find_pictures(found, find_addresses(source.body, source.is_html))
        works = Works(find_bibliographies(found, source))
        run.claim(found)
    except Refused as error:
        return Outcome(found.path, refusal=str(error))
    digest = digest_of(source, links, works, run)
    row = run.row_of(found, digest)
    if row:
        run.stored.add(row.pk)
    return Work(found, source, links, works, digest, row, Outcome(source.path))


def import_some(waiting: deque[Work | Outcome], run: ImportRun) -> list[Outcome]:
    """Stores the first of the files that wait, as many as a transaction has time for."""
    until = monotonic() + MAX_SECONDS
    new = (one.source for one in waiting if isinstance(one, Work) and one.row is None)
    slugs = taken_slugs([wanted_slug(source) for source in new])
    taken: list[Work | Outcome] = []
    while waiting and (not taken or monotonic() < until):
        one = waiting.popleft()
        taken.append(one)
        if isinstance(one, Work):
            attempt_import(one, run, slugs)
    ready = [one for one in taken if isinstance(one, Work) and one.draft]
    store_drafts([one.draft for one in ready], run.finder)
    keep_paths((one.draft.post, one.source.old_paths) for one in ready)
    for site in {one.found.site.root: one.found.site for one in ready}.values():
        keep_lists(site)
    keep_labels(((one.found.site, one.source) for one in ready), run.finder)
    for one in ready:
        finish_import(one, run)
    return [one.outcome if isinstance(one, Work) else one for one in taken]


def attempt_import(work: Work, run: ImportRun, slugs: set[str]) -> None:
    """Makes one post ready to be stored; its outcome says so where it is refused, and nothing that
    was made for it stays."""
    try:
        with transaction.atomic():
            make_ready(work, run, slugs)
    except MarkupError as error:
        run.finder.forget()  # what was found may have been made, and rolled back
        refusal = str(Refused(work.source.path, work.source.body_line, str(error)))
        work.outcome = Outcome(work.source.path, refusal=refusal)
    else:
        work.outcome.remarks[:0] = run.about(work.found.site)


def make_ready(work: Work, run: ImportRun, slugs: set[str]) -> None:
    """Compares a post with its row, and renders it where that is another. Raises `MarkupError`."""
    source, links, row, outcome = work.source, work.links, work.row, work.outcome
    is_same = row is not None and row.digest == work.digest
    post = Post.objects.get(pk=row.pk) if row and (row.waits or not is_same) else None
    if is_same:
        outcome.change = relink_posts(post, links) if post else Change.UNCHANGED
        return
    if post and not run.options.overwrites and is_edited(post):
        outcome.change = Change.KEPT
        outcome.remarks = remark_lines(source.path, [(1, EDITED)])
        return
    outcome.change = Change.CHANGED if post else Change.ADDED
    work.remarks = [(note.line or 1, note.message) for note in source.notes]
    if post is None:
        if run.rows.get(source.path):
            told = f"another site has a post of this path; this one is {run.site(work.found)}"
            work.remarks.append((1, told))
        post = Post(import_path=source.path)
    post.import_site = run.site(work.found)
    ready = prepare_post(source, links, work.works, run, work.remarks)
    mark = "?" if links.unresolved else "="
    ready = replace(ready, digest=work.digest + mark)
    work.draft = draft_of(post, ready, run.finder)
    if not post.slug:
        post.slug = take_slug(wanted_slug(source), slugs)
    run.plan(source, post.get_absolute_url())


def finish_import(work: Work, run: ImportRun) -> None:
    """What comes after storing: the images, what later posts of this run must know, remarks."""
    source, links, post = work.source, work.links, work.draft.post
    if links.unresolved:
        run.waiting.add((work.found.site.root, source.path))
    if not run.options.is_trial:
        run.stored.add(post.pk)
        keep_images(links.kept)
    first = source.body_line
    work.remarks += [
        ((problem["line"] or 1) + first - 1, problem["message"])
        for problem in post.problems
        if not problem["message"].startswith(UNRESOLVED)  # told above, with where it was looked for
        and not any(f"“{page}”" in problem["message"] for page in waited_for(links))
    ]
    work.remarks += [(first, message) for message in losses_in(post.body_html, links)]
    work.outcome.remarks += remark_lines(source.path, work.remarks)


def waited_for(links: PostLinks) -> list[str]:
    """The files that links mean which may come later in this run: the second pass tells of them."""
    names = (target.partition("#")[0] for target in links.unresolved)
    return [name.removeprefix("link:") for name in names if name.startswith("link:")]


def digest_of(source: SourcePost, links: PostLinks, works: Works, run: ImportRun) -> str:
    """63 digits for all that a post is made of: file, settings, bibliographies, images."""
    names = sorted(picture.name for picture in links.pictures.values())
    parts = [source.digest, works.sources.digest, *names, str(run.options.takes_categories)]
    parts += ["#"] * run.options.takes_hashtags
    return sha256("\n".join(parts).encode()).hexdigest()[:63]


def prepare_post(
    source: SourcePost,
    links: PostLinks,
    works: Works,
    run: ImportRun,
    remarks: list[tuple[int, str]],
) -> SourcePost:
    """The post with this blog's citation keys, addresses and tags; remarks are added to."""

    def line(offset: int) -> int:
        return source.body_line + source.body.count("\n", 0, offset)

    sourced = Sourced(works.reference, len({entry.key for entry in works.sources.entries()}))
    cited = rewrite_citations(source.body, source.is_html, works.key_of, sourced)
    unknown = works.add_identified(source.body, source.is_html)
    remarks += [(1, message) for message in (*works.sources.problems, *works.problems)]
    remarks += [
        (line(offset), f"the citation key “{key}” is in no bibliography")
        for key, offset in cited.unresolved
    ]
    remarks += [
        (line(offset), f"{one.scheme}:{one.value} is no paper of the library: add it by hand")
        for one, offset in unknown
    ]
    nocite, lost_keys = works.listed([*source.nocite, *cited.silent])
    remarks += [(1, f"the citation key “{key}” is in no bibliography") for key in lost_keys]
    body = links.rewrite(cited.text, source.is_html) + cited_by_tags(source)
    tags = source.tags
    if run.options.takes_categories:
        tags = read_labels([(list(source.tags + source.categories), False)]).names
    elif source.categories:
        remarks.append((1, f"the categories {', '.join(source.categories)} were left out"))
    if run.options.takes_hashtags:
        tags = read_labels([([*tags, *lines_of_hashtags(source)], False)]).names
    names = tuple(tag[:MAX_TAG] for tag in tags)
    return replace(source, body=body, tags=names, nocite=nocite)


def lines_of_hashtags(source: SourcePost) -> list[str]:
    """The names on lines of hashtags alone."""
    code = code_in(source.body, source.is_html)
    lines = (line for line in HASHTAGS.finditer(source.body) if not code.covers(line.start()))
    return [name.lstrip("#") for line in lines for name in line[0].replace("*", "").split()]


def cited_by_tags(source: SourcePost) -> str:
    """A last line that cites the works which tags named (`doi:10…`), but the text does not."""
    named = [one for one in source.identifiers if one.partition(":")[2] not in source.body.lower()]
    keys = "; ".join(f"@{one}" for one in named)
    return f"\n\n[{keys}]\n" if keys else ""


def relink_posts(post: Post, links: PostLinks) -> Change:
    """Tries the links again of a post whose file has not changed; edits made here stay."""
    rewritten = links.rewrite(post.source, post.is_html)
    if rewritten == post.source:
        return Change.UNCHANGED
    was_edited = is_edited(post)
    post.source = rewritten
    if not links.unresolved:
        post.import_digest = post.import_digest[:-1] + "="
    if not was_edited:
        tags = post.tagged_posts.values_list("tag_id", flat=True)
        authors = post.bylines.order_by("position", "pk").values_list("author_id", flat=True)
        post.import_content = content_digest(post, tags, authors)
    changed_at = post.updated_at
    save_post(post)
    Post.objects.filter(pk=post.pk).update(updated_at=changed_at)
    keep_images(links.kept)
    return Change.CHANGED


def link_again(found: Found, run: ImportRun) -> list[str]:
    """The second pass over a post with links that led nowhere; remarks on those that still do."""
    source = read_post(found)
    links = PostLinks(found, source.old_paths, run.planned)
    rows = Post.objects.filter(import_path=source.path, import_site=run.site(found))
    post = rows.order_by("pk").first()
    text = source.body
    if run.options.is_trial or post is None:
        links.rewrite(text, source.is_html)
    else:
        text = post.source
        with transaction.atomic():
            relink_posts(post, links)
    remarks = [
        (source.body_line + text.count("\n", 0, offset), why_lost(target, links))
        for target, offset in links.unresolved.items()
    ]
    return remark_lines(source.path, remarks)
