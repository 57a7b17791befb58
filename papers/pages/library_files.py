"""The whole library as files, made by a job: to write it takes too long for a request."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django_tasks import task

from papers.models import Paper
from papers.pages.export_kinds import KINDS
from papers.records.public_record import public_record
from papers.records.record import Record

MOST_AT_ONCE = 200  # papers that a request writes itself
PAUSE_SECONDS = 60  # between two makings, however often papers change
OLDEST_SECONDS = 86_400
CHUNK = 500


def exported_papers() -> QuerySet:
    """The papers that everybody may have as a file."""
    return Paper.objects.listed().order_by("pk")


def exported_records() -> Iterator[Record]:
    return exported_papers().values_list("record", flat=True).iterator(chunk_size=CHUNK)


def library_state() -> tuple[int, str]:
    """How many papers there are, and a digest that is another one when they changed."""
    found = exported_papers().aggregate(Count("pk"), Sum("pk"), Max("updated_at"))
    return found["pk__count"], sha256(repr(sorted(found.items())).encode()).hexdigest()[:16]


def folder() -> Path:
    return settings.DATA_DIR / "exports"


def files_by_age(kind: str) -> list[Path]:
    """The oldest first. Another process may take one away at any time, but never the newest."""
    made_at = {}
    for file in folder().glob(f"library-*.{kind}"):
        with suppress(FileNotFoundError):
            made_at[file] = file.stat().st_mtime_ns
    return sorted(made_at, key=lambda file: (made_at[file], file.name))


def newest_file(kind: str) -> Path | None:
    return next(reversed(files_by_age(kind)), None)


def is_outdated(file: Path | None, state: str) -> bool:
    if file is None or not file.stem.endswith(state):
        return True
    try:
        return time.time() - file.stat().st_mtime > OLDEST_SECONDS
    except FileNotFoundError:
        return True


def ask_for_files() -> None:
    """Has the files made anew, unless that was asked for a moment ago."""
    folder().mkdir(exist_ok=True)
    mark = folder() / "asked"
    with suppress(FileNotFoundError):
        if time.time() - mark.stat().st_mtime < PAUSE_SECONDS:
            return
    mark.touch()
    write_library_files.enqueue()


def make_files_now() -> None:
    """For who cannot come again later: makes the files that a request would have to wait for."""
    count, state = library_state()
    if count > MOST_AT_ONCE and any(is_outdated(newest_file(kind), state) for kind in KINDS):
        write_library_files.call()


@task()
def write_library_files() -> None:
    """Writes the library in every format; each file is replaced when the new one is whole."""
    begun = time.time()
    _count, state = library_state()
    folder().mkdir(exist_ok=True)
    for kind, (_media_type, write) in KINDS.items():
        parts = write((public_record(one) for one in exported_records()), False)
        replace_file(kind, state, begun, parts)


def replace_file(kind: str, state: str, begun: float, parts: Iterable[str]) -> None:
    """The file's time is when the library was looked at: of two that write at once, the one that
    began later has the newest file, whichever is done first."""
    wanted = folder() / f"library-{state}.{kind}"
    draft = folder() / f".{wanted.name}-{os.getpid()}"
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(parts)
        os.utime(draft, (begun, begun))
        draft.replace(wanted)
    finally:
        draft.unlink(missing_ok=True)
    for older in files_by_age(kind)[:-1]:
        older.unlink(missing_ok=True)
