"""What the other fields of a row make, for rows that are stored many at once."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from blog.folder.media_import import is_stored_name
from blog.models import Comment, OutsidePicture, Tag, TagAlias
from blog.text.sameness import text_fingerprint
from blog.text.slugs import tag_key
from papers.library.paper_columns import set_columns
from papers.models import Contributor, Identifier, Noted, Notice, Paper, Reading, Style
from papers.records.identifiers import Id, library_identifier


def complete_row(row: models.Model) -> None:
    """Sets the columns that are made from others, as ``save`` of each model does. Raises
    ``ValidationError`` or ``ValueError`` for what cannot be."""
    complete = COMPLETIONS.get(type(row))
    if complete is not None:
        complete(row)


def complete_paper(row: Paper) -> None:
    set_columns(row)
    row.make_note()
    row.is_listed = row.is_in_library
    if not row.title:
        raise ValidationError("it has no title")


def complete_tag(row: Any) -> None:
    row.key = tag_key(row.name)


def complete_comment(row: Comment) -> None:
    row.fingerprint = text_fingerprint(row.source)


def check_identifier(row: Identifier) -> None:
    if library_identifier(row.scheme, row.value) != Id(row.scheme, row.value):
        raise ValidationError(f"{row} is not in its normal form")


def check_picture(row: OutsidePicture) -> None:
    if row.name and not is_stored_name(row.name):
        raise ValidationError(f"{row.name!r:.100} is no name of a file among the media")


COMPLETIONS: dict[type[models.Model], Callable[[Any], None]] = {
    Comment: complete_comment,
    Contributor: Contributor.fold,
    Identifier: check_identifier,
    Notice: Noted.make_note,
    OutsidePicture: check_picture,
    Paper: complete_paper,
    Reading: Noted.make_note,
    Style: Style.clean,
    Tag: complete_tag,
    TagAlias: complete_tag,
}
