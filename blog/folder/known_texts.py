"""Texts as files said them, kept to compare those that come back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from blog.folder.generators import Generator
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.text_files import placed, read_text_file
from blog.models import ExportedText, Page, Post
from blog.text.header_lines import digest_of_text, file_parts

MOST_KEPT = 20
"""Texts of one post or page; a file that was exported before so many changes is not compared."""


def known_text(
    row: Post | Page, values: Mapping[str, Any], text: str, taken_from: str = ""
) -> ExportedText:
    """A row that is not stored yet."""
    header, body = file_parts(values, text)
    digest = digest_of_text(header, body)
    said = {"digest": digest, "header": header, "body": body, "taken_from": taken_from}
    return ExportedText(**said, **{target_of(type(row)): row})


def target_of(kind: type[Post | Page]) -> str:
    return "post" if kind is Post else "page"


def texts_of(kind: type[Post | Page]) -> QuerySet[ExportedText]:
    return ExportedText.objects.filter(**{f"{target_of(kind)}__isnull": False})


def keep_texts(rows: Sequence[ExportedText]) -> None:
    """Stores those that are not the last ones known, and forgets the oldest of too many. All
    are exported, or all come from one folder."""
    if not rows:
        return
    for kind in (Post, Page):
        column = f"{target_of(kind)}_id"
        some = {getattr(row, column): row for row in rows if getattr(row, column)}
        known = texts_of(kind).filter(**{f"{column}__in": list(some)}).order_by("pk")
        last = {pk: told for pk, *told in known.values_list(column, "digest", "taken_from")}
        new = [row for pk, row in some.items() if last.get(pk) != [row.digest, row.taken_from]]
        again = Q(pk=None)
        for row in new:
            again |= Q(**{column: getattr(row, column)}, digest=row.digest)
        known.filter(again, taken_from=rows[0].taken_from).delete()
        ExportedText.objects.bulk_create(new)
        counted = known.order_by().values_list(column).annotate(n=Count("pk"))
        for pk, _n in counted.filter(n__gt=MOST_KEPT):
            old = texts_of(kind).filter(**{column: pk}).order_by("-pk")
            gone = list(old.values_list("pk", flat=True)[MOST_KEPT:])
            ExportedText.objects.filter(pk__in=gone).delete()


def base_of(kind: type[Post | Page], digest: str, folder: str) -> ExportedText | None:
    """What a file said when it was exported, by the digest in its header, or what it said since
    when it was taken from the same folder."""
    target = target_of(kind)
    rows = texts_of(kind).select_related(target)
    base = rows.filter(digest=digest).order_by("-pk").first()
    if base is None:
        return None
    return last_taken(getattr(base, target), folder, base.pk) or base


def last_taken(row: Post | Page, folder: str, behind: int = 0) -> ExportedText | None:
    """What a folder's file said of a row when it was taken last."""
    rows = texts_of(type(row)).filter(**{target_of(type(row)): row}, taken_from=folder)
    return rows.filter(pk__gt=behind).order_by("-pk").first()


def was_taken(generator: Generator, name: str, found: bytes) -> bool:
    """Whether what a folder's file says was taken in already, so that nothing is lost with it."""
    try:
        file = placed(name, read_text_file(name, found, generator), generator)
    except FolderRefusedError:
        return False
    rows = ExportedText.objects.filter(digest=file.present_digest)
    return rows.exclude(taken_from="").exists()


def taken_numbers(kind: type[Post | Page], folder: str) -> set[int]:
    """The rows of which a file of a folder was taken."""
    rows = texts_of(kind).filter(taken_from=folder).order_by()
    return set(rows.values_list(f"{target_of(kind)}_id", flat=True))
