"""Readers' comments that a site has as files, in Staticman's way and others': a file for each, or
one that lists those of a post."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from itertools import islice
from pathlib import Path

from blog.text.size_limits import MAX_COMMENT_FILE
from blog.transfer.source.config_files import read_limited
from blog.transfer.source.dates import read_date
from blog.transfer.source.encoding import composed, decode
from blog.transfer.source.front_matter import json_values
from blog.transfer.source.header_values import as_flag, as_line, as_text, as_url
from blog.transfer.source.import_values import ArchivedComment, Refused, SourcePost, Value
from blog.transfer.source.site_files import is_inside
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

MAX_FILES = 100_000
MAX_VALUES = 100_000

_FOLDERS = ("_data/comments", "data/comments", "_comments", "comments")
_ENDINGS = {".yml", ".yaml", ".json"}
_TEXTS = ("message", "comment", "body", "text", "content")
_NAMES = ("name", "author", "nickname", "username")
_DATES = ("date", "timestamp", "created", "created_at", "published", "time")
_KEYS = ("_id", "id", "uuid")
_PARENTS = ("_parent", "replying_to_uid", "reply_to", "replyto", "parent", "parent_id")
_SITES = ("url", "website", "link")
_HIDDEN = ("hidden", "spam", "deleted")
_DATE_BEFORE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


@dataclass
class OldComments:
    """The files of one site's comments, by what names their post, and how many were asked for."""

    files: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)

    @classmethod
    def below(cls, root: Path) -> "OldComments":
        found = cls()
        for name, file in islice(_files(root), MAX_FILES):
            found.files[name].append(file)
        return found

    def of(self, source: SourcePost) -> tuple[list[ArchivedComment], list[str]]:
        """Those of a post, and what is to be told of files that cannot be read."""
        comments: list[ArchivedComment] = []
        problems = []
        for name in names_of(source) & self.files.keys() if self.files else ():
            self.taken.add(name)
            for file in sorted(self.files[name]):
                try:
                    comments += read_comments(file)
                except Refused as error:
                    problems.append(f"the comments in {file.name} were left out: {error}")
        return comments, problems

    def left(self) -> int:
        """How many are of no post that was asked for."""
        return sum(
            count_in(file)
            for name, files in self.files.items()
            if name not in self.taken
            for file in files
        )


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Each file, and the name of its post: that of its folder below the comments', or its own; no
    name for one that lists the comments of many posts."""
    for folder in (root / name for name in _FOLDERS):
        beside = (folder.with_name(folder.name + ending) for ending in sorted(_ENDINGS))
        yield from (("", one) for one in beside if one.is_file() and not one.is_symlink())
        for file in folder.rglob("*") if folder.is_dir() and not folder.is_symlink() else ():
            parts = file.relative_to(folder).parts
            is_wanted = file.suffix.lower() in _ENDINGS
            if is_wanted and file.is_file() and is_inside(file, root):
                yield composed("/".join(parts[:-1]) or file.stem).casefold(), file


def names_of(source: SourcePost) -> set[str]:
    """What a folder of a post's comments may be called: after its slug, its file, its address."""
    stem = Path(source.path).stem
    own = {source.slug, stem, _DATE_BEFORE.sub("", stem)}
    if stem in {"index", "_index"}:
        own.add(Path(source.path).parent.name)
    for path in source.old_paths:
        bare = re.sub(r"(?:/index)?\.html?\Z", "", path).strip("/")
        own |= {bare, bare.replace("/", "-"), bare.replace("/", "_")}
    return {name.casefold() for name in own if name}


def count_in(file: Path) -> int:
    """The comments in a file; one that cannot be read counts as one."""
    try:
        return len(read_comments(file))
    except Refused:
        return 1


def read_comments(file: Path) -> list[ArchivedComment]:
    """The comments in a file; raises Refused where it cannot be read."""
    text, _remarks = decode(read_limited(file, MAX_COMMENT_FILE))
    try:
        is_json = file.suffix.lower() == ".json"
        value = json_values(text, MAX_VALUES) if is_json else read_yaml(text, MAX_VALUES)[0]
    except (Hostile, Malformed) as error:
        raise Refused(file.name, error.line, error.reason) from error
    items, key = (value, "") if isinstance(value, list) else ([value], file.stem)
    found = (_comment(item, key) for item in items if isinstance(item, dict))
    return [one for one in found if one is not None]


def _comment(item: dict[str, Value], key: str) -> ArchivedComment | None:
    """A comment; `key` names one that names itself not."""
    values = {key.lower(): value for key, value in item.items()}
    text = _first(values, _TEXTS)
    if not text.strip():
        return None
    when = read_date(_first(values, _DATES), UTC)
    email = _first(values, ("email",))
    is_hidden = any(as_flag(values.get(key)) for key in _HIDDEN)
    is_held = any(as_flag(values.get(key)) is False for key in ("published", "approved"))
    return ArchivedComment(
        key=_first(values, _KEYS) or key,
        parent=_first(values, _PARENTS),
        name=as_line(_first(values, _NAMES)),
        text=text,
        written_at=when.at if when else None,
        email=email if "@" in email else "",  # most keep a digest of it alone
        website=as_url(_first(values, _SITES)),
        is_published=not (is_hidden or is_held),
    )


def _first(values: dict[str, Value], keys: Iterable[str]) -> str:
    return next((text for key in keys if (text := as_text(values.get(key)))), "")
