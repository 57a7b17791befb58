"""Imports posts with their images, links and cited works, some in each transaction."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction

from blog.markup import MarkupError
from blog.models import Post
from blog.publishing import UNRESOLVED, save_post
from blog.transfer.addresses import find_addresses
from blog.transfer.bibliographies import find_bibliographies, forget
from blog.transfer.citations import rewrite_citations
from blog.transfer.code import code_in
from blog.transfer.discovery import find_posts
from blog.transfer.linking import Links, find_pictures, keep_images
from blog.transfer.reading import read_post
from blog.transfer.remarks import look_over, lost, written
from blog.transfer.runs import Options, Run, rows_at
from blog.transfer.storing import Change, content_digest, is_edited, store
from blog.transfer.tags import read_labels
from blog.transfer.values import Found, Refused, SourcePost
from blog.transfer.works import Works

BATCH = 50
MAX_SECONDS = 1
"""How long one transaction takes files in: other writers wait for it."""

MAX_TAG = 100
HASHTAGS = re.compile(r"^[ \t]*(?:\**#[^\W\d][\w-]*\**[ \t]*)+$", re.MULTILINE)


EDITED = "it was edited here since its import, and stays as it is (--overwrite takes the file's)"


@dataclass
class Outcome:
    """What became of one file: its change, remarks as `path:line: text`, or why it was refused."""

    path: str
    change: Change | None = None
    remarks: list[str] = field(default_factory=list)
    refusal: str = ""


def import_posts(
    paths: Iterable[Path], *, timezone: str = "", date_order: str = "", **options: Any
) -> Iterator[Outcome]:
    """Imports every post below the paths; an outcome for each file, once it is stored.

    `options` are those of `Options`. Links to posts that come later are put right in a second
    pass, which gives outcomes without a change. A trial says what would happen and stores
    nothing. Raises `ValueError` for an unknown time zone.
    """
    paths = list(paths)
    forget()
    run = Run(Options(**options))
    reading = {"timezone": timezone, "date_order": date_order}
    reading |= {"collections": run.options.collections}
    found = find_posts(paths, **reading)
    while batch := list(islice(found, BATCH)):
        yield from import_batch(batch, run)
    if run.waiting:
        for one in find_posts(paths, **reading):
            if (one.site.root, one.path) in run.waiting:
                yield Outcome(one.path, remarks=link_again(one, run))


def import_batch(batch: Sequence[Found], run: Run) -> Iterator[Outcome]:
    """Imports some files in as few transactions as do not hold others up for long."""
    run.rows = rows_at([found.path for found in batch])
    waiting = deque(batch)
    while waiting:
        outcomes: list[Outcome] = []
        until = monotonic() + MAX_SECONDS
        with transaction.atomic():
            while waiting and (not outcomes or monotonic() < until):
                outcomes.append(attempt(waiting.popleft(), run))
            transaction.set_rollback(run.options.is_trial)
        if run.options.is_trial:
            run.finder.forget()
        yield from outcomes


def attempt(found: Found, run: Run) -> Outcome:
    """Imports one file; an outcome says so where it is refused, and nothing of it is stored."""
    try:
        with transaction.atomic():
            outcome = import_post(found, run)
    except Refused as error:
        run.finder.forget()  # what was found may have been made, and rolled back
        return Outcome(found.path, refusal=str(error))
    outcome.remarks[:0] = run.about(found.site)
    return outcome


def import_post(found: Found, run: Run) -> Outcome:
    """Reads and stores one post. Raises `Refused`."""
    source = read_post(found)
    links = Links(found, source.old_paths, run.planned)
    links.pictures = find_pictures(found, find_addresses(source.body, source.is_html))
    works = Works(find_bibliographies(found, source))
    digest = digest_of(source, links, works, run)
    run.claim(found)
    row = run.row_of(found, digest)
    post = Post.objects.get(pk=row.pk) if row and (row.waits or row.digest != digest) else None
    if row and row.digest == digest:
        run.stored.add(row.pk)
        return Outcome(source.path, relink(post, links) if post else Change.UNCHANGED)
    if post and not run.options.overwrites and is_edited(post):
        run.stored.add(post.pk)
        return Outcome(source.path, Change.KEPT, written(source.path, [(1, EDITED)]))
    remarks = [(note.line or 1, note.message) for note in source.notes]
    if post is None and run.rows.get(source.path):
        remarks.append((1, f"another site has a post of this path; this one is {run.site(found)}"))
    ready = prepare(source, links, works, run, remarks)
    mark = "?" if links.unresolved else "="
    ready = replace(ready, digest=digest + mark)
    try:
        change, post = store(post, ready, finder=run.finder, site=run.site(found))
    except MarkupError as error:
        raise Refused(source.path, source.body_line, str(error)) from error
    finish(post, source, links, run)
    first = source.body_line
    remarks += [
        ((problem["line"] or 1) + first - 1, problem["message"])
        for problem in post.problems
        if not problem["message"].startswith(UNRESOLVED)  # told above, with where it was looked for
    ]
    remarks += [(first, message) for message in look_over(post.body_html, links)]
    return Outcome(source.path, change, written(source.path, remarks))


def finish(post: Post, source: SourcePost, links: Links, run: Run) -> None:
    """What comes after storing: the images, and what later posts of this run must know."""
    if links.unresolved:
        run.waiting.add((links.found.site.root, source.path))
    if run.options.is_trial:
        url = post.get_absolute_url()
        names = (source.path, f"name:{Path(source.path).stem}", *source.old_paths)
        run.planned |= dict.fromkeys(names, url)
    else:
        run.stored.add(post.pk)
        keep_images(links.kept)


def digest_of(source: SourcePost, links: Links, works: Works, run: Run) -> str:
    """63 digits for all that a post is made of: file, settings, bibliographies, images."""
    names = sorted(picture.name for picture in links.pictures.values())
    parts = [source.digest, works.sources.digest, *names, str(run.options.takes_categories)]
    parts += ["#"] * run.options.takes_hashtags
    return sha256("\n".join(parts).encode()).hexdigest()[:63]


def prepare(
    source: SourcePost, links: Links, works: Works, run: Run, remarks: list[tuple[int, str]]
) -> SourcePost:
    """The post with this blog's citation keys, addresses and tags; remarks are added to."""

    def line(offset: int) -> int:
        return source.body_line + source.body.count("\n", 0, offset)

    cited = rewrite_citations(source.body, source.is_html, works.key_of)
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


def relink(post: Post, links: Links) -> Change:
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


def link_again(found: Found, run: Run) -> list[str]:
    """The second pass over a post with links that led nowhere; remarks on those that still do."""
    source = read_post(found)
    links = Links(found, source.old_paths, run.planned)
    rows = Post.objects.filter(import_path=source.path, import_site=run.site(found))
    post = rows.order_by("pk").first()
    text = source.body
    if run.options.is_trial or post is None:
        links.rewrite(text, source.is_html)
    else:
        text = post.source
        with transaction.atomic():
            relink(post, links)
    remarks = [
        (source.body_line + text.count("\n", 0, offset), lost(target, links))
        for target, offset in links.unresolved.items()
    ]
    return written(source.path, remarks)
