"""What registries said of two of the demo's papers, and are said to have answered of three more:
one of each state."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from papers.checking.stored_replies import reply_of
from papers.checking.storing_checks import NoAnswer, store_check
from papers.library.paper_rows import put_registry_record
from papers.models import Notice, Paper
from papers.records.identifiers import Id
from papers.registries.registry_choice import read_kept_reply
from papers.registries.registry_record import RegistryName, RegistryRecord

RECORDED = Path(__file__).parent / "replies"


def load_checks(entries: Iterable[Mapping[str, Any]]) -> None:
    """Each entry names a paper by its key, the time, and a recorded reply of Crossref, or else an
    answer that ``is_invented``, which its row and readers are told."""
    for entry in entries:
        paper = Paper.objects.get(key=entry["paper"])
        at = datetime.fromisoformat(entry["at"])
        answer = demo_answer(entry)
        if "recorded" in entry:
            put_registry_record(paper, answer)
        check = store_check(paper, answer, at)
        if entry.get("is_invented"):
            check.problem = _("invented for the demo")
            check.save(update_fields=["problem"])
        for kind, note in entry.get("notes", {}).items():
            row = Notice.objects.get(paper=paper, kind=kind)
            row.note, row.looked_at = note, at
            row.save()


def demo_answer(entry: Mapping[str, Any]) -> RegistryRecord | NoAnswer:
    if "recorded" in entry:
        body = (RECORDED / entry["recorded"]).read_bytes()
        return read_kept_reply(RegistryName.CROSSREF, body, Id(*entry["identifier"]))
    if missing := entry.get("missing"):
        known = Id(*missing["identifier"])
        registry = RegistryName(missing["registry"])
        return NoAnswer(registry, known, missing["is_certain"])
    return reply_of(entry["reply"])
