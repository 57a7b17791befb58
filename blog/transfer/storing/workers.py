"""Other processes that work for an import, and what is begun before it is waited for."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from threading import Thread
from typing import TypeVar

from django.db import connection, connections

IN_LINE = 100
"""So many values are worked on here first: for a few files no process is worth its start."""
AT_ONCE = 10
"""Values that a process is handed together."""

Value = TypeVar("Value")
Made = TypeVar("Made")


class Workers:
    """A number of processes. With one, all is done in this process, as it is inside of a
    transaction, of which others see nothing."""

    def __init__(self, processes: int) -> None:
        self.processes = 1 if connection.in_atomic_block else processes
        self.pool: ProcessPoolExecutor | None = None
        self.count = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *error: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def map(self, function: Callable[[Value], Made], values: Sequence[Value]) -> Iterator[Made]:
        """The results in the order of the values. Function, values and results are pickled; what
        it raises ends the import. Raises ``BrokenProcessPool`` where a process was killed."""
        self.count += len(values)
        if self.pool is None and self.processes > 1 and self.count > IN_LINE:
            connections.close_all()  # forks must not share a connection
            kind = multiprocessing.get_context("fork")
            self.pool = ProcessPoolExecutor(self.processes, kind, initializer=begin_working)
        if self.pool is None:
            return map(function, values)
        return self.pool.map(function, values, chunksize=AT_ONCE)


def usable_cores() -> int:
    """How many cores this process may use; a container's may be fewer than the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_working() -> None:
    """In a new process: Ctrl-C is for the first one, and with that it ends, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def ahead(values: Iterable[Value], count: int) -> Iterator[Value]:
    """The same values, each given when `count` more were taken: what was begun with them goes on
    meanwhile."""
    begun: deque[Value] = deque()
    for one in values:
        begun.append(one)
        if len(begun) > count:
            yield begun.popleft()
    yield from begun
