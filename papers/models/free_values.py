"""Values that no row has yet: ``wanted``, else ``wanted-2``, ``wanted-3`` and so on.

They are looked up by equality, a few at first and then more: an index serves that on every
database, and a prefix is served on none without an index of its own.
"""

from collections.abc import Collection, Iterable
from itertools import count

from django.db import models

from papers.queries.batches import MOST_ASKED, batches

Column = tuple[models.QuerySet, str]
"""Rows, and the name of their field."""


def free_value(
    rows: models.QuerySet, field: str, wanted: str, reserved: Collection[str] = ()
) -> str:
    """The first value that is not ``reserved`` and that no row's ``field`` has."""
    return FreeValues([(rows, field)], taken=reserved).take(wanted)


class FreeValues:
    """Free values of one or more columns, each given once; those ``wanted`` are looked up in few
    statements for all."""

    def __init__(
        self,
        columns: Iterable[Column],
        wanted: Collection[str] = (),
        taken: Iterable[str] = (),
    ) -> None:
        self.columns, self.taken = list(columns), set(taken)
        self.asked: dict[str, int] = {}  # up to which number the values of a name are known
        self._ask(wanted)

    def take(self, wanted: str) -> str:
        for number in count(1):
            if number > self.asked.get(wanted, 0):
                self._ask([wanted])
            value = numbered(wanted, number)
            if value not in self.taken:
                break
        self.taken.add(value)
        return value

    def _ask(self, wanted: Collection[str]) -> None:
        """Looks up the next values of each name, until each has a free one."""
        pending = set(wanted)
        while pending:
            tries = {one: self._next(one) for one in sorted(pending)}
            self._look_up([value for values in tries.values() for value in values])
            pending = {one for one, values in tries.items() if self.taken.issuperset(values)}

    def _next(self, wanted: str) -> list[str]:
        """One value first, then seven, then eight times as many as are known."""
        known = self.asked.get(wanted, 0)
        self.asked[wanted] = 1 if not known else min(8 * known, known + MOST_ASKED)
        return [numbered(wanted, number) for number in range(known + 1, self.asked[wanted] + 1)]

    def _look_up(self, values: list[str]) -> None:
        for some in batches(values):
            for rows, field in self.columns:
                there = rows.filter(**{f"{field}__in": some}).order_by()
                self.taken.update(there.values_list(field, flat=True))


def numbered(value: str, number: int) -> str:
    return f"{value}-{number}" if number > 1 else value
