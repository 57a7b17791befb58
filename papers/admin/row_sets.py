"""Rows below a form and in an editable list, as they were sent."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict


class SeenFormSet(forms.BaseModelFormSet):
    """Rows of which some may be gone. Those that somebody removed since the form was opened are
    left out, and ``gone`` counts them; the others stand as they were sent, whatever order they
    have by now."""

    gone = 0

    def total_form_count(self) -> int:
        """No more than were sent: a number alone would make 2,000 rows, in 7 s."""
        count = super().total_form_count()
        return min(count, 1 + last_row_sent(self.data, self.prefix)) if self.is_bound else count

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and not self.initial_extra:
            self.data = self.data.copy()  # a row may have to be shown anew
            self.leave_out_gone_rows()

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """The heads of columns name nothing to who does not see them."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label:
                field.widget.attrs.setdefault("aria-label", str(field.label))

    def leave_out_gone_rows(self) -> None:
        management = forms.formsets.ManagementForm(self.data, prefix=self.prefix)
        if not management.is_valid():  # which Django tells
            return
        total = management.cleaned_data["TOTAL_FORMS"]
        initial = management.cleaned_data["INITIAL_FORMS"]
        rows = {str(row.pk): row for row in self.get_queryset()}
        sent = [self.data.get(f"{self.prefix}-{index}-id") for index in range(min(initial, 9999))]
        kept = [index for index, pk in enumerate(sent) if pk in rows]
        self._queryset = [rows[sent[index]] for index in kept]
        self.gone = len(sent) - len(kept)
        if self.gone:
            order = [*kept, *range(len(sent), min(total, 9999))]
            self.data = renumbered(self.data, self.prefix, order)
            self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
            self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))


def last_row_sent(data: QueryDict, prefix: str) -> int:
    """The number of the last row of which a form has a field, -1 where it has none."""
    field_of_row = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-.", re.ASCII)
    return max((int(row[1]) for row in map(field_of_row.match, data) if row), default=-1)


def renumbered(data: QueryDict, prefix: str, order: Iterable[int]) -> QueryDict:
    """A form's data with only these of its rows, counted from 0."""
    places = {str(old): new for new, old in enumerate(order)}
    field_of_row = re.compile(rf"((?:initial-)?{re.escape(prefix)}-)(\d+)-(.+)")
    result = data.copy()
    result.clear()
    for key, values in data.lists():
        match = field_of_row.fullmatch(key)
        if match is None:
            result.setlist(key, values)
        elif match[2] in places:
            result.setlist(f"{match[1]}{places[match[2]]}-{match[3]}", values)
    return result


class SeenInlineFormSet(SeenFormSet, forms.BaseInlineFormSet):
    """The same below the form of what the rows belong to."""
