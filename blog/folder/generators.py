"""The programs that build a site of an exported folder, as a table of what differs.

Whatever program a folder is for, a text is read to the same values and the same words: its digest
does not tell for which one it was written.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from blog.folder.escaped_shortcodes import escape_for_hugo, escaped_for, read_from_hugo
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.pandoc_texts import (
    escaped_mark,
    read_mark,
    text_for_pandoc,
    text_from_pandoc,
)

HIDDEN = "private"
HeaderValues = dict[str, Any]
HOME = "/"
"""Where a page may have stood that is another one's place now; no program leads on from there."""
IS_HTML = "is_html"
"""Said of a text in HTML where no file's ending can say it."""
MARKED = ("title", "description")
"""Keys whose values Pandoc reads as Markdown."""
_RAW_HTML = re.compile(r"(`{3,})\{=html\}\n(.*)\n\1", re.DOTALL)


@dataclass(frozen=True)
class Generator:
    """Where the texts of a folder stand and what its headers call what.

    Where a text ``has_folder`` of its own, its place is its address. ``lists_references`` says that
    a header has the works that its text cites; ``is_pandoc``, that Pandoc reads all: it finds them
    in files beside the text. ``keys`` are the names that differ from Jekyll's; ``left_out`` are
    keys of ours that mean nothing there; ``fixed`` are values that each header needs. What only the
    program reads is not read back: it is in ``not_read``.
    """

    name: str
    title: str
    posts: str
    unlisted: str
    drafts: str
    pages: str
    has_folder: bool = False
    marks_drafts: bool = False
    lists_references: bool = False
    is_pandoc: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    not_read: frozenset[str] = frozenset()
    escape: Callable[[str, bool, Collection[str]], str] = lambda text, _is_html, _known: text
    unescape: Callable[[str, bool], str] = lambda text, _is_html: text

    @property
    def needs_works(self) -> bool:
        """Whether it is told what the texts cite."""
        return self.lists_references or self.is_pandoc

    @property
    def post_folders(self) -> tuple[str, ...]:
        listed = (self.posts, self.unlisted)
        hidden = tuple(f"{HIDDEN}/{folder}" for folder in listed)
        return (*listed, *hidden, self.drafts, f"{HIDDEN}/{self.drafts}")

    @property
    def page_folders(self) -> tuple[str, ...]:
        return (self.pages, f"{HIDDEN}/{self.pages}")

    def file_name(self, folder: str, stem: str, day: str, is_html: bool) -> str:
        """``day`` is empty for pages and drafts."""
        if self.has_folder:
            return f"{folder}/{stem}/index.qmd"
        dated = f"{day}-{stem}" if day else stem
        return f"{folder}/{dated}.{'html' if is_html else 'md'}"

    def written(
        self, values: Mapping[str, Any], text: str, is_html: bool, known: Collection[str]
    ) -> tuple[HeaderValues, str]:
        """A header and a text of ours as the program reads them; ``known`` are the keys in it
        that cite."""
        told = {self.keys.get(key, key): values[key] for key in values if key not in self.left_out}
        if HOME in told.get("aliases", ()):
            told |= {"redirect_from": told["aliases"], "aliases": without_home(told["aliases"])}
        if "url" in told:
            told["url"] = unquote(told["url"])  # as in Hugo, which names a file after it
        text = self.escape(text, is_html, known)
        if self.is_pandoc:
            told |= {key: escaped_mark(told[key]) for key in MARKED if key in told}
            if is_html:
                told[IS_HTML] = True
                ticks = max([2, *(len(run) for run in re.findall("`{3,}", text))]) + 1
                text = f"{'`' * ticks}{{=html}}\n{text}\n{'`' * ticks}"
        return {**told, **self.fixed}, text

    def read(
        self, name: str, values: Mapping[str, Any], text: str
    ) -> tuple[HeaderValues, str, bool]:
        """The header and the text as ours are, and whether it is HTML. Raises
        ``FolderRefusedError``."""
        named = {theirs: ours for ours, theirs in self.keys.items()}
        told = {named.get(key, key): values[key] for key in values if key not in self.not_read}
        if "aliases" in named and "redirect_from" in values:
            told["redirect_from"] = joined(values["redirect_from"], values.get("aliases"))
        is_html = name.endswith(".html")
        if self.has_folder:
            told = without_own_alias(told)
        if self.is_pandoc:
            for key in MARKED:
                if isinstance(told.get(key), str):
                    told[key] = read_mark(told[key])
            is_html = told.pop(IS_HTML, False) is True
            text = unfenced_html(name, text) if is_html else text
        return told, self.unescape(text, is_html), is_html


