"""Reads an exported folder as if a stranger had written it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from blog.folder.checked_values import check_texts, is_number
from blog.folder.generators import GENERATORS, HIDDEN, folder_generator
from blog.folder.kept_folder import FolderRefusedError, files_below
from blog.folder.layout import FORMAT, SINGLE_FILES
from blog.folder.row_nodes import Node
from blog.folder.row_tables import Table
from blog.folder.site_export import DATA, KIND
from blog.folder.text_files import TextFile, placed, read_text_file
from blog.text.size_limits import MAX_EXPORTED_DATA
from blog.transfer.source.site_files import NotRead, read_capped

MAX_FILES = 2_000_000
TEXT_ENDINGS = (".md", ".markdown", ".html", ".qmd")


class FolderReader:
    """The files of a folder. Everything raises ``FolderRefusedError``, which names the file."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise FolderRefusedError(f"{root} is no folder.")
        self.root = root.resolve()
        told = self.load_json("export.json") if (self.root / "export.json").is_file() else None
        if not isinstance(told, dict) or told.get("kind") != KIND:
            raise FolderRefusedError(
                f"{root} was not written by export_site: there is no export.json of its kind. "
                "import_posts reads the blogs of other systems."
            )
        if not is_number(told.get("format")) or told["format"] > FORMAT:
            raise FolderRefusedError(
                f"{root} has the format {told.get('format')!r:.20}; this version reads up to "
                f"{FORMAT}: upgrade it first."
            )
        generator = folder_generator(root)
        if generator is None:
            known = ", ".join(GENERATORS)
            raise FolderRefusedError(
                f"{root} was exported for {told.get('generator')!r:.50}; this version reads "
                f"folders for {known}."
            )
        self.generator = generator
        self.names = list(self.list_files())
        self.there = set(self.names)

    def list_files(self) -> Iterator[str]:
        for number, name in enumerate(files_below(self.root), 1):
            if number > MAX_FILES:
                raise FolderRefusedError(f"{self.root} has more than {MAX_FILES:,} files.")
            yield name

    def read(self, name: str, most: int) -> bytes:
        try:
            return read_capped(self.root / name, most)
        except NotRead as error:
            raise FolderRefusedError(f"{name} {error}.") from error

    def load_json(self, name: str) -> Any:
        try:
            value = json.loads(self.read(name, MAX_EXPORTED_DATA).decode("utf-8-sig"))
            check_texts(value)
        except (ValueError, RecursionError) as error:
            raise FolderRefusedError(f"{name} is damaged: {error}.") from error
        return value

    def nodes(self, table: Table) -> Iterator[tuple[str, Node]]:
        """The rows of a table by files, each with what ``private/`` adds, and the file's name."""
        for name in self.data_files(table):
            shown = self.load_nodes(f"{DATA}/{name}")
            hidden = self.load_nodes(f"{HIDDEN}/{DATA}/{name}")
            open_numbers = {node["number"] for node in shown}
            for node in merged_nodes(f"{DATA}/{name}", shown, hidden):
                is_open = node["number"] in open_numbers
                yield f"{DATA}/{name}" if is_open else f"{HIDDEN}/{DATA}/{name}", node

    def data_files(self, table: Table) -> list[str]:
        if table in SINGLE_FILES or table.name == "pages":
            return [f"{table.name}.json"]
        folders = (f"{DATA}/{table.name}/", f"{HIDDEN}/{DATA}/{table.name}/")
        found = {
            name[len(folder) :]
            for name in self.names
            for folder in folders
            if name.startswith(folder) and name.endswith(".json")
        }
        return [f"{table.name}/{name}" for name in sorted(found)]

    def load_nodes(self, name: str) -> list[Node]:
        if name not in self.there:
            return []
        value = self.load_json(name)
        nodes = value if isinstance(value, list) else [value]
        for node in nodes:
            if not isinstance(node, dict) or not is_number(node.get("number")):
                raise FolderRefusedError(f"{name} is damaged: a row has no number.")
        return nodes

    def users(self) -> list[Node]:
        name = f"{HIDDEN}/{DATA}/users.json"
        value = self.load_json(name) if name in self.there else []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise FolderRefusedError(f"{name} is damaged: it is no list of users.")
        return value

    def texts(self, folders: Iterable[str]) -> Iterator[tuple[str, TextFile]]:
        """The text files of some folders, one after the other."""
        for name in self.text_names(folders):
            yield name, self.text(name)

    def text_names(self, folders: Iterable[str]) -> list[str]:
        below = tuple(f"{folder}/" for folder in folders)
        return [name for name in self.names if name.startswith(below) and is_text_file(name)]

    def text(self, name: str) -> TextFile:
        file = read_text_file(name, self.read(name, MAX_EXPORTED_DATA), self.generator)
        return placed(name, file, self.generator)

    def media(self) -> Iterator[tuple[str, str]]:
        """The name of each file in the media store, and the file's."""
        for folder in ("media/", f"{HIDDEN}/media/"):
            for name in self.names:
                if name.startswith(folder):
                    yield name[len(folder) :], name


def is_text_file(name: str) -> bool:
    base = name.rpartition("/")[2]
    is_text = base.endswith(TEXT_ENDINGS) and not base.startswith((".", "#", "~"))
    return is_text and base != "_index.md"  # of a folder itself, in Hugo


def merged_nodes(name: str, shown: list[Node], hidden: list[Node]) -> Iterator[Node]:
    """Rows with what the private file says of them, and of the rows that belong to them."""
    whole: dict[int, Node] = {}
    for node in shown:
        if whole.setdefault(node["number"], node) is not node:
            raise FolderRefusedError(
                f"{name} is damaged: two rows have the number {node['number']}."
            )
    for node in hidden:
        known = whole.get(node["number"])
        whole[node["number"]] = merged_node(name, known, node) if known else node
    yield from (whole[number] for number in sorted(whole))


def merged_node(name: str, shown: Node, hidden: Node) -> Node:
    whole = {**shown, **hidden}
    for key, value in shown.items():
        other = hidden.get(key)
        if is_rows(value) and is_rows(other):
            whole[key] = list(merged_nodes(name, value, other))
    return whole


def is_rows(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, dict) and is_number(one.get("number")) for one in value)
