"""Text files on this machine: read, told whether they were changed, and written in one step."""

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from blog.text.header_lines import (
    DIGEST,
    FENCED,
    PICTURES,
    SENDING,
    SITE,
    body_behind,
    digest_of_text,
    header_lines,
    written_json,
)

OWN_LINE = re.compile(rf"^(?:{PICTURES}|{SITE}): .*\n", re.MULTILINE)
"""What a header has for this program alone."""
DIGEST_LINE = re.compile(rf"^{DIGEST}: .*\n", re.MULTILINE)
Pictures = dict[str, list[str]]
"""By what a text calls them: the address at the site, and a digest of the file."""


class TextRefused(Exception):
    """What is wrong with a file, and what to do."""


@dataclass(frozen=True)
class TextCopy:
    """A file as it was read. ``header`` is what the site sees of it, with its lines' ends."""

    path: Path
    whole: str

    @cached_property
    def fenced(self) -> re.Match[str]:
        found = FENCED.match(self.whole)
        if found is None:
            raise TextRefused(
                f"{self.path}: it has no header. Begin it with a line of ---, a line “title: …” "
                "and a line of ---."
            )
        return found

    @property
    def header(self) -> str:
        return OWN_LINE.sub("", self.fenced[1])

    @cached_property
    def values(self) -> dict[str, Any]:
        """Those that are written as the site writes them."""
        return header_lines(self.fenced[1])[0]

    @property
    def body(self) -> str:
        return body_behind(self.whole, self.fenced)

    @property
    def first_line(self) -> int:
        """Of the body, from 0."""
        return self.whole.count("\n", 0, self.whole.index(self.body, self.fenced.end()))

    @property
    def number(self) -> int | None:
        value = self.values.get("number")
        return value if isinstance(value, int) else None

    @property
    def digest(self) -> str:
        return str(self.values.get(DIGEST) or "")

    @property
    def site(self) -> str:
        """The one that it was pushed to or pulled from; empty where nobody says."""
        return str(self.values.get(SITE) or "")

    @property
    def pictures(self) -> Pictures:
        told = self.values.get(PICTURES)
        known = told.items() if isinstance(told, dict) else ()
        return {name: one for name, one in known if isinstance(one, list) and len(one) == 2}

    def says(self, body: str) -> str:
        """The digest of what it says with this body; empty where that cannot be told here, since
        the header is another YAML than the site's."""
        values, is_ours = header_lines(self.header)
        return digest_of_text(values, body) if is_ours else ""

    def sent(self, body: str, digest: str = "") -> str:
        """The whole text for the site; ``digest`` is that of the text which it is made from, where
        its header does not say so yet."""
        header = DIGEST_LINE.sub("", self.header)
        header = f"{header}{DIGEST}: {written_json(digest)}\n" if digest else self.header
        return f"---\n{header}---\n\n{body}\n"


def read_text_copy(path: Path) -> TextCopy:
    """Raises ``TextRefused``."""
    try:
        return TextCopy(path, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise TextRefused(f"{path}: it cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TextRefused(f"{path}: it is no UTF-8 (byte {error.start}).") from error


def own_text(text: str, body: str, site: str, pictures: Pictures) -> str:
    """A text of a site with a body of ours, and where its pictures are."""
    fenced = FENCED.match(text)
    if fenced is None:
        raise TextRefused("The site's answer is no text with a header.")
    header = f"{fenced[1]}{SITE}: {written_json(site)}\n"
    if pictures:
        header += f"{PICTURES}: {written_json(pictures)}\n"
    return f"---\n{header}---\n\n{body}\n"


def write_copy(copy: TextCopy, whole: str) -> None:
    """Writes a file anew, unless somebody changed it since it was read: then what they typed
    stays, below the new header if they left the old one alone. Raises ``TextRefused``."""
    if whole == copy.whole:
        return
    now = read_text_copy(copy.path)
    if now.whole != copy.whole:
        if now.fenced[1] != copy.fenced[1]:
            kept = [
                f"{key}: {written_json(value)}"
                for key, value in header_lines(TextCopy(copy.path, whole).fenced[1])[0].items()
                if key in ("number", DIGEST)
            ]
            raise TextRefused(
                f"{copy.path}: it was changed while it was sent, and is left as it is. Put these "
                f"lines into its header:\n{chr(10).join(kept)}"
            )
        whole = TextCopy(copy.path, whole).fenced[0] + now.whole[now.fenced.end() :]
    write_whole(copy.path, whole)


def mark_as_sent(copy: TextCopy) -> Callable[[], None]:
    """Writes a word into the header of a new text, by which the site knows it again where its
    answer is lost. Gives what takes the word out, from a file that nobody changed since."""
    if SENDING in copy.values or copy.header.lstrip().startswith("{"):
        return lambda: None
    before = raw_text(copy.path)
    first, end, rest = before.partition("\n")
    returns = "\r" if first.endswith("\r") else ""
    marked = f"{first}{end}{SENDING}: {written_json(uuid4().hex)}{returns}{end}{rest}"
    write_whole(copy.path, marked)

    def take_out() -> None:
        if raw_text(copy.path) == marked:
            write_whole(copy.path, before)

    return take_out


def raw_text(path: Path) -> str:
    return path.read_bytes().decode()


def write_whole(path: Path, whole: str) -> None:
    """In one step: whoever reads the file sees it as it was, or as it is to be."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(whole.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise TextRefused(f"{path}: it cannot be written: {error.strerror}.") from error


def write_new(path: Path, whole: str) -> None:
    """Raises ``TextRefused`` where there is a file of that name."""
    if path.exists() or path.is_symlink():
        raise TextRefused(f"{path}: there is a file of that name already: move it away first.")
    write_whole(path, whole)


def place_beside(path: Path) -> Path:
    """Where the site's text is put of a file that was changed here too."""
    return path.with_name(f"{path.stem}.site{path.suffix}")


def numbered_copies(folder: Path) -> dict[int, Path]:
    """The files of a folder that are posts of the site, by their numbers."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for path in (Path(place, name) for name in sorted(names)):
            if path.suffix in (".md", ".html") and not path.stem.endswith(".site"):
                with suppress(TextRefused):
                    found.setdefault(read_text_copy(path).number, path)
    found.pop(None, None)
    return found
