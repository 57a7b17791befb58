import pytest
from django.forms import inlineformset_factory

from papers.admin.row_sets import SeenInlineFormSet
from papers.models import Identifier, Paper

Rows = inlineformset_factory(Paper, Identifier, formset=SeenInlineFormSet, fields=["value"])


@pytest.mark.parametrize(("told", "sent", "rows"), [("9" * 30, 0, 0), ("5", 2, 2), ("1", 2, 1)])
def test_a_number_alone_makes_no_rows(told, sent, rows):
    data = {"keys-TOTAL_FORMS": told, "keys-INITIAL_FORMS": "0", "keys-99999-value": "far away"}
    data |= {f"keys-{number}-value": f"a{number}" for number in range(sent)}
    formset = Rows(data, prefix="keys")
    assert formset.total_form_count() == len(formset.forms) == rows
