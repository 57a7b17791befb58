"""The words of a column that has choices."""

from collections.abc import Callable, Iterable
from typing import Any


def word_of(column: str, choices: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    """``get_…_display`` of a model whose rows stand on readers' pages by the dozen: Django's own
    makes a table of the choices for every row."""
    words = dict(choices)

    def display(row: Any) -> str:
        value = getattr(row, column)
        return str(words.get(value, value))

    return display
