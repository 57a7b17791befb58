"""Every table of the database is counted, or is said to be on no page."""

import pytest
from django.apps import apps
from django.db import connection

from blog.models import Comment
from blog.page_store.table_rules import (
    NO_MODEL,
    NOT_SHOWN,
    NOT_SHOWN_APPS,
    UNSEEN,
    counted_tables,
)

pytestmark = pytest.mark.django_db


def test_every_table_has_its_rule():
    told = {model._meta.db_table: why for model, why in NOT_SHOWN.items()}
    for label, why in NOT_SHOWN_APPS.items():
        models = apps.get_app_config(label).get_models(include_auto_created=True)
        told |= {model._meta.db_table: why for model in models}
    assert all(told.values())
    counted = set(counted_tables())
    assert not counted & told.keys()
    for table in connection.introspection.table_names():
        assert table in counted or table in told or NO_MODEL.fullmatch(table), table


def test_conditions_name_columns_that_are_there():
    assert UNSEEN.keys() == {Comment._meta.db_table}
    assert UNSEEN.keys() <= set(counted_tables())
