"""Whether there is room for another file among the media: one rule for every way in.

The store itself asks, for each file that it is to keep: whoever stores one has the rule by that,
wherever the media lie. A store has two limits: what all files have together (``MEDIA_MB``), and
what stays free on its disk for texts and comments (``DISK_LEFT_MB``).
"""

import errno
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

COUNTED_FOR = 60
"""Seconds for which a count of all files holds."""
NEARLY_FULL = 500_000_000
"""Bytes of room under which each file has all others counted anew: so much no other process and no
hand has changed within a minute."""
LOCK = threading.RLock()
"""For the counts alone: a bucket may take a minute for a file, and nobody waits for another's."""


class MediaFull(OSError):
    """There is no room: what is wrong, what is allowed and what to do, in words for who sent the
    file. A full disk to whoever does not know better: the form comes back with what was typed."""

    def __init__(self, words: str) -> None:
        super().__init__(errno.ENOSPC, words)

    def __str__(self) -> str:
        return str(self.strerror)


class RationedFiles:
    """What a store of media is besides (``django.core.files.storage.Storage``)."""

    counted, counted_at = 0, float("-inf")
    """Bytes of all files, with those that this process stored since; seconds of the clock."""
    promised = 0
    """Bytes of the files that this process is storing now. What is counted while one is written may
    have a part of it too: then there seems to be less room than there is, never more."""

    def file_sizes(self) -> Iterable[int]:
        """Bytes of each file that is stored."""
        raise NotImplementedError

    def free_bytes(self) -> int | None:
        """Bytes that are free on the store's disk; ``None`` where it has none that may fill up."""
        raise NotImplementedError

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """Raises ``MediaFull``."""
        if not hasattr(content, "chunks"):  # Django stores any open file, too
            content = File(content, name)
        with self.promised_room(content.size):
            return super().save(name, content, max_length)

    @contextmanager
    def promised_room(self, size: int) -> Iterator[None]:
        """Room that no other file takes while one is stored in it; free again where that fails.
        Raises ``MediaFull``."""
        with LOCK:
            self.require_room(size)
            self.promised += size
        kept = 0
        try:
            yield
            kept = size
        finally:
            with LOCK:
                self.promised -= size
                self.counted += kept

    def require_room(self, size: int) -> None:
        """Raises ``MediaFull`` where there is none for a file of so many bytes."""
        most, free = settings.BLOG_MEDIA_BYTES, self.free_bytes()
        if free is not None:
            free -= self.promised
        if most and (left := most - self.kept_bytes(most - size) - self.promised) < size:
            told = _(
                "There is no room for this file of %(size)s: the site keeps at most %(most)s of "
                "pictures and files, and has %(left)s left. Make it smaller, or ask who runs the "
                "site for more (MEDIA_MB)."
            )
            raise MediaFull(told % told_sizes(size=size, most=most, left=max(0, left)))
        if free is not None and free - size < (kept_free := settings.BLOG_DISK_LEFT_BYTES):
            told = _(
                "There is no room for this file of %(size)s: the disk has %(free)s left, and "
                "%(kept)s stay free for texts and comments. Ask who runs the site to make room."
            )
            raise MediaFull(told % told_sizes(size=size, free=free, kept=kept_free))

    def kept_bytes(self, allowed: int = 0) -> int:
        """Bytes of all files: exactly, unless there is plenty of room below those ``allowed``."""
        is_old = time.monotonic() - self.counted_at > COUNTED_FOR
        if is_old or allowed - self.promised - self.counted < NEARLY_FULL:
            self.counted, self.counted_at = sum(self.file_sizes()), time.monotonic()
        return self.counted


def told_sizes(**sizes: int) -> dict[str, str]:
    """Bytes in words: none of a little is not told as none at all."""
    return {
        name: f"{size / 1_000_000:,.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.2f} MB"
        for name, size in sizes.items()
    }
