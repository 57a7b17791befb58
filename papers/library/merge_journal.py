"""Rows as they were before a change, so that they can be put back."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

JournalRow = dict[str, Any]
"""A row as Django serializes it: ``model``, ``pk`` and ``fields``."""
RowPlace = tuple[str, Any]


class Journal:
    """Notes rows that are about to change, go or come, and what became of them."""

    def __init__(self) -> None:
        self.before: dict[RowPlace, JournalRow] = {}
        self.made: list[RowPlace] = []

    def keep(self, rows: Iterable[models.Model]) -> None:
        """Notes rows as they are in the database; call it before changing them."""
        for row in written_value(rows):
            self.before.setdefault(place_of_row(row), row)

    def add(self, row: models.Model) -> None:
        """Notes a row that the change made."""
        self.made.append((row._meta.label_lower, row.pk))

    def finish(self) -> dict[str, list]:
        """All of it as JSON; call it when everything has been changed."""
        before = list(self.before.values())
        return {"before": before, "after": list(value_now(before).values()), "made": self.made}


def put_back(
    journal: dict[str, list], derived: Iterable[type[models.Model]] = ()
) -> list[RowPlace]:
    """Makes the rows what they were, field by field; what somebody has changed since stays.

    Rows of ``derived`` models, which are made again from a text, stay away where they went since,
    and so do those that belonged to a row that is gone. Answers with the places of the rows of
    which something had been changed since. Raises ``IntegrityError`` where another row has taken
    what only one may have.
    """
    for label, pk in journal["made"]:
        apps.get_model(label)._base_manager.filter(pk=pk).delete()
    after = {place_of_row(row): row["fields"] for row in journal["after"]}
    current = value_now(journal["before"])
    remade = {model._meta.label_lower for model in derived}
    edited, missing = [], []
    for row in journal["before"]:
        place = place_of_row(row)
        if place in current and place in after:
            if current[place]["fields"] != after[place]:
                edited.append(place)
            restore_fields(row, after[place], current[place]["fields"])
        elif place not in current and (place not in after or row["model"] not in remade):
            missing.append(row)
    for one in serializers.deserialize("python", missing):
        if has_owners(one.object):
            one.save()
    return edited


def restore_fields(before: JournalRow, after: JournalRow, current: JournalRow) -> None:
    """Sets the fields that the change had set and nobody has set since."""
    kept = next(iter(serializers.deserialize("python", [before]))).object
    values = {
        field.attname: getattr(kept, field.attname)
        for field in kept._meta.concrete_fields
        if not field.primary_key
        and before["fields"][field.name] != after[field.name] == current[field.name]
    }
    if values:
        type(kept)._base_manager.filter(pk=kept.pk).update(**values)


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond; Django's own encoder cuts them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def written_value(rows: Iterable[models.Model]) -> list[JournalRow]:
    return json.loads(json.dumps(serializers.serialize("python", rows), cls=Exact))


def value_now(rows: Iterable[JournalRow]) -> dict[RowPlace, JournalRow]:
    """The rows of these places as they are in the database now, where they are."""
    wanted: dict[str, list] = {}
    for row in rows:
        wanted.setdefault(row["model"], []).append(row["pk"])
    found = {}
    for label, pks in wanted.items():
        there = apps.get_model(label)._base_manager.in_bulk(pks)
        found |= {place_of_row(row): row for row in written_value(there.values())}
    return found


def place_of_row(row: JournalRow) -> RowPlace:
    return row["model"], row["pk"]


def changing(journal: dict[str, list]) -> set[RowPlace]:
    """The places of the rows that a change took part in."""
    made = {(label, pk) for label, pk in journal["made"]}
    return made | {place_of_row(row) for row in journal["before"]}


def concerning(journal: dict[str, list]) -> set[RowPlace]:
    """Those, and the places of the rows that they point to: what ``put_back`` needs."""
    pointed = {
        (field.related_model._meta.label_lower, row["fields"][field.name])
        for row in journal["before"]
        for field in apps.get_model(row["model"])._meta.concrete_fields
        if field.is_relation
    }
    return changing(journal) | pointed


def has_owners(row: models.Model) -> bool:
    """Whether the rows that this one points to are there."""
    return all(
        getattr(row, field.attname) is None
        or field.related_model._base_manager.filter(pk=getattr(row, field.attname)).exists()
        for field in row._meta.concrete_fields
        if field.is_relation
    )
