"""What statements cost, counted and not timed: SQLite's own steps, rows that PostgreSQL reads.

Both are the same in every run and on every machine, so a test can tell what grows with a site from
what does not. A plan cannot: a range that is read from its wrong end is a range too.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

LEFT = ("Filter", "Index Recheck", "Join Filter")  # by which PostgreSQL leaves rows out


@dataclass
class Counted:
    """A statement and what it cost."""

    sql: str
    steps: int = 0


class StepCounter:
    """Counts from one statement to the next one: rows are fetched after ``execute``."""

    def __init__(self) -> None:
        self.statements: list[Counted] = []
        self.asked: list[tuple[str, Any]] = []

    def note(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.statements.append(Counted(sql))
        self.asked.append((sql, params))
        return execute(sql, params, many, context)

    def step(self) -> None:
        if self.statements:
            self.statements[-1].steps += 1


@contextmanager
def counted_steps() -> Iterator[list[Counted]]:
    """The statements of what is done inside; their steps are there when it has ended."""
    counter = StepCounter()
    connection.ensure_connection()
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite:
        connection.connection.set_progress_handler(counter.step, 1)
    try:
        with connection.execute_wrapper(counter.note):
            yield counter.statements
    finally:
        if is_sqlite:
            connection.connection.set_progress_handler(None, 0)
    if not is_sqlite:
        count_rows(counter)


def count_rows(counter: StepCounter) -> None:
    """PostgreSQL's: runs each query once more, to be told of the rows that it touched."""
    for counted, (sql, params) in zip(counter.statements, counter.asked, strict=True):
        if not sql.lstrip("( ").upper().startswith(("SELECT", "WITH")):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
            told = cursor.fetchone()[0]
        plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
        counted.steps = sum(rows_of(node) for node in nodes_of(plan))


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for node in plan.get("Plans", ()):
        yield from nodes_of(node)


def rows_of(node: dict[str, Any]) -> int:
    """The rows that a node of a plan gave on, and those that it read and left."""
    left = sum(node.get(f"Rows Removed by {name}", 0) for name in LEFT)
    return round((node["Actual Rows"] + left) * node["Actual Loops"])
