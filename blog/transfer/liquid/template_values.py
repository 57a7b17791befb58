"""What Jekyll's templates can ask for: `site`, `page`, `layout`, and the files of `_data`.

What a site has only once it is built (its posts, its pages, its addresses) cannot be known while
it is read: asking for it is told, and is not the same as asking for what nobody wrote.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from blog.text.size_limits import MAX_DATA_FILE
from blog.transfer.liquid.copied_files import copied_files
from blog.transfer.liquid.run_limits import NotRun
from blog.transfer.source.config_files import config_of, values_of
from blog.transfer.source.dates import read_zone
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import fold_key, json_values, split_document
from blog.transfer.source.header_values import as_text
from blog.transfer.source.import_values import Quoted, Refused, Value
from blog.transfer.source.looked_files import Stamp, note_look, stamp_of
from blog.transfer.source.site_files import NotRead, is_inside, read_capped
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

MAX_ENTRIES = 20_000
"""Values of a file of data."""
MAX_FILES = 2_000
"""Files of a folder of data."""
MAX_LAYOUTS = 10

_BUILT = frozenset(
    ("posts", "pages", "related_posts", "tags", "categories", "time", "documents", "collections")
) | frozenset(("html_pages", "html_files", "github", "source", "destination"))
"""What of `site` is there only once it is built."""
_BUILT_PAGE = frozenset(("content", "excerpt", "previous", "next", "url", "id", "output"))
_NOT_BOTH = re.compile(r"[^\w\s-]+")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][\d_]{0,17})")
_FLOAT = re.compile(r"[-+]?\d{1,17}\.\d{0,17}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|\s+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?\s*(Z|[-+]\d\d?:?(?:\d\d)?)?"
)
_FLAGS = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
}


def typed(value: Value) -> object:
    """A value with the types that YAML gives it: flags, numbers, days, times, lists and tables."""
    if isinstance(value, dict):
        return {key: typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    if value is None or isinstance(value, Quoted):
        return value if value is None else str(value)
    return _scalar(value)


def _scalar(text: str) -> object:
    if text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if found := _TIME.fullmatch(text):
            numbers = [int(part) for part in found.groups()[:6]]
            return datetime(*numbers, tzinfo=read_zone(found[7] or "UTC"))
    except ValueError:
        pass
    return text


class _Values(Mapping[str, object]):
    """A table that is read where it is asked."""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return ""


class SiteValues(_Values):
    """`site`: the configuration, and the files of `_data`. Addresses count from the site's root, as
    the importer takes them."""

    def __init__(self, root: Path, digest: str) -> None:
        self.root, self.digest = root, digest

    def __getitem__(self, key: str) -> object:
        if key in ("baseurl", "url"):
            return ""
        configured = config_values(self.root, self.digest)
        if key == "data":
            name = as_text(configured.get("data_dir")) or "_data"
            return DataFolder(self.root, self.root / name)
        if key == "static_files":
            return copied_files(self.root)
        collections = configured.get("collections")
        if key in _BUILT or (isinstance(collections, dict | list) and key in collections):
            raise NotRun(f"“site.{key}” is there only once the site is built")
        return typed(configured[key])


class PageValues(_Values):
    """`page`: a post's header and what its path says."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def __getitem__(self, key: str) -> object:
        if key in _BUILT_PAGE and key not in self.values:
            raise NotRun(f"“page.{key}” is there only once the site is built")
        return self.values[key if key in self.values else fold_key(key)]


class LayoutValues(_Values):
    """`layout`: the headers of the post's layout and of those that it stands in."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name

    def __getitem__(self, key: str) -> object:
        name = self.name
        for _ in range(MAX_LAYOUTS):
            values = layout_values(self.root, name) if name else {}
            if key in values:
                return typed(values[key])
            name = as_text(values.get("layout"))
        raise KeyError(key)


class DataFolder(_Values):
    """`site.data`, and folders in it: each file by its name without ending."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder

    def files(self) -> dict[str, Path]:
        note_look(self.folder)
        found: dict[str, Path] = {}
        if not is_inside(self.folder, self.root):
            raise NotRun(f"the folder of data “{self.folder.name}” is not in the site")
        try:
            for number, path in enumerate(sorted(self.folder.iterdir())):
                if number < MAX_FILES:
                    name = path.name if path.is_dir() else path.stem
                    found.setdefault(_NOT_BOTH.sub("", name).replace(" ", "_"), path)
        except OSError:
            return found
        return found

    def __getitem__(self, key: str) -> object:
        path = self.files()[key]
        return DataFolder(self.root, path) if path.is_dir() else data_in_file(path, self.root)

    def __iter__(self) -> Iterator[str]:
        return iter(self.files())

    def __len__(self) -> int:
        return len(self.files())


def config_values(root: Path, digest: str) -> dict[str, Value]:
    """What the configuration says, by the keys as they are written there."""
    found = config_of(root)
    return _read_config(found[0], digest) if found else {}


def includes_folder(root: Path, digest: str) -> Path:
    """Where a site has what its templates include."""
    return root / (as_text(config_values(root, digest).get("includes_dir")) or "_includes")


@lru_cache(maxsize=4)
def _read_config(file: Path, digest: str) -> dict[str, Value]:
    return values_of(file, read_capped(file, MAX_DATA_FILE))


def layout_values(root: Path, name: str) -> Mapping[str, Value]:
    """The header of a layout; nothing where the site itself has none of that name."""
    file = root / "_layouts" / f"{name}.html"
    note_look(file)
    try:
        if not is_inside(file, root):
            return {}
        text, _ = decode(read_capped(file, MAX_DATA_FILE))
        return split_document(text, name).header.values
    except (NotRead, Refused):
        return {}


def data_in_file(file: Path, root: Path) -> object:
    """What stands in a file of data."""
    note_look(file)
    if not is_inside(file, root):
        raise NotRun(f"the file of data “{file.name}” is not in the site")
    value, reason = _read_data(file, stamp_of(file))
    if reason:
        raise NotRun(f"the file of data “{file.name}” {reason}")
    return value


@lru_cache(maxsize=64)
def _read_data(file: Path, stamp: Stamp | None) -> tuple[object, str]:
    """What stands in a file, or why it cannot be read."""
    try:
        text, _ = decode(read_capped(file, MAX_DATA_FILE))
        if file.suffix in (".yml", ".yaml"):
            return typed(read_yaml(text, MAX_ENTRIES)[0]), ""
        if file.suffix == ".json":
            return typed(json_values(text, MAX_ENTRIES)), ""
        if file.suffix in (".csv", ".tsv"):
            mark = "\t" if file.suffix == ".tsv" else ","
            return list(csv.DictReader(io.StringIO(text), delimiter=mark)), ""
    except (NotRead, Hostile, Malformed, csv.Error) as error:
        return None, _why(error)
    return None, "is of a kind that is not read"


def _why(error: Exception) -> str:
    if isinstance(error, Hostile | Malformed):
        return f"cannot be read (line {error.line}: {error.reason})"
    return str(error) if isinstance(error, NotRead) else f"cannot be read ({error})"
