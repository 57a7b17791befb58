"""One row of any model, for guards that must have one of each and do not care what it says."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

serial = count(1)
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
VALUES: list[tuple[type[models.Field], Any]] = [
    (models.BooleanField, False),
    (models.DateTimeField, NOW),
    (models.DateField, NOW.date()),
    (models.JSONField, dict),
]
# What a model's constraints ask for beyond its fields: "app.model": values or makers of values.
SPECIAL: dict[str, dict[str, Any]] = {
    "blog.site": {"pk": 1},
    "blog.act": {"by_name": "ada"},
    "blog.oldaddress": {
        "path": lambda: f"/old/{next(serial)}/",
        "post": lambda: make_row("blog.post"),
    },
    "blog.listaddress": {"path": lambda: f"/old/{next(serial)}/"},
    "papers.contributor": {"family": lambda: f"Łuk-{next(serial)}"},
    "papers.merge": {"journal": lambda: {"made": [], "before": [], "after": []}},
    "papers.identifier": {"scheme": "url", "value": lambda: f"https://example.org/{next(serial)}"},
}


def make_row(model: type[models.Model] | str, **given: Any) -> models.Model:
    """A saved row with every field that must be given, and rows of the models that it needs."""
    if isinstance(model, str):
        model = apps.get_model(model)
    values = {
        field.name: any_value(field)
        for field in model._meta.concrete_fields
        if must_be_given(field) and field.name not in given
    }
    for name, value in SPECIAL.get(model._meta.label_lower, {}).items():
        values[name] = value() if callable(value) else value
    return model._default_manager.create(**values | given)


def must_be_given(field: models.Field) -> bool:
    return not (field.null or field.blank or field.has_default() or field.primary_key)


def any_value(field: models.Field) -> Any:
    if field.is_relation:
        return make_row(field.related_model)
    if field.choices:
        return field.choices[0][0]
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value() if callable(value) else value
    if isinstance(field, models.IntegerField):
        return next(serial)
    if isinstance(field, models.EmailField):
        return f"someone{next(serial)}@example.org"
    return f"{field.name} {next(serial)}".replace(" ", "-")[: field.max_length]
