"""The .bib files of a post: those its header names, those beside it, those of its site."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from blog.transfer.source.encoding import decode
from blog.transfer.source.import_values import POST_FOLDERS, Found, SourcePost
from blog.transfer.source.looked_files import note_look
from blog.transfer.source.site_files import NotRead, is_inside, read_capped
from papers.formats.bibtex_reading import MAX_BYTES, Bibliography, Entry, read_bibtex
from papers.formats.csljson import read_csljson
from papers.formats.entries import lines_of

MAX_FILES = 50
MAX_FOLDERS = 2000
MAX_LEVELS = 4
_PASSED_OVER = {"node_modules", "vendor", "_site", "public", "renv", "site-packages"}


@dataclass
class Sources:
    """A post's bibliographies, the nearest first, and what could not be read of them; `own` are
    those that its header names, else those beside it."""

    files: list[Bibliography] = field(default_factory=list)
    own: list[Bibliography] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    digest: str = ""

    def entry(self, key: str) -> Entry | None:
        """The entry of a key: exactly so written in any file, else without regard to case."""
        for one in self.files:
            if key in one.entries:
                return one.entries[key]
        for one in self.files:
            if (exact := _folded(one).get(key.casefold())) is not None:
                return one.entries[exact]
        return None

    def entries(self) -> Iterator[Entry]:
        """Every entry, the nearest first."""
        for one in self.files:
            yield from one.entries.values()


def _described(references: str) -> Bibliography:
    """The works of a header."""
    described = Bibliography()
    for one in read_csljson(lines_of(references)):
        if isinstance(one, Entry):
            described.entries.setdefault(one.key, one)
        elif not one.is_remark:
            described.problems.append((one.line, str(one)))
    return described


def _folded(bibliography: Bibliography) -> dict[str, str]:
    if not bibliography.folded:
        bibliography.folded = {key.casefold(): key for key in reversed(bibliography.entries)}
    return bibliography.folded


def find_bibliographies(found: Found, post: SourcePost) -> Sources:
    """All that a post may cite from. Files outside of the site are not read."""
    root = found.site.root
    everywhere = site_files(root)
    named, sources = [], Sources()
    for name in post.bibliography:
        file = _named(name, found, everywhere)
        if file is None:
            sources.problems.append(f"the bibliography “{name}” is not there")
        else:
            named.append(file)
    folder = folder_files(found.file.parent, root)
    digest = sha256()
    if post.references:
        described = _described(post.references)
        sources.files.append(described)
        sources.own.append(described)
        sources.problems += [f"references, {why}" for _, why in described.problems[:10]]
        digest.update(post.references.encode())
    shared = _strings(everywhere)
    for file in dict.fromkeys([*named, *folder, *everywhere]):
        loaded, data_digest = _load(file, _stamp(file), shared)
        digest.update(data_digest.encode())
        if loaded.entries or file in named:
            sources.files.append(loaded)
        if file in (named or folder):
            sources.own.append(loaded)
        if file in named or file in folder:
            sources.problems += [f"{file.name}:{n}: {why}" for n, why in loaded.problems[:10]]
    sources.digest = digest.hexdigest() if sources.files or sources.problems else ""
    return sources


@lru_cache(maxsize=8)
def folder_files(folder: Path, root: Path) -> tuple[Path, ...]:
    return tuple(_inside(sorted(folder.glob("*.bib"))[:MAX_FILES], root))


def forget() -> None:
    """Before a run: files may have come and gone since the last one."""
    site_files.cache_clear()
    folder_files.cache_clear()


@lru_cache(maxsize=8)
def site_files(root: Path) -> tuple[Path, ...]:
    """The .bib files of a site outside of its posts' own folders, by path."""
    files: list[Path] = []
    for visited, (folder, folders, names) in enumerate(os.walk(root)):
        depth = len(Path(folder).relative_to(root).parts)
        folders[:] = sorted(
            name
            for name in folders
            if name not in _PASSED_OVER | POST_FOLDERS and not name.startswith(".")
        )
        if depth >= MAX_LEVELS or visited > MAX_FOLDERS:
            folders.clear()
        is_of_a_post = any(name.startswith("index.") for name in names) and depth > 0
        if not is_of_a_post:
            files += [Path(folder, name) for name in sorted(names) if name.endswith(".bib")]
    return tuple(_inside(files[:MAX_FILES], root))


def _inside(files: Iterable[Path], root: Path) -> list[Path]:
    return [file for file in files if file.is_file() and is_inside(file, root)]


def _named(name: str, found: Found, everywhere: tuple[Path, ...]) -> Path | None:
    root = found.site.root
    name = name.strip().lstrip("/")
    places = [found.file.parent, root, root / "_bibliography", root / "assets/bibliography"]
    candidates = [place / ending for place in places for ending in (name, f"{name}.bib")]
    for one in candidates:
        note_look(one)
    candidates += [file for file in everywhere if file.name in {name, f"{name}.bib"}]
    return next(iter(_inside(candidates, root)), None)


def _stamp(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def _strings(files: tuple[Path, ...]) -> tuple[tuple[str, str], ...]:
    """The abbreviations that a site's files define for each other."""
    shared: dict[str, str] = {}
    if len(files) > 1:
        for file in files:
            shared |= _load(file, _stamp(file), ())[0].strings
    return tuple(sorted(shared.items()))


@lru_cache(maxsize=64)
def _load(
    file: Path, stamp: tuple[int, int], shared: tuple[tuple[str, str], ...]
) -> tuple[Bibliography, str]:
    """A file as it stood at a time (`stamp`), with the digest of its bytes."""
    try:
        data = read_capped(file, MAX_BYTES)
    except NotRead as error:
        return Bibliography(problems=[(1, f"it {error}")]), ""
    text, _ = decode(data)
    return read_bibtex(text, dict(shared)), sha256(data).hexdigest()
