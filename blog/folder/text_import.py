"""Posts and pages out of their files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models

from blog.folder.checked_values import WRONG, field_value, is_number, told_wrong
from blog.folder.folder_reader import FolderReader
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.known_texts import keep_texts, known_text
from blog.folder.layout import PAGES, POSTS
from blog.folder.post_tables import CITED_WORKS, KEPT_OF_POST
from blog.folder.row_builder import UNFIT, RowBuilder, nodes_in, told_clash
from blog.folder.row_nodes import Node
from blog.folder.text_files import TextFile
from blog.folder.text_headers import PAGE_KEYS, POST_KEYS, authors_by_name
from blog.markup import MarkupError
from blog.models import (
    Author,
    Correction,
    OldAddress,
    Page,
    Post,
    Revision,
    Series,
    Tag,
    current_site,
)
from blog.models.page_addresses import page_address
from blog.posts.own_pages import cite_page, want_page_sizes
from blog.posts.revisions import NOBODY
from blog.posts.saving_posts import PostDraft, cite_drafts, make_draft, store_drafts
from blog.posts.tags import TagFinder
from blog.transfer.source.header_values import as_flag
from blog.transfer.source.import_values import SourceAuthor
from blog.transfer.storing.post_rows import find_authors
from papers.choices import Origin
from papers.models import CitedWork

AT_ONCE = 20


@dataclass
class TextRow:
    """A post or a page as its file and its data say."""

    place: str
    row: Any
    file: TextFile
    node: Node

    def texts(self, key: str) -> list[str]:
        """A list of texts out of the header; one text is a list of one."""
        value = self.file.values.get(key) or []
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise FolderRefusedError(f"{self.place}: {key}: {value!r:.50} is no list of texts")
        return found

    @property
    def tags(self) -> list[str]:
        """The names of its tags, each as long as a tag's may be."""
        longest = Tag._meta.get_field("name").max_length
        found = self.texts("tags")
        for name in found:
            if len(name) > longest:
                told = f"{name!r:.50} has {len(name)} letters; a tag has up to {longest}"
                raise FolderRefusedError(f"{self.place}: tags: {told}")
        return found

    @property
    def old_paths(self) -> list[str]:
        return self.texts("redirect_from")


class TextImport:
    """Stores the texts of a folder in an empty database."""

    def __init__(self, reader: FolderReader, builder: RowBuilder, step: Callable[[], None]) -> None:
        self.reader, self.builder, self.step = reader, builder, step
        self.finder = TagFinder()
        self.zone = current_site().zone
        self.authors = authors_by_name()

    def run(self, reset_numbers: Callable[[], None]) -> None:
        """Those with a number first: a new text takes a number that none of them has."""
        program = self.reader.generator
        for table, folders, store in (
            (POSTS, program.post_folders, self.store_posts),
            (PAGES, program.page_folders, self.store_pages),
        ):
            self.nodes = {node["number"]: node for _place, node in self.reader.nodes(table)}
            new: list[str] = []
            rows = self.numbered(table.model, folders, new)
            while some := list(islice(rows, AT_ONCE)):
                store(some)
            reset_numbers()
            model = table.model
            rows = (self.text_row(model, one, self.reader.text(one)) for one in new)
            while some := list(islice(rows, AT_ONCE)):
                store(some)

    def numbered(
        self, model: type[models.Model], folders: Sequence[str], new: list[str]
    ) -> Iterator[TextRow]:
        seen: dict[int, str] = {}
        for name, file in self.reader.texts(folders):
            self.step()
            number = file.values.get("number")
            if not is_number(number):
                new.append(name)
            elif number in seen:
                raise FolderRefusedError(f"{name} and {seen[number]} have one number, {number}.")
            else:
                seen[number] = name
                yield self.text_row(model, name, file)

    def text_row(self, model: type[models.Model], name: str, file: TextFile) -> TextRow:
        number = file.values.get("number")
        node = self.nodes.get(number, {}) if is_number(number) else {}
        table = POSTS if model is Post else PAGES
        row = self.builder.row(name, table, {**node, "number": number if node or number else None})
        row.source = file.text
        fill_row(row, name, file, self.zone)
        return TextRow(name, row, file, node)

    def store_posts(self, rows: Sequence[TextRow]) -> None:
        drafts = [self.draft_of(one) for one in rows]
        place = ", ".join(one.place for one in rows)
        cite_drafts(drafts)
        try:
            left = store_drafts(drafts, self.finder)
        except UNFIT as error:
            raise told_clash(place, error) from error
        if left:
            raise FolderRefusedError("The library was changed by somebody else: run it again.")
        keep_old_paths("post", rows)
        self.know_rows(rows)

    def draft_of(self, one: TextRow) -> PostDraft:
        post, file = one.row, one.file
        series = file.values.get("series")
        if series:
            post.series = Series.objects.get_titled(str(series))
        works = [
            self.builder.row(
                one.place, CITED_WORKS, node, post_id=post.pk, published_at=post.listed_at
            )
            for node in nodes_in(one.place, one.node, CITED_WORKS.name)
        ]
        added = [row for row in works if row.found_by == Origin.EDITOR]
        added.sort(key=lambda row: (row.position, row.pk))
        try:
            draft = make_draft(
                post,
                one.tags,
                authors_called(one.texts("authors"), self.authors),
                added=[row.paper_id for row in added],
            )
        except MarkupError as error:
            raise FolderRefusedError(f"{one.place}: {error}") from error
        kept = {
            table.model: [
                self.builder.row(one.place, table, node, post_id=post.pk)
                for node in nodes_in(one.place, one.node, table.name)
            ]
            for table in KEPT_OF_POST
        }
        post.corrected_at = max((row.at for row in kept[Correction]), default=None)
        post.version = max([1, *(number_of(row) for rows in kept.values() for row in rows)])

        def store_rows() -> None:
            CitedWork.objects.bulk_create(works)
            for model, rows in kept.items():
                model.objects.bulk_create(rows)

        saving = None if kept[Revision] else NOBODY
        return replace(draft, is_new=True, saving=saving, store_rows=store_rows)

    def store_pages(self, rows: Sequence[TextRow]) -> None:
        for one in rows:
            page = one.row
            page.address = page_address(page.address)
            try:
                page.clean()
                for name, value in cite_page(page).columns.items():
                    setattr(page, name, value)
            except (MarkupError, ValidationError) as error:
                told = told_wrong(error)
                raise FolderRefusedError(f"{one.place}: {told}") from error
        try:
            Page.objects.bulk_create([one.row for one in rows])
        except UNFIT as error:
            raise told_clash(", ".join(one.place for one in rows), error) from error
        want_page_sizes([one.row for one in rows])
        keep_old_paths("page", rows)
        self.know_rows(rows)

    def know_rows(self, rows: Sequence[TextRow]) -> None:
        """Has other rows find them, and has files that are as they were exported found later."""
        for one in rows:
            self.builder.know(one.row)
        as_exported = (one for one in rows if one.file.present_digest == one.file.digest)
        keep_texts([known_text(one.row, one.file.values, one.file.text) for one in as_exported])


