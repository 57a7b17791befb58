"""How often each table was changed, counted by the database itself (``blog.page_store``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TableVersion(models.Model):
    """The version of the table ``name`` is the sum of its rows' numbers. On PostgreSQL each
    connection counts in a ``slot`` of its own (its process's number), so that writers never wait
    for each other; slot 0 has the rest, and on SQLite all."""

    name = models.CharField(max_length=63)
    slot = models.IntegerField()
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version of a table")
        verbose_name_plural = _("versions of tables")
        ordering = ["name", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="table_version_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}: {self.number}"
