"""The whole site as a folder of files that anybody can use without this software."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Prefetch

from blog.accounts.event_log import record_event
from blog.folder.folder_notes import GITIGNORE, program_files, read_me
from blog.folder.generators import (
    HIDDEN,
    JEKYLL,
    Generator,
    folder_generator,
    own_alias,
)
from blog.folder.kept_folder import FolderRefusedError, KeptFolder
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
from blog.folder.post_references import (
    Cited,
    bibliography_files,
    told_references,
    works_cited_in,
)
from blog.folder.public_rows import PublicRows
from blog.folder.row_nodes import Node, paired_nodes, pairs_of, rows_to_export
from blog.folder.row_tables import Table
from blog.folder.safe_names import SafeNames
from blog.folder.text_files import write_text_file
from blog.folder.text_headers import header_names, page_header, post_header
from blog.markup.document.own_frames import shown_frames
from blog.media_store import media_store
from blog.models import Author, Byline, ExportedText, OldAddress, Page, Post, stored_site
from blog.models.addresses import own_path
from blog.models.events import EventKind
from blog.models.share_files import SHARES
from blog.text.header_lines import written_json
from papers.citing.style_names import style_source
from papers.formats.bibtex_writing import write_bibtex
from papers.models import Paper
from papers.queries.batches import batches
from papers.records.public_record import public_record

KIND = "wellcited site"
DATA = "_data"
USER_FIELDS = ("username", "first_name", "last_name", "email")
AT_ONCE = 100


def export_site(
    root: Path, step: Callable[[], None] = lambda: None, wanted: Generator | None = None
) -> KeptFolder:
    """Writes the site below a folder; what it did. ``step`` is called for each row of the large
    tables; without a ``wanted`` program it is for the one that the folder is for already. Raises
    ``FolderRefusedError``, ``OSError``."""
    known = folder_generator(root)
    generator = wanted or known or JEKYLL
    if known and generator != known:
        raise FolderRefusedError(
            f"{root} was exported for {known.title}: name another folder for {generator.title}."
        )
    with KeptFolder(root, KIND, HIDDEN, partial(was_taken, generator)) as folder:
        SiteExport(folder, step, generator).write()
    record_event(EventKind.EXPORTED, root)
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

    def __init__(self, folder: KeptFolder, step: Callable[[], None], generator: Generator) -> None:
        self.folder, self.step, self.generator = folder, step, generator
        self.public = PublicRows()
        self.post_stems: dict[int, str] = {}
        self.shown_media: set[str] = set()
        self.shown_frames: set[str] = set()
        self.texts: list[ExportedText] = []
        self.page_files: dict[str, str] = {}
        self.styles: dict[str, bool] = {}
        self.newest = newest_numbers()

    def write(self) -> None:
        told = {"format": FORMAT, "generator": self.generator.name, "kind": KIND}
        self.write_json("export.json", told)
        self.folder.write(".gitignore", GITIGNORE.encode())
        self.folder.write("README.md", read_me(self.generator).encode())
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
        if self.generator.is_pandoc:
            self.write_style(stored_site().citation_style)
        for name, text in program_files(self.generator, stored_site(), self.page_files).items():
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
    def zone(self) -> ZoneInfo:
        return stored_site().zone

    @cached_property
    def called(self) -> Callable[[Author], str]:
        return header_names(Author.objects.order_by("pk"))

    def post_pairs(self) -> Iterator[tuple[Post, Any]]:
        """Writes the text of each post, and gives what its data files say of it."""
        names = SafeNames()
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        rows = rows_to_export(POSTS).select_related("series").prefetch_related(bylines)
        rows = rows.prefetch_related("tags", Prefetch("old_addresses", OldAddress.objects.all()))
        for post, (shown, hidden), cited in self.with_works(pairs_of(POSTS, self.public, rows)):
            stem = self.post_stems[post.pk] = names.take(post.slug, post.pk)
            header = post_header(post, self.called)
            self.write_text(self.post_name(post, stem), header, post, cited)
            yield post, (shown if shown and len(shown) > 1 else None, hidden)

    def with_works(self, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any, Cited]]:
        """Rows with what they cite, looked up for some at once where the program is told it."""
        for some in batches(pairs, AT_ONCE):
            there = [(row, pair) for row, pair in some if self.was_there(row)]
            needs = self.generator.needs_works
            works = works_cited_in([row for row, _pair in there]) if needs else {}
            for row, pair in there:
                self.step()
                yield row, pair, works.get(row.pk, {})

    def post_name(self, post: Post, stem: str) -> str:
        program = self.generator
        if post.published_at is None:
            return program.file_name(f"{HIDDEN}/{program.drafts}", stem, "", post.is_html)
        day = post.published_at.astimezone(self.zone).date().isoformat()
        folder = program.unlisted if post.is_unlisted else program.posts
        name = program.file_name(folder, stem, day, post.is_html)
        return name if post in self.public else f"{HIDDEN}/{name}"

    def write_text(self, name: str, header: dict[str, Any], row: Post | Page, cited: Cited) -> None:
        self.texts.append(known_text(row, header, row.source))
        if len(self.texts) >= AT_ONCE:
            self.keep_texts()
        if row in self.public:
            self.note_media(row.body_html, row.source)
            cited = {key: paper for key, paper in cited.items() if paper in self.public}
        is_html = isinstance(row, Post) and row.is_html
        more = self.told_program(name, row, header, cited)
        text = write_text_file(header, row.source, self.generator, is_html, cited, more)
        self.folder.write(name, text.encode("utf-8"))

    def told_program(
        self, name: str, row: Post | Page, header: dict[str, Any], cited: Cited
    ) -> dict[str, Any]:
        """What a header says for the program alone; writes the files that it names."""
        more: dict[str, Any] = {}
        if self.generator.marks_drafts and isinstance(row, Post) and row.published_at is None:
            more["draft"] = True
        if self.generator.lists_references and cited:
            more["references"] = told_references(cited)
        if self.generator.has_folder:
            more |= own_alias(name, header)
        if self.generator.is_pandoc:
            folder = name.rpartition("/")[0]
            files = bibliography_files(cited)
            for one, text in files.items():
                self.folder.write(f"{folder}/{one}", text.encode())
            more |= {"bibliography": list(files)} if files else {}
            if isinstance(row, Post) and row.style and self.write_style(row.style):
                more["csl"] = f"{'../' * name.count('/')}styles/{row.style}.csl"
        return more

    def write_style(self, name: str) -> bool:
        """Whether there is a citation style of this name, which stands in the folder then."""
        if name not in self.styles:
            source = style_source(name)
            self.styles[name] = bool(source)
            if source:
                self.folder.write(f"styles/{name}.csl", source.encode())
        return self.styles[name]

    def keep_texts(self) -> None:
        keep_texts(self.texts)
        self.texts.clear()

    def write_pages(self) -> None:
        names = SafeNames()
        old = Prefetch("old_addresses", OldAddress.objects.all())
        pairs, folder = [], self.generator.pages
        found = pairs_of(PAGES, self.public, rows_to_export(PAGES).prefetch_related(old))
        for page, (_shown, hidden), cited in self.with_works(found):
            stem = names.take(page.address.replace("/", "."), page.pk)
            name = self.generator.file_name(folder, stem, "", is_html=False)
            if page in self.public:
                self.page_files[own_path(page.get_absolute_url())] = name
            else:
                name = f"{HIDDEN}/{name}"
            self.write_text(name, page_header(page), page, cited)
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
        for name in [file.name for file in media_store().all_files()]:
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
