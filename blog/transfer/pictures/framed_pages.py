"""Interactive pages of a site's own that its posts show in frames: copied with what they load, as
far as that stands in the site. No Django here.
"""

import re
from collections import deque
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, urlsplit

from blog.markup.document.own_frames import FOLDER, KINDS
from blog.transfer.pictures.host_copies import copy_at
from blog.transfer.pictures.images import find_file
from blog.transfer.source.import_values import Found
from blog.transfer.source.site_files import read_head

PAGES = frozenset({".html", ".htm"})
LONGEST_PATH = 100
MOST_FILES = 200
MAX_BYTES = 30 * 1024 * 1024
"""Of a page together with what it loads."""

_ADDRESS = re.compile(
    r"(?:(?<=[\s\"'])(?:src|poster|data)|<link\b[^<>]{0,1000}?\shref)[ \t]*=[ \t]*"
    r"(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})')",
    re.I,
)
_IN_STYLE = re.compile(
    r"url\([ \t]*(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})'|([^\"'()\s]{1,2000}))[ \t]*\)"
    r"|@import[ \t]+[\"']([^\"'\n]{1,2000})[\"']"
)
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]*:|#", re.I)
_LOADED = re.compile(
    r"<(?:script|link|img|iframe)\b[^<>]{0,1000}?(?:src|href)=[\"']((?:https?:)?//[^\"'<>]+)", re.I
)


@dataclass
class FramedPage:
    """The files of a page by their paths below the site's root, and what will be missing of it:
    hosts that it would ask, and files that are not there."""

    path: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

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
        data = read_head(one, MAX_BYTES + 1)
        size += len(data)
        if size > MAX_BYTES or len(known) > MOST_FILES:
            limits = f"{MOST_FILES} files and {MAX_BYTES // 1024 // 1024} MB"
            raise ValueError(f"with what it loads it has more than {limits}")
        if one.suffix.lower() in (*PAGES, ".css"):
            data = _rewritten(replace(found, file=one), one, data, page, known, waiting)
        page.files[known[one]] = data
    return page


def _rewritten(
    found: Found,
    file: Path,
    data: bytes,
    page: FramedPage,
    known: dict[Path, str],
    waiting: deque[Path],
) -> bytes:
    """The file with relative addresses of what it loads, which then waits for its turn."""
    text = data.decode("utf-8", "surrogateescape")
    own = known[file]

    def address(match: re.Match[str]) -> str:
        group = match.lastindex or 1
        written = match[group]
        is_elsewhere = _ELSEWHERE.match(written)
        loaded = copy_at(found.copies, written) if is_elsewhere else _find(found, written)
        if loaded is None and is_elsewhere:
            return match[0]
        if loaded is None or loaded.suffix.lower() not in KINDS:
            page.missing |= {written} if _is_loaded(written) else set()
            return match[0]
        if loaded not in known:
            known[loaded] = _safe_path(found, loaded)
            waiting.append(loaded)
        near = relpath(known[loaded], str(PurePosixPath(own).parent))
        fragment = urlsplit(written).fragment
        near = quote(near) + (f"#{fragment}" if fragment else "")
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + near + match[0][end:]

    if file.suffix.lower() in PAGES:
        page.hosts |= {
            urlsplit(one[1]).netloc
            for one in _LOADED.finditer(text)
            if copy_at(found.copies, one[1]) is None
        }
        text = _ADDRESS.sub(address, text)
    return _IN_STYLE.sub(address, text).encode("utf-8", "surrogateescape")


def _find(found: Found, address: str) -> Path | None:
    """The file of the site, under one name however it is written. Where links lead to another one
    by that name there is none: only the one that was looked at stands in the site for sure."""
    file = find_file(found, address)
    plain = Path(normpath(file)) if file else None
    return plain if file and plain and plain.resolve() == file.resolve() else None


def _is_loaded(written: str) -> bool:
    ending = PurePosixPath(urlsplit(written).path).suffix.lower()
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
