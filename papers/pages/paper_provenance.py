"""How we know: where a paper's facts come from, what a registry says of each, and all that
registries answered so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.checking.comparison import own_values
from papers.checking.notices_told import notices_of
from papers.choices import CHECKED, FIELD_NAMES, REGISTRIES, TYPES, SourceKind
from papers.library.field_sources import shown_sources
from papers.models import Check, Notice, Paper
from papers.queries.prepared import prepared
from papers.records.compared_fields import FIELDS_BEHIND
from papers.records.identifiers import Id, identifier_url

AGREEMENTS = {
    "agrees": ("✓", _("agrees")),
    "differs": ("≠", _("differs")),
    "missing-here": ("+", _("missing here")),
    "missing-there": ("–", _("missing there")),
}
MOST_CHECKS = 20
MOST_CHARACTERS = 160
"""Of a field's value, as the table shows it."""


@dataclass(frozen=True)
class KnownField:
    """One field: our value, where it came from (empty where that was not kept), and what a
    registry says, if it was compared. ``theirs`` is told where it is written otherwise, ``reason``
    is an editor's who keeps ours."""

    label: str
    ours: str
    origin: str
    shape: str = ""
    word: str = ""
    theirs: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Event:
    """Something that a registry answered or a notice told; one of the two is set."""

    at: datetime
    check: Check | None = None
    notice: Notice | None = None


def provenance(paper: Paper) -> dict[str, Any]:
    """What the section "How we know" shows of a paper with what ``with_presence`` tells of it; at
    most five queries."""
    checks = newest_checks(paper.pk) if paper.has_checks else []
    notices = notices_of([paper.pk]) if paper.has_notices else []
    deciding = deciding_check(paper, checks)
    events = [Event(check.last_at, check=check) for check in checks]
    events += [Event(notice.first_seen_at, notice=notice) for notice in notices]
    return {
        "notices": notices,
        "notice_of": works_noticed_by(paper) if paper.tells_notices else [],
        "known_fields": known_fields(
            paper, deciding, origins_of(paper) if paper.has_sources else {}
        ),
        "check": deciding,
        "check_url": identifier_url(Id(deciding.scheme, deciding.value)) if deciding else "",
        "failed_since": failed_since(paper, checks),
        "events": sorted(events, key=lambda event: event.at, reverse=True),
    }


def works_noticed_by(paper: Paper) -> list[Notice]:
    """What the paper says of other works that have a page, being a notice itself. Those are looked
    up by their numbers: asked at once, SQLite goes through all papers that have one."""
    notices = notices_told_by(paper.pk)
    if not notices:
        return []
    papers = Paper.objects.filter(pk__in=[one.paper_id for one in notices])
    shown = set(papers.visible().values_list("pk", flat=True))
    return [one for one in notices if one.paper_id in shown]


@prepared
def newest_checks(paper: int) -> QuerySet:
    return Check.objects.filter(paper=paper).order_by("-last_at", "-pk")[:MOST_CHECKS]


@prepared
def notices_told_by(paper: int) -> QuerySet:
    rows = Notice.objects.confirmed().filter(notice_paper=paper)
    return rows.select_related("paper").order_by("pk")


def origins_of(paper: Paper) -> dict[str, str]:
    """Where our value of each compared field is from and when it was seen, in words. Of a file or
    a post no name is told: readers need not know of it."""
    shown = shown_sources(paper)
    found = {}
    for name, fields in FIELDS_BEHIND.items():
        source = next((shown[field] for field in fields if field in shown), None)
        if source is not None:
            day = date_format(localtime(source.seen_at), "DATE_FORMAT")
            teller = dict(REGISTRIES).get(source.name) if source.kind == SourceKind.REGISTRY else ""
            told = {"source": teller or source.get_kind_display(), "day": day}
            found[name] = gettext("from %(source)s, %(day)s") % told
    return found


def deciding_check(paper: Paper, checks: Iterable[Check]) -> Check | None:
    """The check that gave the paper its standing."""
    if not paper.is_checked:
        return None
    wanted = (paper.checked_with, paper.standing)
    return next((one for one in checks if (one.registry, one.outcome) == wanted), None)


def failed_since(paper: Paper, checks: Sequence[Check]) -> Check | None:
    """The failure behind the last answer: a registry that was asked again and is away since."""
    last = checks[0] if checks else None
    if last is None or last.outcome in CHECKED or paper.standing == last.outcome:
        return None
    return last


def known_fields(paper: Paper, check: Check | None, origins: dict[str, str]) -> list[KnownField]:
    """The fields of a check, or ours alone; ``origins`` says where our value of each came from."""
    if check is None:
        return [
            KnownField(str(FIELD_NAMES[name]), worded_value(name, ours), origins.get(name, ""))
            for name, ours in own_values(paper.record).items()
        ]
    return [
        KnownField(
            label=str(FIELD_NAMES.get(one["name"], one["name"])),
            ours=worded_value(one["name"], one["ours"]),
            origin=origins.get(one["name"], ""),
            shape=AGREEMENTS[one["agreement"]][0],
            word=str(AGREEMENTS[one["agreement"]][1]),
            theirs=worded_value(one["name"], one["theirs"]) if one["theirs"] != one["ours"] else "",
            reason=check.reason_for(one),
        )
        for one in check.fields
    ]


def worded_value(name: str, value: str) -> str:
    """A field's value as readers are told it: a type has a name, and what is long is cut."""
    worded = str(dict(TYPES).get(value, value)) if name == "type" else value
    return Truncator(worded).chars(MOST_CHARACTERS)
