"""Texts that were edited in an exported folder, taken into the site that it came from.

Each key of a header and the text are compared with what was exported: what changed here alone
stays, what changed there alone comes; a file in which one changed at both is a conflict, of which
nothing is taken.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from blog.folder.checked_values import told_wrong
from blog.folder.folder_reader import FolderReader
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.known_texts import base_of, keep_texts, known_text, last_taken, taken_numbers
from blog.folder.row_builder import UNFIT
from blog.folder.text_files import TextFile
from blog.folder.text_headers import (
    PAGE_KEYS,
    POST_KEYS,
    authors_by_name,
    names_among_alike,
    page_header,
    post_header,
)
from blog.folder.text_import import TextRow, authors_called, fill_row, keep_old_paths
from blog.markup import MarkupError
from blog.models import Author, ChangedMeanwhile, ExportedText, Page, Post, Series, current_site
from blog.posts.own_pages import save_page
from blog.posts.saving_posts import save_post
from blog.text.header_lines import DIGEST, NOT_COMPARED, file_parts, written_json
from papers.records.text_differences import text_difference, three_way

TEXT = "the text"
Values = dict[str, Any]
Clash = tuple[str, Any, Any]
"""A key that was changed at both places, what it says here and what the file says."""


class TextClash(FolderRefusedError):
    """A file that was changed here too since it was exported; ``clashes`` say in what, ``here`` is
    what stands here."""

    def __init__(self, name: str, clashes: Sequence[Clash], here: ExportedText) -> None:
        self.clashes, self.here = clashes, here
        lines = [line for one in clashes for line in compared(name, *one)]
        super().__init__(
            f"it was changed here too since it was exported, so nothing of it is taken. Make both "
            f"the same; or have the file say all that is to stay, and this in its header: "
            f"{DIGEST}: {written_json(here.digest)}\n{chr(10).join(lines)}"
        )


@dataclass
class Update:
    """What came of the files: their names, and for those not taken the reason."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return f"{len(self.added)} new, {len(self.changed)} changed, {len(self.refused)} not taken."


def update_site(root: Path, step: Callable[[], None] = lambda: None) -> Update:
    """Takes the edited texts of a folder, file by file. Raises ``FolderRefusedError`` for a folder
    that is no export."""
    reader, done = FolderReader(root), Update()
    program = reader.generator
    for kind, folders in ((Post, program.post_folders), (Page, program.page_folders)):
        taken = taken_numbers(kind, str(reader.root))
        for name in reader.text_names(folders):
            step()
            try:
                file = reader.text(name)
                is_as_it_was = file.present_digest == file.digest
                if not is_as_it_was or file.values.get("number") in taken:
                    take_file(kind, str(reader.root), name, file, done)
            except (FolderRefusedError, MarkupError, ChangedMeanwhile, *UNFIT) as error:
                done.refused[name] = str(error).removeprefix(f"{name}: ")
    return done


def take_file(
    kind: type[Post | Page], folder: str, name: str, file: TextFile, done: Update
) -> None:
    """Takes one that says something else than it said last."""
    is_ours = bool(file.digest) or file.values.get("number") is not None
    base = base_of(kind, file.digest, folder) if is_ours else base_of_new(kind, folder, name, file)
    if base is None and is_ours:
        raise FolderRefusedError(
            "what it was exported from is not known here (any more): export the site and edit the "
            "file that this writes, or take `number` and `digest` out to make a new one."
        )
    if base is not None and base.digest == file.present_digest:
        return
    try:
        with transaction.atomic():
            if base is None:
                row, wanted, keys = kind(), file.values, set(file.values)
            else:
                row = base.post or base.page
                wanted, keys = merged(name, row, base, file)
            if keys:
                store_text(name, row, wanted, file, keys)
            keep_texts([known_text(row, file.values, file.text, folder)])
    except TextClash as clash:  # its digest stands in a file that was made one with it
        keep_texts([clash.here])
        raise
    if base is None:
        done.added.append(name)
    elif keys:
        done.changed.append(name)


