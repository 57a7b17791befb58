"""`site.static_files`: the files that Jekyll copies as they are. Source: Jekyll's documentation,
"Static Files", and its `Reader` and `EntryFilter`."""

import os
from pathlib import Path, PurePosixPath

from blog.transfer.liquid.run_limits import NotRun
from blog.transfer.source.front_matter import LONGEST_LINE, begins_with_header
from blog.transfer.source.looked_files import note_look
from blog.transfer.source.site_files import read_head

MAX_STATIC = 5_000
"""Files of a site that are no pages."""
MAX_FOLDERS = 1_000
_HIDDEN = ("_", ".", "#")
_NEVER = frozenset(("node_modules", "vendor", "Gemfile", "Gemfile.lock"))
_MAY_BE_PAGES = frozenset(
    ("", ".md", ".markdown", ".html", ".htm", ".css", ".scss", ".sass", ".js", ".xml", ".json")
) | frozenset((".txt", ".svg", ".yml", ".yaml", ".coffee", ".webmanifest"))


def copied_files(root: Path) -> list[dict[str, str]]:
    """Each by its path from the root, in their order; NotRun where there are too many."""
    found: list[dict[str, str]] = []
    for number, (folder, folders, names) in enumerate(os.walk(root)):
        note_look(Path(folder))
        folders[:] = sorted(name for name in folders if _is_shown(name))
        kept = (Path(folder, name) for name in names if _is_shown(name))
        found += [_described(file, root) for file in kept if not _is_page(file)]
        if len(found) > MAX_STATIC or number > MAX_FOLDERS:
            raise NotRun(f"the site has more than {MAX_STATIC:,} static files")
    return sorted(found, key=lambda one: one["path"])


def _is_shown(name: str) -> bool:
    return not name.startswith(_HIDDEN) and not name.endswith("~") and name not in _NEVER


def _is_page(file: Path) -> bool:
    """Whether a file has a header, or is none that could be copied."""
    if file.is_symlink() or not file.is_file():
        return True
    if file.suffix.lower() not in _MAY_BE_PAGES:
        return False
    try:
        return begins_with_header(read_head(file, LONGEST_LINE))
    except OSError:
        return True


def _described(file: Path, root: Path) -> dict[str, str]:
    path = PurePosixPath("/", file.relative_to(root).as_posix())
    return {
        "path": str(path),
        "name": path.name,
        "basename": path.stem,
        "extname": path.suffix,
    }
