import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from papers.choices import WatchKind
from papers.models import Watch
from papers.watching.watch_rounds import WatchRounds

moments = count(1)


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """The one folder that may be read."""
    (tmp_path / "shared").mkdir()
    settings.PAPERS_WATCHED_FOLDERS = [tmp_path / "shared"]
    return tmp_path / "shared"


@pytest.fixture
def write(folder) -> Callable[[str], Path]:
    """Writes the file that is kept in step, some time ago."""

    def written(text: str | bytes, name: str = "mine.bib") -> Path:
        data = text.encode() if isinstance(text, str) else text
        file = folder / name
        file.write_bytes(data)
        then = time.time() - 3600 + next(moments)
        os.utime(file, (then, then))
        return file

    return written


@pytest.fixture
def watch(db, folder) -> Watch:
    return Watch.objects.create(kind=WatchKind.PATH, place=str(folder / "mine.bib"))


@pytest.fixture
def look(watch) -> Callable[[], Watch]:
    """A round of a job process; the watch as it is then."""
    rounds = WatchRounds()

    def looked() -> Watch:
        rounds.look_at_all()
        watch.refresh_from_db()
        return watch

    return looked


def bib(count: int, **said: str) -> str:
    """Entries k0, k1…, of which some say another volume: ``k3="9"``."""
    return "\n".join(
        f"@article{{k{n},\n  title = {{The {word(n)} of water}},\n  author = {{Abe, Kobo}},\n"
        f"  volume = {{{said.get(f'k{n}', '1')}}}\n}}"
        for n in range(count)
    )


def word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")
