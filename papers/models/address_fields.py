"""Columns that are part of an address."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import lookups

from papers.records.address_forms import address_form


class AddressField(models.CharField):
    """A path or a part of one, in one form where it is stored and where it is looked up
    (``address_form``): a browser sends ``학습`` as it was typed, decomposed or percent-encoded.

    For one that is longer than the column no database is asked.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text if text is None else address_form(text)

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return address_form(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The row in memory says then what the database says."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def has_room_for(self, value: Any) -> bool:
        return not isinstance(value, str) or len(value) <= self.max_length


@AddressField.register_lookup
class SameAddress(lookups.Exact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.lhs.output_field.has_room_for(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


@AddressField.register_lookup
class OneOfAddresses(lookups.In):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = list(filter(self.lhs.output_field.has_room_for, self.rhs))
        return super().process_rhs(compiler, connection)
