"""Posts and pages as text files: a header that their program reads, a blank line, the text.

Each line of a header is ``key: value`` with the value in JSON, which is YAML too, so that it is
read back to the letter; what a person wrote otherwise is read as YAML.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from blog.folder.checked_values import check_texts, is_number
from blog.folder.generators import JEKYLL, Generator
from blog.folder.kept_folder import FolderRefusedError
from blog.text.header_lines import (
    DIGEST,
    FENCED,
    RETURNS,
    body_behind,
    digest_of_text,
    file_parts,
    header_lines,
    whole_text,
)
from blog.text.size_limits import MAX_POST
from blog.text.slugs import post_slug
from blog.transfer.source.front_matter import MAX_HEADER
from blog.transfer.source.header_values import as_flag
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

NAMED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-(?P<slug>.+)", re.DOTALL)
"""The name of a post's file, or of its folder, as Jekyll has it."""


@dataclass(frozen=True)
class TextFile:
    """A text with the values of its header."""

    values: dict[str, Any]
    text: str
    is_html: bool = False

    @property
    def digest(self) -> str:
        """That of what was exported; the empty text for a file that a person wrote."""
        return str(self.values.get(DIGEST) or "")

    @property
    def present_digest(self) -> str:
        """That of what it says now."""
        return digest_of_text(self.values, self.text)


def write_text_file(
    values: Mapping[str, Any],
    text: str,
    generator: Generator = JEKYLL,
    is_html: bool = False,
    known: Collection[str] = (),
    more: Mapping[str, Any] | None = None,
) -> str:
    """The whole file. Its ``digest`` names what an author may change in it; ``known`` are the keys
    that cite, ``more`` is what the program alone reads."""
    values, body = file_parts(values, text)
    values[DIGEST] = digest_of_text(values, body)
    values, body = generator.written(values, body, is_html, known)
    return whole_text(values | dict(more or {}), body)


def read_text_file(name: str, data: bytes, generator: Generator = JEKYLL) -> TextFile:
    """A file's header and text. Raises ``FolderRefusedError`` that names it."""
    if len(data) > MAX_POST:
        raise FolderRefusedError(f"{name}: it is bigger than {MAX_POST // 1024 // 1024} MB.")
    try:
        whole = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FolderRefusedError(f"{name}: it is no UTF-8 (byte {error.start}).") from error
    if "\0" in whole:
        raise FolderRefusedError(f"{name}: it has a NUL character.")
    if whole.startswith("---\r\n"):
        whole = whole.replace("\r\n", "\n")
    fenced = FENCED.match(whole)
    if fenced is None:
        raise FolderRefusedError(f"{name}: it has no header between two lines of ---.")
    if len(fenced[1]) > MAX_HEADER:
        raise FolderRefusedError(f"{name}: its header is too big.")
    values = read_header(name, fenced[1])
    check_header(name, values)
    body = body_behind(whole, fenced)
    values, body, is_html = generator.read(name, values, body)
    if values.pop(RETURNS, None) is True:
        body = body.replace("\n", "\r\n")
    return TextFile(values, body, is_html)


def check_header(name: str, values: Mapping[str, Any]) -> None:
    """Raises ``FolderRefusedError`` for values that no database keeps, and for a ``number`` that
    names no row."""
    for key, value in values.items():
        try:
            check_texts([key, value])
        except (ValueError, RecursionError) as error:
            raise FolderRefusedError(f"{name}: {key!r:.50}: {error}.") from error
    number = values.get("number")
    if number is not None and not is_number(number):
        raise FolderRefusedError(
            f"{name}: number: {number!r:.50} is none that an export gives: take it out to make a "
            "new one."
        )


def read_header(name: str, source: str) -> dict[str, Any]:
    """The values of a header: JSON where a line is that, else as YAML gives them."""
    values, is_ours = header_lines(source)
    if is_ours:
        return values
    try:
        told, _lines, _notes = read_yaml(source)
    except (Hostile, Malformed) as error:
        line = error.line + 1  # behind the first fence
        raise FolderRefusedError(
            f"{name}:{line}: the header is no YAML: {error.reason}."
        ) from error
    if not isinstance(told, dict):
        raise FolderRefusedError(f"{name}: its header has no keys and values.")
    return {key: values[key] if values.get(key) is not None else told[key] for key in told}


def placed(name: str, file: TextFile, generator: Generator = JEKYLL) -> TextFile:
    """A post's file with the date and the slug that its place says where its header has none; a
    draft has no date."""
    folder = next((one for one in generator.post_folders if name.startswith(f"{one}/")), "")
    if not folder:
        return file
    values, stem = dict(file.values), stem_of(name)
    named = NAMED.fullmatch(stem)
    if as_flag(str(values.pop("draft", ""))) or folder.endswith(generator.drafts):
        values.pop("date", None)
    elif named and folder.endswith(generator.posts):
        values.setdefault("date", named["day"])
    if slug := post_slug(named["slug"] if named else stem):
        values.setdefault("slug", slug)
    return replace(file, values=values)


def stem_of(name: str) -> str:
    """What a text's file is called, or its folder where that has it alone."""
    *folders, last = name.split("/")
    stem = last.rpartition(".")[0]
    return folders[-1] if stem == "index" and folders else stem