def number_of(row: Any) -> int:
    """The last number that a row of a post bears: the next save has one after all of them."""
    return max(getattr(row, "version", 1), getattr(row, "ended_by", 1))


def authors_called(names: Sequence[str], known: dict[str, Author]) -> list[Author]:
    """Those that a header names, of those that are ``known`` by what headers call them; one that
    is not is found or made, and known then."""
    for name in names:
        if name not in known:
            (known[name],) = find_authors([SourceAuthor(name)])
    return list(dict.fromkeys(known[name] for name in names))


def fill_row(row: Any, name: str, file: TextFile, zone: ZoneInfo) -> None:
    """Sets the columns that a header says."""
    try:
        set_columns(row, name, file, zone)
    except WRONG as error:
        raise FolderRefusedError(f"{name}: {told_wrong(error)}") from error


def set_columns(row: Any, name: str, file: TextFile, zone: ZoneInfo) -> None:
    keys = POST_KEYS if isinstance(row, Post) else PAGE_KEYS
    for column_name, key in keys.items():
        if key in file.values and column_name != "series":
            try:
                value = header_value(row, column_name, file.values[key], zone)
                setattr(row, column_name, field_value(row, column_name, value))
            except WRONG as error:
                told = told_wrong(error)
                raise ValidationError(f"{key}: {told}") from error
    if not row.title:
        raise ValidationError("it has no title")
    if isinstance(row, Post):
        row.is_html = file.is_html
        row.make_slug()
    elif not row.address:
        raise ValidationError("it has no address")


def header_value(row: models.Model, name: str, value: Any, zone: ZoneInfo) -> Any:
    """What a person may have written otherwise than we: a day without a zone, yes and no."""
    column = row._meta.get_field(name)
    if isinstance(column, models.DateTimeField) and isinstance(value, str):
        moment = datetime.fromisoformat(value.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if isinstance(column, models.BooleanField) and isinstance(value, str):
        return as_flag(value)
    return value


def keep_old_paths(target: str, rows: Sequence[TextRow]) -> None:
    found = [address for one in rows for address in old_addresses_in(target, one)]
    OldAddress.objects.bulk_create(found, ignore_conflicts=True)


def old_addresses_in(target: str, one: TextRow) -> Iterator[OldAddress]:
    for path in one.old_paths:
        address = OldAddress(**{target: one.row})
        try:
            address.path = field_value(address, "path", path)
        except WRONG as error:
            told = f"{one.place}: redirect_from: {path!r:.80}: {told_wrong(error)}"
            raise FolderRefusedError(told) from error
        if not path.startswith("/") or path.startswith("//"):
            raise FolderRefusedError(
                f"{one.place}: redirect_from: {path!r:.80} does not begin with one /"
            )
        yield address
