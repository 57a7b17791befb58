"""The form of a paper, in which titles have their formulas as TeX."""

from typing import Any

from django import forms

from papers.admin.concurrent_edits import SeenForm
from papers.library.paper_columns import COLUMNS
from papers.records.formula_titles import FORMULA_FIELDS, typed_title

TITLES = {column: field for field, column in COLUMNS.items() if field in FORMULA_FIELDS}


class PaperForm(SeenForm):
    """Shows what an editor would type for the words of a title, and stores those words where it
    was left so: what was typed otherwise is read by ``keep_corrections``."""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        words = super().get_initial_for_field(field, field_name)
        record = self.instance.record
        if field_name not in TITLES or record.get(TITLES[field_name]) != words:
            return words
        typed = typed_title(record, TITLES[field_name])
        most = getattr(field, "max_length", None)
        return words if most is not None and len(typed) > most else typed or words

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = self.cleaned_data if cleaned is None else cleaned
        for column in TITLES.keys() & values.keys():
            if values[column] == self.get_initial_for_field(self.fields[column], column):
                values[column] = getattr(self.instance, column)
        return cleaned
