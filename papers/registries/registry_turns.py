"""How fast a registry is asked: never faster than its rules, all processes together.

Time is cut into slots as long as the registry's pause; who asks takes the next free one and waits
for its beginning. The slots are names in Django's cache: with Redis all processes share them, with
the cache in memory those of one process (``manage.py serve`` does its jobs in one). While a shared
cache is away, each process goes by its own clock.
"""

import re
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from papers.registries.door_faults import AskedTooOften

LONGEST_WAIT = 60.0
"""Seconds that a caller is held for its turn; who would wait longer is told when to come back."""
LONGEST_PAUSE = 60.0
FORGET_AFTER = 3_600
INTERVAL = re.compile(r"(\d{1,6})\s*(ms|s|m|h)?", re.A)
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_own_lock = threading.Lock()
_own_next: dict[str, float] = {}


def wait_for_turn(registry: str) -> None:
    """Sleeps until the registry may be asked; ``AskedTooOften`` where it wants peace for longer
    than a caller is held."""
    now = time.time()
    if (until := float(cache.get(f"registry-rest:{registry}") or 0)) > now:
        raise AskedTooOften(
            _("%(registry)s asked to be left alone for a while.") % {"registry": registry},
            until - now,
        )
    pause = pause_of(registry)
    if pause <= 0:
        return
    turn = _own_turn(registry, now, pause)
    slot = int(turn // pause) + 1
    last = slot + int(LONGEST_WAIT / pause) + 1
    while not cache.add(_slot_name(registry, pause, slot), 1, pause * 2 + LONGEST_WAIT):
        if cache.get(_slot_name(registry, pause, slot)) is None:
            break  # the cache is away: our own clock must do
        slot += 1
        if slot > last:
            raise _sent_away(registry, slot * pause - now)
    else:
        turn = slot * pause
    time.sleep(max(turn - time.time(), 0))


def _own_turn(registry: str, now: float, pause: float) -> float:
    """The next turn by this process's own clock; who is sent away takes none."""
    with _own_lock:
        turn = max(now, _own_next.get(registry, 0.0))
        if turn - now > LONGEST_WAIT:
            raise _sent_away(registry, turn - now)
        _own_next[registry] = turn + pause
    return turn


def _slot_name(registry: str, pause: float, slot: int) -> str:
    return f"registry-slot:{registry}:{pause:g}:{slot}"


def _sent_away(registry: str, seconds: float) -> AskedTooOften:
    said = _("Too many wait to ask %(registry)s.") % {"registry": registry}
    return AskedTooOften(said, seconds)


def pause_of(registry: str) -> float:
    """Seconds between two questions: ours, or the registry's own where that is longer."""
    own = float(settings.PAPERS_REGISTRY_PAUSES.get(registry, 1.0))
    return max(own, float(cache.get(f"registry-pause:{registry}") or 0))


def note_limits(registry: str, limit: str | None, interval: str | None) -> None:
    """What ``x-rate-limit-limit`` and ``x-rate-limit-interval`` say, as ``50`` in ``1s``."""
    match = INTERVAL.fullmatch((interval or "").strip())
    number = (limit or "").strip()
    if match and number.isascii() and number.isdigit() and int(number[:9]) > 0:
        seconds = int(match[1]) * UNITS[match[2] or "s"] / int(number[:9])
        cache.set(f"registry-pause:{registry}", min(seconds, LONGEST_PAUSE), FORGET_AFTER)


def note_rest(registry: str, seconds: float) -> None:
    """The registry asked not to be asked for so long (``Retry-After``)."""
    cache.set(f"registry-rest:{registry}", time.time() + seconds, seconds + 1)
