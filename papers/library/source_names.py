"""Which source says something of a work: its name, and the key of the work there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from papers.choices import SourceKind
from papers.formats.entries import Entry
from papers.models import Source

LONGEST_NAME = Source._meta.get_field("name").max_length
LONGEST_KEY = Source._meta.get_field("key").max_length


@dataclass(frozen=True)
class SourceName:
    """Which source speaks: `name` is a file's path, an upload's name, a post's path, a registry."""

    kind: SourceKind
    name: str = ""

    @property
    def fields(self) -> dict[str, str]:
        return {"kind": self.kind, "name": self.name[-LONGEST_NAME:]}

    @property
    def stored(self) -> "SourceName":
        """As its rows name it."""
        return replace(self, name=self.name[-LONGEST_NAME:])


PASTED = SourceName(SourceKind.FILE)
"""A text without a name."""
SaidAt = tuple[SourceName, str]
"""A source, by the name that is stored of it, and the key of a work there."""


def said_at(row: Source) -> SaidAt:
    return SourceName(SourceKind(row.kind), row.name), row.key


def is_at(row: Source, place: SaidAt) -> bool:
    source, key = place
    return row.key == key and (row.kind, row.name) == (source.kind, source.name)


def rows_said_at(places: Iterable[SaidAt]) -> QuerySet[Source]:
    """The rows of what sources said under their keys. Of several sources, all that they said: each
    by each key would be looked up otherwise, and those that speak together say little each."""
    keys: dict[SourceName, set[str]] = defaultdict(set)
    for source, key in places:
        keys[source].add(key)
    if len(keys) == 1:
        ((source, wanted),) = keys.items()
        return Source.objects.filter(**source.fields, key__in=wanted)
    kinds, names = {one.kind for one in keys}, {one.fields["name"] for one in keys}
    return Source.objects.filter(kind__in=kinds, name__in=names)


def key_in_source(entry: Entry) -> str:
    """What an entry is called in its file: by its key, else by what names it, else by its title."""
    names = (":".join(one) for one in entry.identifiers)
    return (entry.key or next(names, "") or str(entry.record.get("title", "")))[:LONGEST_KEY]
