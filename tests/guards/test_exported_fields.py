"""Every field of ours stands in an exported folder, or is said to be left out, with the reason."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.db import models

from blog.folder.checked_values import JSON_CHECKS, OF_JOURNAL
from blog.folder.layout import REMADE, ROOTS
from blog.folder.left_out import LEFT_OUT
from blog.folder.row_tables import Table, tables_within
from papers.library.merging import DERIVED, OWNED

OWN_APPS = ("blog", "papers")
OWN = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
TABLES: dict[type[models.Model], list[Table]] = defaultdict(list)
for root in ROOTS:
    for table in tables_within(root):
        TABLES[table.model].append(table)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_field_is_exported_or_left_out_with_a_reason(model: type[models.Model]):
    if model in LEFT_OUT:
        assert LEFT_OUT[model]
        assert model not in TABLES
        return
    assert model in TABLES
    fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    for table in TABLES[model]:
        named = {*table.fields, *table.elsewhere} | ({table.parent} - {""})
        assert fields == named
        assert all(table.elsewhere.values())


def test_whatever_a_column_of_json_may_hold_is_checked():
    columns = {
        (model, name)
        for model, tables in TABLES.items()
        for table in tables
        for name in table.fields
        if isinstance(model._meta.get_field(name), models.JSONField)
    }
    assert columns == JSON_CHECKS.keys()


def test_no_field_is_told_twice():
    for tables in TABLES.values():
        for table in tables:
            assert len(set(table.fields)) == len(table.fields)
            assert not set(table.fields) & ({*table.elsewhere} - {table.parent})


def test_all_models_are_ours():
    assert {*LEFT_OUT, *TABLES} <= set(OWN)


def test_whatever_a_merge_journals_is_read_back_or_made_again():
    labels = {model._meta.label_lower for model in (*OWNED, *DERIVED)}
    assert labels <= OF_JOURNAL | {*REMADE}
