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
    if known == wanted:
        return False
    mark = fingerprint_mark()
    mark.unlink(missing_ok=True)
    # Without a fingerprint a collection was cut short, and half a file may lie there.
    call_command("collectstatic", interactive=False, verbosity=0, clear=known is None)
    mark.write_text(wanted)
    return True


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
