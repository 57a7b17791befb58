"""When the process that does the queued work lived last, told by a file."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

BEAT_SECONDS = 5
SILENT_AFTER = timedelta(seconds=30)


def beat_file() -> Path:
    """Its time says when the process of this machine lived last."""
    return settings.DATA_DIR / "jobs-alive"


def beat() -> None:
    while True:
        with suppress(OSError):  # a full disk is told elsewhere
            beat_file().touch()
        time.sleep(BEAT_SECONDS)


def last_beat() -> datetime | None:
    """When the process that does the jobs lived last; ``None`` for never."""
    with suppress(OSError):
        return datetime.fromtimestamp(beat_file().stat().st_mtime, UTC)
    return None


def is_recent(beat_at: datetime | None) -> bool:
    return beat_at is not None and timezone.now() - beat_at < SILENT_AFTER
