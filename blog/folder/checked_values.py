"""Values out of a folder, made sure of before they become columns: nothing in it is trusted."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FileField

from blog.folder.layout import lasting_journal
from blog.folder.row_nodes import EMPTY
from blog.models import Comment, Correction, Post, Revision
from blog.models.revisions import HEADER_FIELDS
from papers.checking.stored_replies import reply_of
from papers.formats.item_repair import right_record
from papers.library.merge_journal import written_value
from papers.library.source_order import REMOVED
from papers.models import Check, Merge, Notice, Paper, Source, WatchLook
from papers.note_html import render_note
from papers.records.identifiers import library_identifier

FIELDS_OF_CHECK = {"name", "ours", "theirs", "agreement"}
AGREEMENTS = {"agrees", "differs", "missing-here", "missing-there"}
OF_JOURNAL = {
    *("papers.paper", "papers.key", "papers.identifier", "papers.source", "papers.authorship"),
    *("papers.reading", "papers.check", "papers.notice", "papers.citedwork", "papers.citation"),
    *("papers.commentcitation", "papers.distinctpair", "papers.distinctpeople"),
    *("papers.contributor", "papers.oldslug"),
}
KEPT = {"ours", "theirs", "reason", "by", "at"}
SITE_FILE = re.compile(r"site/[A-Za-z0-9][\w.-]*")
BIGGEST = 2**63 - 1
WIDEST = timedelta(hours=16)
"""More than any zone's clock is away from UTC's."""
HALF = re.compile("[\ud800-\udfff]")
WRONG = (ValueError, TypeError, KeyError, AttributeError, OverflowError, ValidationError)
"""What a value may raise that is not what its column holds."""


def field_value(row: models.Model, name: str, value: Any) -> Any:
    """A column's value from JSON's. Raises ``ValidationError``, ``ValueError`` or ``TypeError``
    with what is wrong with it."""
    column = row._meta.get_field(name)
    if isinstance(column, models.CharField | models.TextField) and not isinstance(
        value, str | None
    ):
        raise ValidationError(f"{value!r:.50} is no text")
    if isinstance(column, models.BooleanField) and not isinstance(value, bool):
        raise ValidationError(f"{value!r:.50} is neither true nor false")
    if isinstance(column, FileField):
        if value and not SITE_FILE.fullmatch(str(value)):
            raise ValidationError(f"{value!r:.50} is no file below site/")
        return value
    check = JSON_CHECKS.get((type(row), name))
    if check is not None:
        return check(value)
    if column.choices and value not in dict(column.flatchoices):
        raise ValidationError(f"{value!r:.50} is none of {', '.join(dict(column.flatchoices))}")
    if value is None and column.null:
        return None
    found = column.clean(value, row)
    if isinstance(found, datetime):
        check_moment(found)
    return found


def check_moment(at: datetime) -> None:
    """Raises ``ValidationError`` for a moment that some zone has no day for."""
    try:
        for away in (-WIDEST, WIDEST):
            at.astimezone(UTC) + away
    except OverflowError as error:
        raise ValidationError(f"{at} is too near to the ends of the calendar") from error


def check_texts(value: Any) -> None:
    """Raises ``ValueError`` for what no database keeps in a text or a number."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("a text has a NUL character")
        if half := HALF.search(value):
            raise ValueError(f"a text has half of a sign, \\u{ord(half[0]):04x}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_texts(key)
            check_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            check_texts(inner)
    elif isinstance(value, float) and not isfinite(value):
        raise ValueError("a number is no number")


def told_wrong(error: Exception) -> str:
    """What one of ``WRONG`` says, in one line."""
    return "; ".join(getattr(error, "messages", [str(error)]))


def sound_record(value: Any) -> dict[str, Any]:
    """A record as an import of CSL-JSON gives it; what an editor emptied stays empty."""
    if not isinstance(value, Mapping):
        raise ValidationError(f"{value!r:.50} is no record")
    emptied = {name: one for name, one in value.items() if one in EMPTY}
    found = right_record(value, needs_title=False)
    kept = {name: one for name, one in found.items() if name in value or name == "custom"}
    known = {**kept, **emptied}
    in_order = {name: known[name] for name in value if name in known}
    own = {"id": str(value["id"])} if "id" in value else {}
    return {**own, **in_order, **known, **own}


def texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValidationError(f"{value!r:.50} is no list of texts")
    return value


def named_identifiers(value: Any) -> list[str]:
    for one in texts(value):
        library_identifier(*one.removeprefix(REMOVED).split(":", 1))
    return value


def compared_fields(value: Any) -> list[dict[str, str]]:
    for one in value if isinstance(value, list) else [None]:
        is_sound = isinstance(one, dict) and one.keys() == FIELDS_OF_CHECK
        if not is_sound or not all(isinstance(text, str) for text in one.values()):
            raise ValidationError(f"{one!r:.50} is no comparison of a field")
        if one["agreement"] not in AGREEMENTS:
            raise ValidationError(f"{one['agreement']!r:.50} is none of {', '.join(AGREEMENTS)}")
    return value


def kept_values(value: Any) -> dict[str, dict[str, str]]:
    for one in value.values() if isinstance(value, dict) else [None]:
        is_sound = isinstance(one, dict) and {"ours", "theirs", "reason"} <= one.keys()
        if (
            not is_sound
            or not one.keys() <= KEPT
            or not all(isinstance(text, str) for text in one.values())
        ):
            raise ValidationError(f"{one!r:.50} is no value that is kept with a reason")
    return value


def stored_answer(value: Any) -> dict[str, Any]:
    if value:
        sound_record(reply_of(value).record)
    return value or {}


def held_reasons(value: Any) -> list[list[Any]]:
    for one in value if isinstance(value, list) else [None]:
        if not (isinstance(one, list) and len(one) == 2 and isinstance(one[0], str)):
            raise ValidationError(f"{one!r:.50} is no reason")
        if not isinstance(one[1], str | int):
            raise ValidationError(f"{one[1]!r:.50} is no value of a reason")
    return value


def row_numbers(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(map(is_number, value)):
        raise ValidationError(f"{value!r:.50} is no list of numbers")
    return value


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= BIGGEST


def sound_journal(value: Any) -> dict[str, list]:
    """The journal of a merge, which undoing it writes back into the database: rows of the library
    alone, each value as its column may hold it, their HTML rendered here."""
    if not isinstance(value, dict) or value.keys() != {"before", "after", "made"}:
        raise ValidationError("it is no journal of a merge")
    journal = lasting_journal(value)
    if not all(label in OF_JOURNAL and is_number(pk) for label, pk in journal["made"]):
        raise ValidationError("the journal names rows that no merge makes")
    rows = {part: [sound_row(row) for row in journal[part]] for part in ("before", "after")}
    return rows | {"made": [list(place) for place in journal["made"]]}


def sound_row(row: Any) -> dict[str, Any]:
    if (
        row["model"] not in OF_JOURNAL
        or not is_number(row["pk"])
        or row.keys() != {*("model", "pk", "fields")}
    ):
        raise ValidationError(f"{row['model']!r:.50} is no row that a merge changes")
    blank = apps.get_model(row["model"])(pk=row["pk"])
    values = written_value([blank])[0]["fields"]
    if unknown := row["fields"].keys() - values.keys():
        raise ValidationError(f"{min(unknown)!r:.50} is no field of {row['model']}")
    values |= {name: journal_value(blank, name, one) for name, one in row["fields"].items()}
    if "note_html" in values:
        scope = blank.note_scope.format(paper=values.get("paper"))
        values["note_html"] = render_note(str(values.get("note") or ""), scope)
    return {"model": row["model"], "pk": row["pk"], "fields": values}


def journal_value(row: models.Model, name: str, value: Any) -> Any:
    """A value as a journal has it: in JSON, a row of another table by its number."""
    if row._meta.get_field(name).is_relation:
        if value is not None and not is_number(value):
            raise ValidationError(f"{name}: {value!r:.50} is no number of a row")
        return value
    if value in EMPTY:
        return value
    checked = field_value(row, name, value)
    return checked if (type(row), name) in JSON_CHECKS else value


def revision_header(value: Any) -> dict[str, Any]:
    """What a revision holds beside its title and text."""
    if not isinstance(value, dict) or value.keys() - {*HEADER_FIELDS, "tags"}:
        raise ValidationError(f"{value!r:.50} is no header of a revision")
    return {
        name: texts(said) if name == "tags" else Post._meta.get_field(name).clean(said, None)
        for name, said in value.items()
    }


def changed_lines_of(value: Any) -> list[Any]:
    """The lines of a change that readers are shown."""
    pieces = [piece for _kind, parts in pairs_in(value) for piece in pairs_in(parts)]
    kinds = {kind for kind, _parts in value}
    if not kinds <= {"", "del", "ins", "place"} or not all(
        isinstance(text, str) and isinstance(is_changed, bool) for text, is_changed in pieces
    ):
        raise ValidationError(f"{value!r:.50} are no lines of a change")
    return value


def pairs_in(value: Any) -> list[Any]:
    if not isinstance(value, list) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in value
    ):
        raise ValidationError(f"{value!r:.50} is no list of pairs")
    return value


JSON_CHECKS: dict[tuple[type[models.Model], str], Callable[[Any], Any]] = {
    (Paper, "record"): sound_record,
    (Source, "record"): sound_record,
    (Source, "identifiers"): named_identifiers,
    (Source, "taken"): texts,
    (Check, "fields"): compared_fields,
    (Check, "reply"): stored_answer,
    (Check, "kept"): kept_values,
    (WatchLook, "lines"): texts,
    (WatchLook, "posts"): texts,
    (Notice, "sources"): texts,
    (Notice, "registries"): texts,
    (Comment, "reasons"): held_reasons,
    (Revision, "header"): revision_header,
    (Correction, "change"): changed_lines_of,
    (Merge, "gone_pks"): row_numbers,
    (Merge, "journal"): sound_journal,
}
"""What each column of JSON may hold; the guard of fields knows one that is missing here."""
