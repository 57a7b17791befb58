"""A cache that the site can do without: when it is away, everything is as if it were empty."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)
REST_SECONDS = 10
"""How long a cache that did not answer is not asked again: to wait for one takes a second."""
SAY_EVERY = 60


class Silence:
    """What the threads of this process know of a cache that is away; times of ``monotonic``."""

    until = 0.0
    said_at = float("-inf")

    def begin(self, error: Exception) -> None:
        now = time.monotonic()
        self.until = now + REST_SECONDS
        if now - self.said_at >= SAY_EVERY:
            self.said_at = now
            log.warning("The cache does not answer, so the site does without: %s", error)

    def is_over(self) -> bool:
        return time.monotonic() >= self.until


silence = Silence()


def forgiving(otherwise: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``otherwise``, called with the same arguments, is the answer of a cache that has none."""

    def decorate(ask: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(ask)
        def asked(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
            if not silence.is_over():
                return otherwise(*args, **kwargs)
            try:
                return ask(self, *args, **kwargs)
            except self.faults as error:
                silence.begin(error)
                return otherwise(*args, **kwargs)

        return asked

    return decorate


def nothing(*args: Any, **kwargs: Any) -> bool:
    return False


class ForgivingRedisCache(RedisCache):
    """Redis, whose faults are warnings of a minute's distance. ``OPTIONS`` must limit its time."""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        return self._cache._lib.RedisError, OSError

    get = forgiving(lambda key, default=None, version=None: default)(RedisCache.get)
    get_many = forgiving(lambda keys, version=None: {})(RedisCache.get_many)
    set_many = forgiving(lambda data, *args, **kwargs: list(data))(RedisCache.set_many)
    set = forgiving(nothing)(RedisCache.set)
    add = forgiving(nothing)(RedisCache.add)
    touch = forgiving(nothing)(RedisCache.touch)
    incr = forgiving(nothing)(RedisCache.incr)
    has_key = forgiving(nothing)(RedisCache.has_key)
    delete = forgiving(nothing)(RedisCache.delete)
    delete_many = forgiving(nothing)(RedisCache.delete_many)
    clear = forgiving(nothing)(RedisCache.clear)
