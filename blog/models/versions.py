"""Rows that nobody writes over without having read them."""

from typing import Self

from django.db import models


class ChangedMeanwhile(Exception):
    """A row is another one than it was when it was read; nothing of the write was done."""


class Versioned(models.Model):
    """A row that counts in ``version`` the changes of all that is not derived."""

    version = models.PositiveIntegerField(editable=False, default=1)

    class Meta:
        abstract = True

    def held(self) -> Self | None:
        """The row as it is stored, locked until the transaction ends; ``None`` where it is not.

        Raises ``ChangedMeanwhile`` where somebody changed it since it was read.
        """
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        stored = rows.first() if self.pk else None
        if stored is not None and (self._state.adding or stored.version != self.version):
            said = f"{self._meta.verbose_name} {self.pk} was changed since it was read."
            raise ChangedMeanwhile(said)
        return stored
