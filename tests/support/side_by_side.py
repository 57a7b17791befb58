"""Two things done at once, each with a connection of its own."""

import re
from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

from django.db import connection

PATIENCE = 1.5  # seconds for which one waits for the other, which may be waiting for its lock


def do_at_once(at: str, *tasks: Callable[[], Any]) -> list[Any]:
    """What the tasks gave, or what they raised. Each stops at its first statement that matches
    ``at`` until all are there: what they read until then, they read before the others wrote."""
    meeting = Barrier(len(tasks))
    results: list[Any] = [None] * len(tasks)

    def do(place: int, task: Callable[[], Any]) -> None:
        has_met = False

        def meet(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal has_met
            if not has_met and re.match(at, sql):
                has_met = True
                with suppress(BrokenBarrierError):
                    meeting.wait(PATIENCE)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(meet):
                results[place] = task()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
