"""Rows that carry an editor's public note."""

from typing import Any, ClassVar

from django.db import models

from papers.note_html import render_note


class Noted(models.Model):
    """A row whose ``note`` is rendered to ``note_html`` when it is saved with another one than it
    was read with: whatever else changes in it costs no rendering. The ids in the HTML begin with
    ``note_scope``, in which ``{paper}`` is the number of the row's paper."""

    note_scope: ClassVar[str] = "note-"
    rendered_of: tuple[Any, Any] | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Noted":
        row = super().from_db(*args, **kwargs)
        read = row.__dict__
        row.rendered_of = (read.get("note"), read.get("paper_id"))
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        paper, columns = self.__dict__.get("paper_id"), kwargs.get("update_fields")
        is_stored = columns is None or "note_html" in columns
        if is_stored and self.rendered_of != (self.note, paper):
            self.make_note()
        super().save(*args, **kwargs)

    def make_note(self) -> None:
        """Raises ``ValueError`` for a note that cannot be rendered."""
        paper = self.__dict__.get("paper_id")
        self.note_html = render_note(self.note, self.note_scope.format(paper=paper))
        self.rendered_of = (self.note, paper)
