"""Files of a folder that strangers may have made: never one outside of it, never a pipe, never more
than was asked for."""

import os
import stat
from pathlib import Path


class NotRead(ValueError):
    """Why a file could not be read, as the end of a sentence: "is bigger than 4 MB"."""


class NoOrdinaryFile(OSError):
    """A folder, a pipe, a socket or a device."""


def is_inside(file: Path, root: Path) -> bool:
    """Whether a path stays in a folder, whatever `..` and links say; no for a loop of links."""
    try:
        return file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def absolute_path(path: Path) -> Path:
    """Made absolute without following links, so that a link is judged where it stands."""
    return Path(os.path.normpath(path.expanduser().absolute()))


def read_capped(file: Path, most: int) -> bytes:
    """The whole file, of so many bytes at most. Raises NotRead, from the OSError where the system
    says why it cannot be read: it may be read another time."""
    try:
        data = read_head(file, most + 1)
    except NoOrdinaryFile:
        raise NotRead("is no ordinary file") from None
    except OSError as error:
        raise NotRead(f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise NotRead("cannot be read: its name is impossible") from error
    if len(data) > most:
        size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most >> 10} kB"
        raise NotRead(f"is bigger than {size}")
    return data


def read_head(file: Path, most: int) -> bytes:
    """The first bytes of a file. Raises OSError.

    Never reads a pipe or a device, which could block or never end, even where one takes the
    file's place at this moment.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise NoOrdinaryFile("it is no ordinary file")
    with open(file, "rb", opener=_opened_at_once) as stream:
        return stream.read(most)


def _opened_at_once(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NoOrdinaryFile("it is no ordinary file")
    return descriptor
