"""A field of papers is filled from records, put back into them, and can be edited.

A new column that is forgotten in one place fails here and does not vanish (CONTRIBUTING.md, "A
field of papers").
"""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets

from papers.csl.variables import NUMBER_VARIABLES
from papers.library.corrections import keep_corrections
from papers.library.paper_columns import COLUMNS
from papers.models import Paper
from tests.support.factories import make_paper

OWN = {
    "id": "the row",
    "key": "the name that texts cite it by",
    "title_key": "derived from the title",
    "issued_year": "the record's date, in three columns",
    "issued_month": "the same",
    "issued_day": "the same",
    "sort_year": "derived from the year",
    "record": "the whole record",
    "is_in_library": "an editor's say",
    "is_listed": "derived from who cites it and from the editor's say",
    "state": "whether its record is known",
    "standing": "derived from checks",
    "checked_at": "the same",
    "checked_with": "the same",
    "differences": "the same",
    "unanswered": "the same",
    "compared_digest": "the same",
    "notice": "derived from notices",
    "notice_day": "the same",
    "noticed_at": "the same",
    "reference_html": "made of the record in the site's style",
    "reference_digest": "what that was made of",
    "note": "an editor's words",
    "note_html": "the note, rendered",
    "version_of": "another paper",
    "discussions_count": "counted",
    "created_at": "the row's own time",
    "updated_at": "the same",
}
"""Columns that no field of a record fills as it stands, and what they are."""


def test_every_column_is_filled_from_the_record_or_said_to_be_our_own():
    columns = {field.name for field in Paper._meta.concrete_fields}
    assert columns == {*COLUMNS.values(), *OWN}


@pytest.mark.parametrize("field", COLUMNS)
def test_a_field_that_an_editor_changes_comes_into_the_record(db, field: str):
    value = "12" if field in NUMBER_VARIABLES else "article"
    paper = make_paper()
    setattr(paper, COLUMNS[field], value)
    keep_corrections(paper)
    assert paper.record[field] == value
    assert paper.sources.get(kind="editor").record == {field: value}


def test_editors_can_change_every_column_that_a_record_fills(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    page = admin.site._registry[Paper]
    assert set(COLUMNS.values()) <= set(flatten_fieldsets(page.get_fieldsets(request)))
