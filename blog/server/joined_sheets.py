"""The one stylesheet of readers' pages, joined from ``blog/sheets``: a page asks once for all."""

import os
import re
from collections.abc import Iterable, Iterator
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
JOINED = "blog/site.css"
REMARK = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def joined_sheets() -> str:
    """All sheets without their remarks, which are an eighth of what is sent."""
    sheets = ((SHEETS / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    return REMARK.sub("", "\n".join(sheets))


class JoinedSheets(BaseFinder):
    """Finds the joined sheet among the static files, for ``collectstatic`` and for the server that
    reloads alike; it lies in the data folder, and is written when a sheet was changed."""

    @property
    def storage(self) -> FileSystemStorage:
        return FileSystemStorage(settings.DATA_DIR / "joined")

    def check(self, **_kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: object) -> str | list[str]:
        if path != JOINED:
            return []
        self.write()
        file = self.storage.path(JOINED)
        return [file] if find_all else file

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, object]]:
        self.write()
        yield JOINED, self.storage

    def write(self) -> None:
        file, text = Path(self.storage.path(JOINED)), joined_sheets()
        if file.exists() and file.read_text(encoding="utf-8") == text:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}-{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
