"""Interactive pages of a site's own that its posts show in frames: copied with what they load, as
far as that stands in the site. No Django here.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, urlsplit

from blog.markup.document.own_frames import FOLDER, KINDS
from blog.text.size_limits import MAX_FRAMED_PAGE
from blog.transfer.liquid.built_files import as_built
from blog.transfer.pictures.held_data import with_held_data
from blog.transfer.pictures.host_copies import copy_at
from blog.transfer.pictures.images import find_file
from blog.transfer.pictures.page_loads import (
    ELSEWHERE,
    LONGEST_SCRIPT,
    OTHER_HOST,
    SCRIPTS,
    asked_by_scripts,
    ending_of,
    loads_in,
    makes_code,
    read_by_scripts,
    scripts_in,
)
from blog.transfer.rewriting.code_ranges import replace_spans
from blog.transfer.source.import_values import Found
from blog.transfer.source.site_files import read_head

PAGES = frozenset({".html", ".htm"})
LONGEST_PATH = 100
MOST_FILES = 200


@dataclass
class FramedPage:
    """The files of a page by their paths below the site's root, and what will be missing of it:
    addresses on other hosts that it would ask, and files that are not there. A page that
    ``makes_code`` of texts does so in vain."""

    path: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    makes_code: bool = False

    @property
    def digest(self) -> str:
        whole = sha256()
        for path, data in sorted(self.files.items()):
            whole.update(path.encode() + b"\0" + sha256(data).digest())
        return whole.hexdigest()[:20]

    @property
    def name(self) -> str:
        """Where the page itself is kept."""
        return self.name_of(self.path)

    def name_of(self, path: str) -> str:
        return f"{FOLDER}/{self.digest}/{path}"


def is_framed_page(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in PAGES


def read_framed(found: Found, path: str) -> FramedPage:
    """A page of the post's site with what it loads; ValueError says why it cannot be kept."""
    file = _find(found, path)
    if file is None:
        raise ValueError("it is not there")
    page = FramedPage(path=_safe_path(found, file))
    waiting: deque[Path] = deque([file])
    known = {file: page.path}
    size = 0
    while waiting:
        one = waiting.popleft()
        data = read_head(one, MAX_FRAMED_PAGE + 1)
        size += len(data)
        if size > MAX_FRAMED_PAGE or len(known) > MOST_FILES:
            limits = f"{MOST_FILES} files and {MAX_FRAMED_PAGE // 1024 // 1024} MB"
            raise ValueError(f"with what it loads it has more than {limits}")
        try:
            data = as_built(found, one, data)
        except ValueError:
            if one == file:
                raise
            page.missing.add(known[one])
            continue
        if one.suffix.lower() in (*PAGES, *SCRIPTS, ".css"):
            data = _rewritten(replace(found, file=one), data, page, known, waiting)
        page.files[known[one]] = data
    return _with_read_data(page, replace(found, file=file))


def _rewritten(
    found: Found, data: bytes, page: FramedPage, known: dict[Path, str], waiting: deque[Path]
) -> bytes:
    """The file with relative addresses of what it loads, which then waits for its turn."""
    text = data.decode("utf-8", "surrogateescape")
    own = PurePosixPath(known[found.file])
    spans = []
    for start, end in loads_in(text, own.suffix):
        written = text[start:end]
        loaded = _loaded(found, written, page)
        if loaded is None:
            continue
        if loaded not in known:
            known[loaded] = _safe_path(found, loaded)
            waiting.append(loaded)
        near = quote(relpath(known[loaded], str(own.parent)))
        near = near if near.startswith("../") or own.suffix in (*PAGES, ".css") else f"./{near}"
        fragment = urlsplit(written).fragment
        spans.append((start, end, near + (f"#{fragment}" if fragment else "")))
    return replace_spans(text, spans).encode("utf-8", "surrogateescape")


def _loaded(found: Found, written: str, page: FramedPage) -> Path | None:
    """The file that an address loads; what is lost is noted of the page."""
    is_elsewhere = ELSEWHERE.match(written)
    loaded = copy_at(found.copies, written) if is_elsewhere else _find(found, written)
    if loaded is not None and loaded.suffix.lower() in KINDS:
        return loaded
    if is_elsewhere:
        page.elsewhere |= {written} if OTHER_HOST.match(written) else set()
    else:
        page.missing |= {written} if _is_loaded(written) else set()
    return None


def _with_read_data(page: FramedPage, found: Found) -> FramedPage:
    """Notes what the page's scripts ask for, and writes the data that they read into the page."""
    texts: dict[str, str] = {}
    for script in _scripts(page):
        page.makes_code |= makes_code(script)
        page.elsewhere |= {
            one for one in asked_by_scripts(script) if copy_at(found.copies, one) is None
        }
        for address in read_by_scripts(script):
            is_elsewhere = ELSEWHERE.match(address)
            file = copy_at(found.copies, address) if is_elsewhere else _find(found, address)
            text = _text_of(found, file) if file else None
            if text is not None:
                texts[address] = text
            else:
                (page.elsewhere if is_elsewhere else page.missing).add(address)
    if texts:
        data = page.files[page.path].decode("utf-8", "surrogateescape")
        whole = with_held_data(data, texts).encode("utf-8", "surrogateescape")
        if len(whole) > MAX_FRAMED_PAGE:
            raise ValueError(
                f"with the data that it reads it is bigger than {MAX_FRAMED_PAGE >> 20} MB"
            )
        page.files[page.path] = whole
    return page


def _scripts(page: FramedPage) -> Iterator[str]:
    for path, data in page.files.items():
        ending = PurePosixPath(path).suffix
        text = data.decode("utf-8", "surrogateescape") if ending in (*PAGES, *SCRIPTS) else ""
        if ending in PAGES:
            yield from scripts_in(text)
        elif text and len(text) <= LONGEST_SCRIPT:
            yield text


def _text_of(found: Found, file: Path) -> str | None:
    try:
        return as_built(found, file, read_head(file, MAX_FRAMED_PAGE)).decode("utf-8-sig")
    except (OSError, ValueError):
        return None


def _find(found: Found, address: str) -> Path | None:
    """The file of the site, under one name however it is written. Where links lead to another one
    by that name there is none: only the one that was looked at stands in the site for sure."""
    file = find_file(found, address)
    plain = Path(normpath(file)) if file else None
    return plain if file and plain and plain.resolve() == file.resolve() else None


def _is_loaded(written: str) -> bool:
    ending = ending_of(written)
    return ending in KINDS and ending not in PAGES


def _safe_path(found: Found, file: Path) -> str:
    """A path of plain letters for a file, below the site's root or its host; two files have two."""
    places = [(found.site.root, ""), *((one.resolve(), host) for host, one in found.copies.items())]
    inside = (
        Path(host) / file.relative_to(one) for one, host in places if file.is_relative_to(one)
    )
    inner = next(inside, file)
    parts = [part for part in inner.parts if part not in ("/", "..", ".")]
    plain = "/".join(re.sub(r"[^\w.-]", "-", part, flags=re.A).lstrip(".") or "x" for part in parts)
    pure = PurePosixPath(plain)
    if plain == "/".join(parts) and len(plain) <= LONGEST_PATH and pure.suffix.islower():
        return plain
    digest = sha256(str(inner).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{pure.stem[-40:]}-{digest}{pure.suffix.lower()}"
