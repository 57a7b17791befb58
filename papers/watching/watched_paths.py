"""Which files of the server may be named, and how one is read that somebody may be writing.

The rule: a file ending as a bibliography does, in one of the folders of ``PAPERS_WATCHED_FOLDERS``
or below, itself and all that links lead to; nothing hidden (a name with a dot before it); a regular
file of at most ``PAPERS_WATCHED_BYTES``. Folders, pipes, devices and sockets are refused before a
byte is read.
"""

import errno
import os
import stat
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from papers.formats.any_format import ENDINGS
from papers.watching.watch_faults import NotYet, WatchFault

QUIET_SECONDS = 2
"""So long must nobody have written."""
CHUNK = 1_000_000
_FOLLOW_NOTHING = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


def allowed_path(written: str) -> tuple[Path, Path]:
    """The folder that may be read and the path below it to which a path leads, both without links;
    ``WatchFault`` says why none. The file need not be there."""
    path = Path(written)
    real = Path(os.path.realpath(path))
    for folder in settings.PAPERS_WATCHED_FOLDERS:
        own = Path(os.path.realpath(folder))
        if path.is_absolute() and real.is_relative_to(own) and real != own:
            below = real.relative_to(own)
            is_hidden = any(part.startswith(".") for part in below.parts)
            if not is_hidden and {path.suffix.lower(), real.suffix.lower()} <= set(ENDINGS):
                return own, below
    folders = ", ".join(map(str, settings.PAPERS_WATCHED_FOLDERS))
    raise WatchFault(
        _("“%(path)s” may not be read. A file has to be in one of these folders: %(folders)s (the "
          "setting WATCHED_FOLDERS); it and its folders have no dot before their names, and it "
          "ends in one of %(endings)s.")
        % {"path": written, "folders": folders, "endings": ", ".join(ENDINGS)}
    )  # fmt: skip


def mark_of_path(written: str) -> str:
    """Another one when the file is another or was written to; ``WatchFault`` where there is
    none."""
    folder, below = allowed_path(written)
    try:
        found = (folder / below).lstat()
    except OSError as error:
        raise fault_of(written, error) from error
    refuse_odd_file(written, found)
    return ":".join(map(str, state_of(found)))


def copy_path(written: str, target: Path) -> None:
    """Copies the file to a new one, whole as it was at one moment. ``NotYet`` while somebody
    writes it, ``WatchFault`` where it cannot be read."""
    folder, below = allowed_path(written)
    try:
        with os.fdopen(open_below(folder, below), "rb") as stream:
            before = os.fstat(stream.fileno())
            refuse_odd_file(written, before)
            if abs(time.time() - before.st_mtime) < QUIET_SECONDS:
                raise NotYet
            with target.open("wb") as copy:
                left = before.st_size
                while left > 0 and (some := stream.read(min(CHUNK, left))):
                    copy.write(some)
                    left -= len(some)
            if state_of(os.fstat(stream.fileno())) != state_of(before) or left:
                raise NotYet
    except OSError as error:
        raise fault_of(written, error) from error


def open_below(folder: Path, below: Path) -> int:
    """A file's descriptor, opened name by name: a link that was put there meanwhile is not
    followed, and nobody is waited for at the other end of a pipe."""
    opened = os.open(folder, _FOLLOW_NOTHING | os.O_DIRECTORY)
    try:
        for part in below.parts[:-1]:
            inner = os.open(part, _FOLLOW_NOTHING | os.O_DIRECTORY, dir_fd=opened)
            os.close(opened)
            opened = inner
        return os.open(below.name, _FOLLOW_NOTHING, dir_fd=opened)
    finally:
        os.close(opened)


def state_of(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def refuse_odd_file(written: str, found: os.stat_result) -> None:
    name = {"path": written}
    if stat.S_ISDIR(found.st_mode):
        raise WatchFault(_("“%(path)s” is a folder now.") % name)
    if not stat.S_ISREG(found.st_mode):
        raise WatchFault(_("“%(path)s” is no regular file.") % name)
    if found.st_size > settings.PAPERS_WATCHED_BYTES:
        most = settings.PAPERS_WATCHED_BYTES // 1_000_000
        raise WatchFault(
            _("“%(path)s” is larger than %(most)d MB (the setting WATCHED_MEGABYTES).")
            % (name | {"most": most})
        )
    if not found.st_size:
        raise WatchFault(_("“%(path)s” is empty.") % name)


def fault_of(written: str, error: OSError) -> WatchFault:
    name = {"path": written}
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return WatchFault(_("“%(path)s” is not there.") % name)
    if error.errno == errno.EACCES:
        return WatchFault(_("This server has no right to read “%(path)s”.") % name)
    reason = error.strerror or str(error)
    return WatchFault(_("“%(path)s” cannot be read: %(reason)s.") % (name | {"reason": reason}))
