"""One record from what several sources say of a work, field by field. No Django here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papers.records.folded_text import title_key
from papers.records.record import OTHERS, Record, full_name
from papers.records.rich_text import BRACED, RICH, TEX

BESIDE = (RICH, BRACED, TEX)
"""What ``custom`` keeps of a field, by its name: it goes where the field goes."""
CUSTOM = "custom."
"""Before the name of any other entry of ``custom``, which is a field of its own."""
_NEVER = frozenset({"id", "custom"})
_OF_FIELDS = dict.fromkeys(BESIDE, Mapping) | {OTHERS: list, "identifiers": list}
"""Entries of ``custom`` that belong to other fields, and what they are."""


@dataclass(frozen=True)
class Told:
    """What one source says: a whole ``record``, or, for ``is_correction``, some fields of one, of
    which an empty one was emptied on purpose. ``taken`` are fields that an editor took from it.
    What is provisional counts only while there is nothing else. What was looked up by an
    identifier, which may be a wrong one, completes only a work of the same title."""

    record: Record
    taken: frozenset[str] = frozenset()
    is_correction: bool = False
    is_provisional: bool = False
    is_looked_up: bool = False

    @property
    def kind(self) -> Any:
        return self.record.get("type")


def project(sources: Sequence[Told]) -> tuple[dict[str, Any], dict[str, int]]:
    """The record that these sources make, in their order, and which of them (by its place) each
    field is from.

    Corrections come first, then what an editor took. Of the rest only sources of one type complete
    each other, that of the first: a preprint does not take its journal's pages. A date is one
    field, and so are the names of a role, and a title with its markup.
    """
    record: dict[str, Any] = {}
    given: dict[str, int] = {}
    for index, field in _in_order(sources):
        if field not in given:
            given[field] = index
            put_field(record, field, sources[index].record)
    given = {field: index for field, index in given.items() if field_value(record, field)}
    return {field: value for field, value in record.items() if value}, given


def _in_order(sources: Sequence[Told]) -> Iterator[tuple[int, str]]:
    """Who speaks of which field, one after the other."""
    places = list(enumerate(sources))
    chosen = [(i, field) for i, one in places if one.is_correction for field in fields_in(one)]
    for index, one in places:
        if one.taken and not one.is_correction:
            chosen += [(index, field) for field in fields_in(one) if field in one.taken]
    yield from chosen
    whole = [(index, one) for index, one in places if not one.is_correction]
    sure = [(index, one) for index, one in whole if not one.is_provisional] or whole
    kinds = {one.kind for _index, one in sure[:1]}
    kinds |= {sources[index].kind for index, field in chosen if field == "type"}
    for index, one in sure:
        if one.kind in kinds and (not one.is_looked_up or _has_title(one, sure[0][1])):
            yield from ((index, field) for field in fields_in(one))


def _has_title(one: Told, other: Told) -> bool:
    """Whether two titles are one, perhaps without the subtitle."""
    titles = [title_key(str(told.record.get("title") or "")) for told in (one, other)]
    return titles[0].startswith(titles[1]) or titles[1].startswith(titles[0])


def fields_in(told: Told) -> list[str]:
    """The fields that a source says something of."""
    own = [field for field in told.record if field not in _NEVER]
    custom = _custom(told.record).items()
    return own + [
        f"{CUSTOM}{name}"
        for name, value in custom
        if name not in _OF_FIELDS or not isinstance(value, _OF_FIELDS[name])
    ]


def field_value(record: Record, field: str) -> Any:
    """What a record has in a field; ``None`` where it has none."""
    if field.startswith(CUSTOM):
        return _custom(record).get(field.removeprefix(CUSTOM))
    return record.get(field)


def put_field(record: dict[str, Any], field: str, source: Record) -> None:
    """Puts a field of a source into a record, with what the source keeps beside it."""
    theirs, custom = _custom(source), dict(_custom(record))
    if field.startswith(CUSTOM):
        name = field.removeprefix(CUSTOM)
        custom[name] = theirs[name]
    else:
        record[field] = source[field]
        for beside in BESIDE:
            text = theirs.get(beside)
            if isinstance(text, Mapping) and field in text:
                custom[beside] = {**custom.get(beside, {}), field: text[field]}
        if isinstance(roles := theirs.get(OTHERS), list) and field in roles:
            custom[OTHERS] = sorted({*custom.get(OTHERS, []), field})
    if custom:
        record["custom"] = custom


def changed_fields(before: Record, after: Record) -> list[str]:
    """The fields in which two records differ, those of ``custom`` by their names, in one
    order on every database."""
    names = sorted({*before, *after})
    fields = [name for name in names if name not in _NEVER and before.get(name) != after.get(name)]
    ours, theirs = _custom(before), _custom(after)
    inner = sorted({*ours, *theirs})
    return fields + [f"{CUSTOM}{one}" for one in inner if ours.get(one) != theirs.get(one)]


def value_text(value: Any) -> str:
    """A field's value as one text: names in reading order, dates as they are sorted."""
    if isinstance(value, Mapping) and isinstance(value.get("date-parts"), list):
        dates = [
            "-".join(str(part).zfill(2) for part in date) for date in value["date-parts"] if date
        ]
        return "/".join(dates)
    if isinstance(value, Mapping) and {"family", "given", "literal"} & set(value):
        return full_name(value)
    if isinstance(value, list):
        return ", ".join(value_text(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {value_text(one)}" for name, one in value.items())
    return "" if value is None else str(value)


def _custom(record: Record) -> Mapping[str, Any]:
    custom = record.get("custom")
    return custom if isinstance(custom, Mapping) else {}
