"""A row's words are written with it, and only where they may be others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.factories import make_comment

pytestmark = pytest.mark.django_db


def words_asked(row, **saved) -> bool:
    with CaptureQueriesContext(connection) as queries:
        row.save(**saved)
    return any("blog_commentwords" in one["sql"] for one in queries)


def test_saving_other_columns_asks_for_no_words():
    comment = make_comment()
    assert not words_asked(comment, update_fields=["decided_at"])
    assert words_asked(comment, update_fields=["name"])
    assert words_asked(comment)
