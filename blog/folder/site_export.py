"""The whole site as a folder of files that anybody can use without this software."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Prefetch

from blog.folder.folder_notes import GITIGNORE, jekyll_files, read_me
from blog.folder.kept_folder import KeptFolder
from blog.folder.known_texts import keep_texts, known_text, was_taken
from blog.folder.layout import (
    COMMENTS,
    FORMAT,
    PAGES,
    PAPERS,
    POSTS,
    SHARD,
    SHARDED,
    SINGLE_FILES,
)
from blog.folder.public_rows import PublicRows
from blog.folder.row_nodes import Node, paired_nodes, pairs_of, rows_to_export
from blog.folder.row_tables import Table
from blog.folder.safe_names import SafeNames
from blog.folder.text_files import write_text_file, written_json
from blog.folder.text_headers import header_names, page_header, post_header
from blog.markup.document.own_frames import shown_frames
from blog.models import Author, Byline, ExportedText, OldAddress, Page, Post, stored_site
from blog.models.share_files import SHARES
from papers.formats.bibtex_writing import write_bibtex
from papers.models import Paper
from papers.records.public_record import public_record

KIND = "wellcited site"
DATA, HIDDEN = "_data", "private"
USER_FIELDS = ("username", "first_name", "last_name", "email")
AT_ONCE = 100


def export_site(root: Path, step: Callable[[], None] = lambda: None) -> KeptFolder:
    """Writes the site below a folder; what it did. ``step`` is called for each row of the large
    tables. Raises ``FolderRefusedError``, ``OSError``."""
    with KeptFolder(root, KIND, HIDDEN, was_taken) as folder:
        SiteExport(folder, step).write()
    return folder


def newest_numbers() -> dict[type[models.Model], int]:
    """The last number of each table: of those first that name rows of others."""
    tables = (*SINGLE_FILES, *SHARDED, PAPERS, POSTS, PAGES)
    newest = {}
    for model in reversed([table.model for table in tables]):
        newest[model] = model._base_manager.aggregate(newest=models.Max("pk"))["newest"] or 0
    return newest


class SiteExport:
    """One export; the files' names are given in the order of the rows' numbers."""

    def __init__(self, folder: KeptFolder, step: Callable[[], None]) -> None:
        self.folder, self.step = folder, step
        self.public = PublicRows()
        self.post_stems: dict[int, str] = {}
        self.shown_media: set[str] = set()
        self.shown_frames: set[str] = set()
        self.texts: list[ExportedText] = []
        self.newest = newest_numbers()

    def write(self) -> None:
        self.write_json("export.json", {"format": FORMAT, "kind": KIND})
        self.folder.write(".gitignore", GITIGNORE.encode())
        self.folder.write("README.md", read_me().encode())
        for table in SINGLE_FILES:
            self.write_shard(f"{table.name}.json", (pair for _row, pair in self.pairs(table)))
        for table in SHARDED:
            self.write_shards(table.name, self.pairs(table))
        self.write_papers()
        self.write_shards("posts", self.post_pairs())
        self.write_pages()
        self.keep_texts()
        self.write_comments()
        self.write_users()
        self.write_media()
        for name, text in jekyll_files(stored_site()).items():
            self.folder.write(name, text.encode())

    def pairs(self, table: Table) -> Iterator[tuple[models.Model, Any]]:
        for row, pair in pairs_of(table, self.public):
            self.step()
            if self.was_there(row):
                yield row, pair

    def was_there(self, row: models.Model) -> bool:
        """Whether a row was made before the export began: one that was made since may name rows
        that were written without it."""
        return row.pk <= self.newest[type(row)]

    def write_json(self, name: str, value: Any) -> None:
        self.folder.write(name, f"{written_json(value, indent=1)}\n".encode())

    def write_shard(self, name: str, pairs: Iterable[tuple[Node | None, Node | None]]) -> None:
        shown, hidden = [], []
        for open_node, hidden_node in pairs:
            shown += [open_node] if open_node else []
            hidden += [hidden_node] if hidden_node else []
        if shown:
            self.write_json(f"{DATA}/{name}", shown)
        if hidden:
            self.write_json(f"{HIDDEN}/{DATA}/{name}", hidden)

    def write_shards(self, name: str, rows: Iterable[tuple[models.Model, Any]]) -> None:
        pairs: list[Any] = []
        number = 0
        for row, pair in rows:
            if row.pk // SHARD != number:
                self.write_shard(f"{name}/{number:05}.json", pairs)
                number, pairs = row.pk // SHARD, []
            pairs.append(pair)
        self.write_shard(f"{name}/{number:05}.json", pairs)

    def write_papers(self) -> None:
        names = SafeNames()
        for paper, (shown, hidden) in self.pairs(PAPERS):
            stem = names.take(paper.key, paper.pk)
            if shown:
                self.write_json(f"{DATA}/papers/{stem}.json", shown)
                self.write_references(stem, paper)
            if hidden:
                self.write_json(f"{HIDDEN}/{DATA}/papers/{stem}.json", hidden)

    def write_references(self, stem: str, paper: Paper) -> None:
        """A public paper for other programs: as CSL-JSON, and as BibTeX."""
        record = public_record({"id": paper.key, **paper.record})
        self.write_json(f"papers/{stem}.json", [record])
        self.folder.write(f"papers/{stem}.bib", "".join(write_bibtex([record], False)).encode())

    @cached_property
    def called(self) -> Callable[[Author], str]:
        return header_names(Author.objects.order_by("pk"))

    def post_pairs(self) -> Iterator[tuple[Post, Any]]:
        """Writes the text of each post, and gives what its data files say of it."""
        zone, names = stored_site().zone, SafeNames()
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        rows = rows_to_export(POSTS).select_related("series").prefetch_related(bylines)
        rows = rows.prefetch_related("tags", Prefetch("old_addresses", OldAddress.objects.all()))
        for post, (shown, hidden) in pairs_of(POSTS, self.public, rows):
            self.step()
            if not self.was_there(post):
                continue
            stem = self.post_stems[post.pk] = names.take(post.slug, post.pk)
            header = post_header(post, self.called)
            self.write_text(self.post_name(post, stem, zone), header, post)
            if post in self.public:
                self.note_media(post.body_html, post.source)
            yield post, (shown if shown and len(shown) > 1 else None, hidden)

    def post_name(self, post: Post, stem: str, zone: Any) -> str:
        ending = "html" if post.is_html else "md"
        if post.published_at is None:
            return f"{HIDDEN}/_drafts/{stem}.{ending}"
        day = post.published_at.astimezone(zone).date().isoformat()
        folder = "_unlisted" if post.is_unlisted else "_posts"
        name = f"{folder}/{day}-{stem}.{ending}"
        return name if post in self.public else f"{HIDDEN}/{name}"

    def write_text(self, name: str, header: dict[str, Any], row: Post | Page) -> None:
        self.texts.append(known_text(row, header, row.source))
        if len(self.texts) >= AT_ONCE:
            self.keep_texts()
        self.folder.write(name, write_text_file(header, row.source).encode("utf-8"))

    def keep_texts(self) -> None:
        keep_texts(self.texts)
        self.texts.clear()

    def write_pages(self) -> None:
        names = SafeNames()
        old = Prefetch("old_addresses", OldAddress.objects.all())
        pairs = []
        for page, (_shown, hidden) in pairs_of(
            PAGES, self.public, rows_to_export(PAGES).prefetch_related(old)
        ):
            if not self.was_there(page):
                continue
            stem = names.take(page.address.replace("/", "."), page.pk)
            header = page_header(page)
            folder = "pages" if page in self.public else f"{HIDDEN}/pages"
            self.write_text(f"{folder}/{stem}.md", header, page)
            if page in self.public:
                self.note_media(page.body_html, page.source)
            pairs.append((None, hidden))
        self.write_shard("pages.json", pairs)

    def write_comments(self) -> None:
        """One file for each post that has some."""
        posts = Post.objects.filter(comments__isnull=False).distinct().order_by("pk")
        for post_id in posts.values_list("pk", flat=True).iterator():
            if post_id not in self.post_stems:
                continue
            rows = list(rows_to_export(COMMENTS).filter(post=post_id))
            pairs = paired_nodes(COMMENTS, rows, self.public)
            self.write_shard(f"comments/{self.post_stems[post_id]}.json", pairs)
            self.step()

    def write_users(self) -> None:
        rows = get_user_model().objects.order_by("pk").values(*USER_FIELDS)
        if users := list(rows):
            self.write_json(f"{HIDDEN}/{DATA}/users.json", users)

    def note_media(self, *texts: str) -> None:
        for text in texts:
            self.shown_media.update(media_names(text))
            self.shown_frames.update(shown_frames(text))

    def write_media(self) -> None:
        """Every file that was uploaded or imported; those that nothing public shows are private."""
        site = stored_site()
        self.note_media(site.css, site.footer_html, site.navigation, site.social)
        self.shown_media.update(name for name in (site.logo.name, site.icon.name) if name)
        for name in stored_files():
            if name.startswith(f"{SHARES}/"):
                continue  # drawn anew where the folder is read
            folder = "/".join(name.split("/", 2)[:2])
            is_shown = name in self.shown_media or folder in self.shown_frames
            place = "media" if is_shown else f"{HIDDEN}/media"
            with default_storage.open(name) as stream:
                self.folder.write(f"{place}/{name}", stream.read())


def media_names(text: str) -> Iterator[str]:
    """The names of the stored files that a text shows or links to."""
    for found in re.finditer(rf"{re.escape(settings.MEDIA_URL)}([\w./~%+-]+)", text):
        yield unquote(found[1])


def stored_files(folder: str = "") -> Iterator[str]:
    """The names of all files in the media store, in order."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was stored yet
        return
    yield from (f"{folder}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from stored_files(f"{folder}{inner}/")
