"""What statements that are built once give is what their querysets give, for whatever values."""

from typing import Any

import pytest
from django.db import models
from django.test import Client

from blog.corpus.making_corpus import make_corpus
from papers.queries.prepared import Prepared, forget_statements
from tests.support.corpus_pages import corpus_pages


def told(row: Any) -> Any:
    """A row with all that was read of it and of its relations."""
    if not isinstance(row, models.Model):
        return row
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    beside = {name: told(one) for name, one in row._state.fields_cache.items()}
    return type(row).__name__, values, beside


@pytest.mark.django_db
def test_readers_pages_read_what_the_querysets_would_give(monkeypatch):
    make_corpus(60, 60, 40)
    forget_statements()
    as_prepared, calls = Prepared.__call__, {}

    def compared(self: Prepared, *values: Any, **shape: Any) -> list[Any]:
        found = as_prepared(self, *values, **shape)
        if all(value or not isinstance(value, list | set) for value in values):
            queryset = self.build(*values, **shape)
            wanted = [told(row) for row in queryset]
            given = [told(row) for row in found]
            if not queryset.ordered:
                given, wanted = sorted(given, key=repr), sorted(wanted, key=repr)
            assert given == wanted, (self.__qualname__, values)
        name = f"{self.__module__}.{self.__qualname__}"
        calls.setdefault(name, set()).add(repr(values))
        return found

    monkeypatch.setattr(Prepared, "__call__", compared)
    client = Client()
    for _name, address in corpus_pages():
        client.get(address)
    several = [name for name, values in calls.items() if len(values) > 1]
    assert len(several) > 25
