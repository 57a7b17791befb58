"""A folder of files that is written again and again: only what changed, and never a stranger's."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MANIFEST = ".wellcited.json"
"""Names every file that is ours, with its digest; what it does not name is a stranger's."""
JOURNAL = f"{MANIFEST}.begun"
PART = re.compile(r"\.part-\d+\Z")
AWAY = {".git", ".hg", ".svn"}


class FolderRefusedError(Exception):
    """Why a folder is not written or read: what, where, and what to do."""


class KeptFolder:
    """Writes files below ``root``, each whole or not at all.

    The manifest says which files are ours and what they held when they were written; a journal
    beside it says so before a file is replaced, so that a run which was cut short is completed by
    the next one. A file that somebody changed since is left as it is: ``edited`` names it.
    """

    def __init__(
        self,
        root: Path,
        kind: str,
        hidden: str = "",
        may_replace: Callable[[str, bytes], bool] = lambda _name, _found: False,
    ) -> None:
        """What stands below the folder ``hidden`` is named in a manifest of its own there.
        ``may_replace`` tells of a file's name and bytes whether nothing is lost with them."""
        self.root, self.kind, self.hidden = root, kind, hidden
        self.may_replace = may_replace
        self.journal = f"{hidden}/{JOURNAL}" if hidden else JOURNAL
        self.known = self.read_manifest()
        self.begun = self.read_journal()
        self.seen: dict[str, str] = {}
        self.edited: list[str] = []
        self.written = self.removed = 0

    def read_manifest(self) -> dict[str, str]:
        """Raises ``FolderRefusedError`` for a folder with files that was not written by us."""
        if self.root.is_symlink() or (self.root.exists() and not self.root.is_dir()):
            raise FolderRefusedError(f"{self.root} is no folder: name another one.")
        file = self.root / MANIFEST
        if not file.is_file():
            if self.root.exists() and any(map(is_stranger, self.root.iterdir())):
                raise FolderRefusedError(
                    f"{self.root} is not empty and was not written by this command, so it is left "
                    "alone: name an empty folder or a new one."
                )
            return {}
        files = self.files_named_by(file)
        if self.hidden and (inner := self.root / self.hidden / MANIFEST).is_file():
            files |= self.files_named_by(inner)
        return files

    def files_named_by(self, file: Path) -> dict[str, str]:
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            kind, files = told["kind"], told["files"]
            is_sound = all(isinstance(name, str) for pair in files.items() for name in pair)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise FolderRefusedError(f"{file} cannot be read: {error}") from error
        if kind != self.kind or not is_sound:
            raise FolderRefusedError(
                f"{self.root} was written by another command ({kind}): name another folder."
            )
        return {name: digest for name, digest in files.items() if is_inner(name)}

    def read_journal(self) -> dict[str, set[str]]:
        """What a run that was cut short was writing: digests by names."""
        begun: dict[str, set[str]] = {}
        with suppress(OSError):
            for line in (self.root / self.journal).read_text(encoding="utf-8").splitlines():
                digest, _blank, name = line.partition(" ")
                if is_inner(name):
                    begun.setdefault(name, set()).add(digest)
        return begun

    def __enter__(self) -> "KeptFolder":
        self.root.mkdir(parents=True, exist_ok=True)
        self.root = self.root.resolve()
        if self.begun:
            for name in [name for name in files_below(self.root) if PART.search(name)]:
                (self.root / name).unlink(missing_ok=True)
        if not (self.root / MANIFEST).exists():
            self.save_manifest({})
        return self

    def __exit__(self, kind: object, *_more: object) -> None:
        if kind is None:
            self.remove_gone()
            self.save_manifest(self.seen)
            (self.root / self.journal).unlink(missing_ok=True)

    def save_manifest(self, files: dict[str, str]) -> None:
        inner = {name for name in files if self.hidden and name.startswith(f"{self.hidden}/")}
        self.save_names(MANIFEST, {name: files[name] for name in sorted(files.keys() - inner)})
        if inner:
            place = f"{self.hidden}/{MANIFEST}"
            self.save_names(place, {name: files[name] for name in sorted(inner)})

    def save_names(self, place: str, files: dict[str, str]) -> None:
        told = {"kind": self.kind, "files": files}
        data = json.dumps(told, ensure_ascii=False, indent=0).encode()
        file = self.root / place
        if not (file.exists() and same_bytes(file, data)):
            self.replace(place, data)

    def write(self, name: str, data: bytes) -> bool:
        """Writes a file where it is another one than that which stands there; whether it did.
        One that somebody changed stays, unless it says what ``may_replace`` knows."""
        file, digest = self.place(name), sha256(data).hexdigest()
        self.seen[name] = digest
        if file.is_file():
            if same_bytes(file, data):
                return False
            if not self.is_ours(name) and not self.may_replace(name, file.read_bytes()):
                if name not in self.known and name not in self.begun:
                    raise FolderRefusedError(
                        f"{file} stands where a file is to be written, and is not ours: move it "
                        "away."
                    )
                self.seen[name] = self.known.get(name, "")
                self.edited.append(name)
                return False
        self.note_begun(name, digest)
        self.replace(name, data)
        self.written += 1
        return True

    def note_begun(self, name: str, digest: str) -> None:
        journal = self.place(self.journal)
        journal.parent.mkdir(exist_ok=True)
        with journal.open("a", encoding="utf-8") as stream:
            stream.write(f"{digest} {name}\n")

    def is_ours(self, name: str) -> bool:
        """Whether a file is as we wrote it."""
        digest = digest_of_file(self.root / name)
        return digest == self.known.get(name) or digest in self.begun.get(name, ())

    def place(self, name: str) -> Path:
        """Where a file stands; a link on the way out of the folder is refused."""
        file = self.root / name
        for above in file.parents:
            if above == self.root:
                break
            if above.is_symlink():
                raise FolderRefusedError(f"{above} is a link: put a folder in its place.")
        if file.is_symlink():
            raise FolderRefusedError(f"{file} is a link: move it away.")
        return file

    def replace(self, name: str, data: bytes) -> None:
        file = self.place(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{sha256(file.name.encode()).hexdigest()[:12]}.part-{os.getpid()}")
        try:
            part.write_bytes(data)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)

    def remove_gone(self) -> None:
        """Removes files of ours that are not to be there any more, and folders that this empties.
        One that somebody changed since stays, unless it says what ``may_replace`` knows."""
        for name in sorted((self.known.keys() | self.begun.keys()) - self.seen.keys()):
            file = self.place(name)
            if file.is_file():
                if not self.is_ours(name) and not self.may_replace(name, file.read_bytes()):
                    self.seen[name] = self.known.get(name, "")
                    self.edited.append(name)
                    continue
                file.unlink()
                self.removed += 1
            for above in file.parents:
                if above == self.root or not above.is_dir() or any(above.iterdir()):
                    break
                above.rmdir()


def is_stranger(file: Path) -> bool:
    return file.name not in AWAY and not PART.search(file.name)


def is_inner(name: str) -> bool:
    """Whether a name leads to a file below the folder, and to nothing else."""
    parts = name.split("/")
    return (
        bool(name)
        and not name.startswith("/")
        and "\0" not in name
        and "\\" not in name
        and (not {"", ".", ".."} & set(parts))
    )


def same_bytes(file: Path, data: bytes) -> bool:
    return file.stat().st_size == len(data) and file.read_bytes() == data


def digest_of_file(file: Path) -> str:
    with file.open("rb") as stream:
        digest = sha256()
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def files_below(root: Path) -> Iterator[str]:
    """The names of all ordinary files, in order; links and hidden folders are not entered."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(
            one for one in inner if one not in AWAY and not Path(folder, one).is_symlink()
        )
        for name in sorted(names):
            file = Path(folder, name)
            if not file.is_symlink() and file.is_file():
                yield file.relative_to(root).as_posix()
