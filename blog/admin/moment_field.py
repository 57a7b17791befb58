"""The form field for a moment: one text in the site's zone, and what is said of it in words."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from blog.models import current_site
from blog.text.typed_moments import (
    OtherTime,
    RepeatedTime,
    SkippedTime,
    StrangeOffset,
    UnreadableMoment,
    place_of_zone,
    read_moment,
    write_moment,
)

UNREADABLE = _("Write the day and the time like this: %(example)s.")
EXAMPLE = "2027-03-02 09:00"
TOLD = {
    SkippedTime: _(
        "The clocks of %(place)s are put forward then, so that this time never comes. "
        "Choose another one, such as %(first)s or %(last)s."
    ),
    RepeatedTime: _(
        "The clocks of %(place)s are put back then, so that this time comes twice. "
        "Which one is it? Write %(first)s or %(last)s."
    ),
    StrangeOffset: _(
        "The clocks of %(place)s are never so far from UTC at that time. Write %(first)s."
    ),
}


class MomentField(forms.Field):
    """A moment without its parts of a second; left as it was, it stays the one that it was."""

    widget = forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "size": 24})

    def prepare_value(self, value: Any) -> Any:
        return write_moment(value, current_site().zone) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or not value.strip():
            return None
        try:
            return read_moment(value, current_site().zone)
        except UnreadableMoment as error:
            example = {"example": EXAMPLE}
            raise forms.ValidationError(UNREADABLE, "unreadable", example) from error
        except OtherTime as error:
            told = {"place": place_of_site(), "first": error.instead[0], "last": error.instead[-1]}
            raise forms.ValidationError(TOLD[type(error)], "other_time", told) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


TYPED_MOMENTS = {models.DateTimeField: {"form_class": MomentField, "widget": MomentField.widget}}
"""For ``formfield_overrides``: Django's two fields of a moment have no labels."""


def place_of_site() -> str:
    """Whose clocks the site goes by."""
    return place_of_zone(current_site().time_zone)


def moment_in_words(moment: datetime) -> str:
    """``2 March 2027, 09:00, Seoul``."""
    local = timezone.localtime(moment, current_site().zone)
    return f"{date_format(local, 'DATETIME_FORMAT')}, {place_of_site()}"
