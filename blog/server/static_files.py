"""Static files, collected when their sources changed and not otherwise."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static() -> bool:
    """Whether it had to. Older releases of a file stay, for the pages that name them."""
    wanted, known = files_fingerprint(), collected_fingerprint()
    if known == f"{wanted} {bytes_collected()}":
        return False
    mark = fingerprint_mark()
    mark.unlink(missing_ok=True)
    # Without a fingerprint a collection was cut short, and half a file may lie there; with today's,
    # a power cut took what it made.
    is_broken = known is None or known.startswith(wanted)
    call_command("collectstatic", interactive=False, verbosity=0, clear=is_broken)
    mark.write_text(f"{wanted} {bytes_collected()}")
    return True


def bytes_collected() -> int:
    files = Path(settings.STATIC_ROOT).rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def fingerprint_mark() -> Path:
    return settings.DATA_DIR / "static-fingerprint"


def collected_fingerprint() -> str | None:
    """Of the sources that were collected last; ``None`` where that was never finished."""
    mark = fingerprint_mark()
    return mark.read_text() if mark.exists() else None


def files_fingerprint() -> str:
    """Changes with any source's name, size or time, with Django's release and the storage."""
    fixed = f"{django.VERSION} {settings.STATIC_ROOT} {settings.STORAGES['staticfiles']}"
    digest = hashlib.sha256(fixed.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
