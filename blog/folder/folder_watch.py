"""An exported folder that somebody writes in: texts come in once their files are at rest."""

from pathlib import Path

from blog.folder.folder_reader import is_text_file
from blog.folder.generators import JEKYLL, folder_generator
from blog.folder.kept_folder import files_below
from blog.folder.site_update import Update, update_site

Marks = dict[str, tuple[int, int]]


class FolderWatch:
    """``look`` is called every second or so. A file that changed is taken when it is as it was at
    the look before, since a program may be in the middle of writing it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.taken: Marks | None = None
        self.last: Marks = {}
        self.told: dict[str, str] = {}

    def look(self) -> Update | None:
        """What came of the files, if something changed since; what is refused is told once.
        Raises ``FolderRefusedError`` for a folder that is no export."""
        marks = self.marks()
        is_at_rest, self.last = marks == self.last, marks
        if marks == self.taken or (self.taken is not None and not is_at_rest):
            return None
        done = update_site(self.root)
        self.taken, known, self.told = marks, self.told, dict(done.refused)
        done.refused = {
            name: reason for name, reason in done.refused.items() if known.get(name) != reason
        }
        return done

    def marks(self) -> Marks:
        """Each text's time and size."""
        found: Marks = {}
        program = folder_generator(self.root) or JEKYLL
        for folder in (*program.post_folders, *program.page_folders):
            place = self.root / folder
            names = files_below(place) if place.is_dir() and not place.is_symlink() else ()
            for name in filter(is_text_file, names):
                try:
                    state = (place / name).stat()
                except FileNotFoundError:  # it went in this moment
                    continue
                found[f"{folder}/{name}"] = (state.st_mtime_ns, state.st_size)
        return found