def base_of_new(
    kind: type[Post | Page], folder: str, name: str, file: TextFile
) -> ExportedText | None:
    """What a file that a person wrote said when it was taken last."""
    blank = kind(source=file.text)
    fill_row(blank, name, file, current_site().zone)
    key = "slug" if kind is Post else "address"
    row = kind.objects.filter(**{key: getattr(blank, key)}).first()
    known = row and last_taken(row, folder)
    if row and not known:
        raise FolderRefusedError(
            f"there is one at {row.get_absolute_url()} here already, and this file did not come "
            "from it: give it another address."
        )
    return known


def shown_header(row: Post | Page) -> Values:
    if not isinstance(row, Post):
        return page_header(row)
    own = [byline.author for byline in row.bylines.select_related("author")]
    return post_header(row, names_among_alike(own))


def merged(
    name: str, row: Post | Page, base: ExportedText, file: TextFile
) -> tuple[Values, set[str]]:
    """The header as it is to be and what of it, or of the text, changed there alone. Raises
    ``TextClash`` with both texts of what changed here too."""
    here, body = file_parts(shown_header(row), row.source)
    there_body = file.text.replace("\r\n", "\n")
    wanted, keys, clashes = dict(here), set(), []
    parts = [
        (key, base.header.get(key), here.get(key), file.values.get(key))
        for key in dict.fromkeys([*base.header, *here, *file.values])
        if key not in NOT_COMPARED
    ]
    texts = (base.body.replace("\r\n", "\n"), body.replace("\r\n", "\n"), there_body)
    for key, before, now, there in [*parts, (TEXT, *texts)]:
        value, is_certain = three_way(before, now, there)
        if value == now and is_certain:
            continue
        if not is_certain:
            clashes.append((key, now, there))
        keys.add(key)
        wanted[key] = there
    if clashes:
        raise TextClash(name, clashes, known_text(row, here, body))
    return wanted, keys


def compared(name: str, key: str, here: Any, there: Any) -> Iterator[str]:
    yield f"{key}:"
    yield from ("--- here", f"+++ {name}")
    for line in text_difference(str(here), str(there)):
        yield line.sign + "".join(piece for piece, _is_changed in line.parts)


def store_text(name: str, row: Post | Page, wanted: Values, file: TextFile, keys: set[str]) -> None:
    """Sets what changed and saves the row."""
    one = changed_row(name, row, wanted, file, keys)
    if isinstance(row, Post):
        take_series(one)
        save_post(row, *lists_in(one, keys))
    else:
        try:
            row.clean()
        except ValidationError as error:
            raise FolderRefusedError(told_wrong(error)) from error
        save_page(row)
    keep_old_paths(row._meta.model_name, [one])


def changed_row(
    name: str, row: Post | Page, wanted: Values, file: TextFile, keys: set[str]
) -> TextRow:
    """Sets what changed in a row that is not saved yet; a key that went is as in a new one. Gives
    it with what else of the header is to be stored."""
    columns = POST_KEYS if isinstance(row, Post) else PAGE_KEYS
    for column, key in columns.items():
        if key in keys and wanted.get(key) is None and key != "title":
            setattr(row, column, row._meta.get_field(column).get_default())
    told = {key: wanted[key] for key in keys - {TEXT} if wanted.get(key) is not None}
    if row.pk is None or TEXT in keys:
        row.source = file.text
    one = TextRow(name, row, TextFile(told, file.text, file.is_html), {})
    fill_row(row, name, one.file, current_site().zone)
    return one


def take_series(one: TextRow) -> None:
    """Puts a post into the series that its header names, if that changed."""
    if title := one.file.values.get("series"):
        one.row.series = Series.objects.get_titled(str(title))


def lists_in(one: TextRow, keys: Collection[str]) -> tuple[list[str] | None, list[Author] | None]:
    """The tags and the authors of a header, ``None`` for those that did not change."""
    tags = one.tags if "tags" in keys else None
    called = authors_called(one.texts("authors"), authors_by_name()) if "authors" in keys else None
    return tags, called