def without_home(paths: Iterable[str]) -> list[str]:
    """Old addresses that a program may write a page at."""
    return [path for path in paths if path != HOME]


def joined(first: Any, more: Any) -> Any:
    """Two lists as one; what is no list is for its reader to refuse."""
    if isinstance(first, list) and isinstance(more, list):
        return [*first, *(one for one in more if one not in first)]
    return first


def own_alias(name: str, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What leads from a text's address here to its file, where a program takes the file's own
    place for the address."""
    own = unquote(values["permalink"])
    if own == f"/{name.removesuffix('index.qmd')}":
        return {}
    return {"aliases": [*without_home(values.get("redirect_from", ())), own]}


def without_own_alias(values: HeaderValues) -> HeaderValues:
    """A header whose old addresses are those alone that lead to another one."""
    paths, own = values.get("redirect_from"), unquote(str(values.get("permalink", "")))
    if not isinstance(paths, list) or own not in paths:
        return values
    kept = [path for path in paths if path != own]
    rest = {key: value for key, value in values.items() if key != "redirect_from"}
    return {**rest, "redirect_from": kept} if kept else rest


def unfenced_html(name: str, text: str) -> str:
    found = _RAW_HTML.fullmatch(text.strip("\n"))
    if found is None:
        raise FolderRefusedError(
            f"{name}: {IS_HTML} says that it is HTML, but its text is not one block between "
            "```{=html} and ```: put it between them, or take the key out."
        )
    return found[2]


JEKYLL = Generator("jekyll", "Jekyll", "_posts", "_unlisted", "_drafts", "pages")
HUGO = Generator(
    "hugo",
    "Hugo",
    "content/posts",
    "content/unlisted",
    "content/drafts",
    "content/pages",
    marks_drafts=True,
    lists_references=True,
    keys={
        "permalink": "url",
        "redirect_from": "aliases",
        "last_modified_at": "lastmod",
        "lang": "language",
    },
    left_out=frozenset({"layout"}),
    not_read=frozenset({"references"}),
    escape=partial(escaped_for, escape_for_hugo, frozenset({"figure", "youtube"})),
    unescape=read_from_hugo,
)
QUARTO = Generator(
    "quarto",
    "Quarto",
    "posts",
    "unlisted",
    "drafts",
    "pages",
    has_folder=True,
    marks_drafts=True,
    is_pandoc=True,
    keys={
        "redirect_from": "aliases",
        "last_modified_at": "date-modified",
        "authors": "author",
        "tags": "categories",
        "canonical_url": "canonical-url",
    },
    left_out=frozenset({"layout"}),
    fixed={"engine": "markdown"},
    not_read=frozenset({"engine", "bibliography", "csl"}),
    escape=text_for_pandoc,
    unescape=text_from_pandoc,
)
GENERATORS = {one.name: one for one in (JEKYLL, HUGO, QUARTO)}


def folder_generator(root: Path) -> Generator | None:
    """The program for which a folder was exported; ``None`` where that cannot be told."""
    try:
        told = json.loads((root / "export.json").read_text(encoding="utf-8"))
        return GENERATORS.get(told.get("generator", JEKYLL.name))
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return None
