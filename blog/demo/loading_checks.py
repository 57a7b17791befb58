"""What registries are said to have answered of the demo's papers: one of each state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from papers.checking.stored_replies import reply_of
from papers.checking.storing_checks import NoAnswer, store_check
from papers.models import Notice, Paper
from papers.records.identifiers import Id
from papers.registries.registry_record import (
    FoundNotice,
    NoticeKind,
    RegistryName,
    RegistryRecord,
)


def load_checks(entries: Iterable[Mapping[str, Any]]) -> None:
    """Each entry names a paper by its key, the time, and a reply with its notices, or what came in
    place of one."""
    for entry in entries:
        paper = Paper.objects.get(key=entry["paper"])
        at = datetime.fromisoformat(entry["at"])
        store_check(paper, demo_answer(entry), at)
        for one in entry.get("notices", []):
            if note := one.get("note"):
                row = Notice.objects.get(paper=paper, kind=one["kind"])
                row.note, row.looked_at = note, at
                row.save()


def demo_answer(entry: Mapping[str, Any]) -> RegistryRecord | NoAnswer:
    if missing := entry.get("missing"):
        known = Id(*missing["identifier"])
        registry = RegistryName(missing["registry"])
        return NoAnswer(registry, known, missing["is_certain"], missing["problem"])
    notices = (
        FoundNotice(
            NoticeKind(one["kind"]),
            Id(*one["by"]),
            date.fromisoformat(one["day"]),
            one["source"],
        )
        for one in entry.get("notices", [])
    )
    return replace(reply_of(entry["reply"]), notices=tuple(notices))
