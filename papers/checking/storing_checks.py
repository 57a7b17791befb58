"""The one door through which a registry's answer comes into the library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from papers.checking.comparison import compare_work, differing, field_as_stored
from papers.checking.notice_rows import propose_from_title, store_notices, store_notices_by
from papers.checking.standings import settle_standings
from papers.checking.stored_replies import stored_reply
from papers.choices import CHECKED, SourceKind, Standing, State
from papers.models import Check, Paper
from papers.records.identifiers import Id
from papers.records.preprints import is_preprint
from papers.registries.arxiv_notices import VERSION
from papers.registries.registry_record import (
    FoundNotice,
    NoticeKind,
    RegistryName,
    RegistryRecord,
)

ELSEWHERE = (NoticeKind.PUBLISHED, NoticeKind.NEW_VERSION, NoticeKind.REPLACEMENT)
LONGEST_PROBLEM = Check._meta.get_field("problem").max_length


@dataclass(frozen=True)
class NoAnswer:
    """What came in place of a record. With ``is_certain`` the registry says that it has no such
    work; without, it could not be reached or understood, and ``problem`` says why."""

    registry: RegistryName
    identifier: Id
    is_certain: bool
    problem: str = ""


@transaction.atomic
def store_check(
    paper: Paper, answer: RegistryRecord | NoAnswer, now: datetime | None = None
) -> Check | None:
    """Stores what a registry answered of a paper, with its notices, and what readers see then.

    The paper is read afresh under a lock, since the answer was waited for outside of any
    transaction; ``None`` where it is gone, or has the identifier no more that was asked for.
    Storing the same answer twice changes nothing but the time of the last check.
    """
    now = now or timezone.now()
    held = Paper.objects.select_for_update().filter(pk=paper.pk).first()
    if held is None:
        return None
    identifiers = {Id(*pair) for pair in held.identifiers.values_list("scheme", "value")}
    if answer.identifier not in identifiers:
        return None
    check = store_row(held, answer, identifiers, now)
    concerned = [held.pk]
    if isinstance(answer, RegistryRecord):
        told_by = f"{answer.registry}:{answer.identifier.value}"
        store_notices(held, notices_of_paper(answer, held, identifiers), told_by, now)
        concerned += store_notices_by(held, answer.is_notice_of, answer.identifier, told_by)
        propose_from_title(held, answer.titles)
    settle_standings(concerned)
    return check


def notices_of_paper(
    answer: RegistryRecord, paper: Paper, identifiers: set[Id]
) -> list[FoundNotice]:
    """What an answer tells of a paper here: that it appeared elsewhere is no news of one that has
    that identifier too, and a newer version is one for those who cite an older."""
    found = [
        one for one in answer.notices if one.kind not in ELSEWHERE or one.by not in identifiers
    ]
    cited = cited_version(paper) if answer.newest else None
    if cited and cited < int(answer.record.get("version") or 0):
        found.append(answer.newest)
    return found


def cited_version(paper: Paper) -> int | None:
    """The version of a preprint that somebody here named: in its number, its address or as such."""
    for row in paper.sources.exclude(kind=SourceKind.REGISTRY).order_by("rank", "pk"):
        if is_preprint(row.record) or row.record.get("archive"):
            written = [str(row.record.get(name) or "") for name in ("number", "URL", "version")]
            written[2] = f"v{written[2].removeprefix('v')}"
            for text in written:
                if match := VERSION.search(text):
                    return int(match[1])
    return None


def store_row(
    paper: Paper, answer: RegistryRecord | NoAnswer, identifiers: set[Id], now: datetime
) -> Check:
    """A new row, or the last one of its registry and identifier where that says the same."""
    scheme, value = answer.identifier
    place = {"registry": answer.registry.value, "scheme": scheme, "value": value}
    said = said_by(answer, paper, identifiers)
    last = Check.objects.filter(paper=paper, **place).order_by("-last_at", "-pk").first()
    if last is not None and all(
        getattr(last, name) == said[name] for name in ("outcome", "fields")
    ):
        last.last_at, last.reply, last.problem = now, said["reply"], said["problem"]
        last.save(update_fields=["last_at", "reply", "problem"])
        return last
    said |= {"kept": last_kept(paper, place), "first_at": now, "last_at": now}
    return Check.objects.create(paper=paper, **place, **said)


def last_kept(paper: Paper, place: Mapping[str, str]) -> dict[str, Any]:
    """What an editor kept with a reason against the last record of this registry and identifier."""
    rows = Check.objects.filter(paper=paper, **place, outcome__in=CHECKED)
    return rows.order_by("-last_at", "-pk").values_list("kept", flat=True).first() or {}


def problem_line(text: str) -> str:
    """What the columns that say why hold of a text."""
    return " ".join(text.split())[:LONGEST_PROBLEM]


def said_by(
    answer: RegistryRecord | NoAnswer, paper: Paper, identifiers: set[Id]
) -> dict[str, Any]:
    if isinstance(answer, NoAnswer):
        outcome = Standing.NOT_FOUND if answer.is_certain else Standing.UNREACHABLE
        problem = problem_line(answer.problem)
        return {"outcome": outcome, "fields": [], "reply": {}, "problem": problem}
    compared = compare_work(paper.record, identifiers, answer)
    fields = [dict(field_as_stored(one)) for one in compared]
    is_different = bool(differing(compared)) and paper.state != State.TO_LOOK_UP
    outcome = Standing.DIFFERS if is_different else Standing.AGREES
    return {"outcome": outcome, "fields": fields, "reply": stored_reply(answer), "problem": ""}
