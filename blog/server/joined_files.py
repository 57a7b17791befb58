"""The one stylesheet of readers' pages, joined from ``blog/sheets``, and the one script of a post's
page, joined from ``blog/scripts``: a page asks once for all."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEETS = Path(__file__).parents[1] / "sheets"
ORDER = (
    *("faces", "colours_and_measures", "base", "frame", "facts", "lists", "home", "post"),
    *("notices", "margins", "prose", "formulas", "highlighting", "references", "discussions"),
    *("paper", "library", "comments", "forms", "search", "corrections", "print"),
)
"""A later sheet counts where two say the same; on paper the last one does."""
SCRIPTS = Path(__file__).parents[1] / "scripts"
JOINED = "blog/site.css"
REMARK = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
SCRIPT_REMARK = re.compile(r"^ *(?:/\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
LINE_END = re.compile(r"(?<=[{};,])\s*\n\s*| (?=\{\n)|;?\n\s*(?=\})")


def joined_sheets() -> str:
    """All sheets without their remarks and the blanks at their lines' ends."""
    sheets = ((SHEETS / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    return LINE_END.sub("", REMARK.sub("", "\n".join(sheets)))


def joined_scripts() -> str:
    """All scripts of a post's page without their remarks; each looks for what it is about."""
    scripts = (path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.iterdir()))
    return SCRIPT_REMARK.sub("", "\n".join(scripts))


PARTS: dict[str, Callable[[], str]] = {JOINED: joined_sheets, "blog/post.js": joined_scripts}


class JoinedFiles(BaseFinder):
    """Finds the joined files among the static ones, for ``collectstatic`` and for the server that
    reloads alike; they lie in the data folder, and are written when a part was changed."""

    @property
    def storage(self) -> FileSystemStorage:
        return FileSystemStorage(settings.DATA_DIR / "joined")

    def check(self, **_kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: object) -> str | list[str]:
        if path not in PARTS:
            return []
        file = self.write(path)
        return [file] if find_all else file

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, object]]:
        for path in PARTS:
            self.write(path)
            yield path, self.storage

    def write(self, path: str) -> str:
        file, text = Path(self.storage.path(path)), PARTS[path]()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f".{file.name}-{os.getpid()}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(file)
        return str(file)
