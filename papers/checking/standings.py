"""What readers are told of papers, derived from their checks and notices: the columns
``CHECK_COLUMNS`` of papers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from papers.checking.comparison import compare_work, differing, field_as_stored
from papers.checking.notices_in_force import DatedNotice, in_force
from papers.checking.stored_replies import reply_of
from papers.choices import CHECKED, Standing, State
from papers.library.changes import papers_changed
from papers.models import Check, Notice, Paper
from papers.models.papers import CHECK_COLUMNS
from papers.records.compared_fields import compared_digest
from papers.records.identifiers import Id

ORDER = (Standing.DIFFERS, Standing.AGREES, Standing.NOT_FOUND, Standing.UNREACHABLE)
"""Which of several checks decides: a difference first; a failure where nothing was ever said."""
SHOWN = ("standing", "differences", "notice", "notice_day", "noticed_at")
"""Columns whose change readers see."""


@transaction.atomic
def settle_standings(paper_ids: Iterable[int]) -> list[int]:
    """Derives the columns of these papers anew; the papers of which readers see something else.

    Replies that are stored are compared again, so that a record that was corrected since is told
    from one that was not. What cites a paper is rendered again where its notice is another one.
    """
    changed, marked = [], []
    rows = Paper.objects.select_for_update().filter(pk__in=list(paper_ids)).order_by("pk")
    for paper in rows:
        values = {**check_values(paper), **notice_values(paper)}
        old = {name: getattr(paper, name) for name in CHECK_COLUMNS}
        if values == old:
            continue
        is_seen = any(values[name] != old[name] for name in SHOWN)
        more = {"updated_at": timezone.now()} if is_seen else {}
        Paper.objects.filter(pk=paper.pk).update(**values, **more)
        changed += [paper.pk] * is_seen
        marked += [paper.pk] * (values["notice"] != old["notice"])
    papers_changed(marked)
    return changed


def check_values(paper: Paper) -> dict[str, Any]:
    """Standing, registry, time and numbers of differences, from the last answer to each of the
    paper's identifiers."""
    held = {Id(*pair) for pair in paper.identifiers.values_list("scheme", "value")}
    last = [compared_anew(one, paper, held) for one in last_checks(paper, held)]
    last.sort(key=lambda one: ORDER.index(Standing(one.outcome)))
    values = dict.fromkeys(("checked_with", "compared_digest"), "")
    values |= {"standing": Standing.UNCHECKED, "checked_at": None}
    values |= {"differences": 0, "unanswered": 0}
    if not last:
        return values
    first = last[0]
    is_compared = first.outcome in CHECKED
    return values | {
        "standing": Standing(first.outcome),
        "checked_with": first.registry,
        "checked_at": first.first_at if first.outcome == Standing.UNREACHABLE else first.last_at,
        "differences": len({one["name"] for check in last for one in check.differing}),
        "unanswered": len({one["name"] for check in last for one in check.unanswered}),
        "compared_digest": compared_digest(paper.record) if is_compared else "",
    }


def last_checks(paper: Paper, held: set[Id]) -> list[Check]:
    """For each registry and identifier that the paper has still, the last answer, else the last
    failure."""
    found: dict[tuple[str, str, str], Check] = {}
    for check in Check.objects.filter(paper=paper).order_by("last_at", "pk"):
        place = (check.registry, check.scheme, check.value)
        is_failure = check.outcome == Standing.UNREACHABLE
        if Id(check.scheme, check.value) in held and not (is_failure and place in found):
            found[place] = check
    return list(found.values())


def compared_anew(check: Check, paper: Paper, held: set[Id]) -> Check:
    """The check with its reply compared with the record of today."""
    if not check.reply or check.outcome not in CHECKED or paper.state == State.TO_LOOK_UP:
        return check
    fields = compare_work(paper.record, held, reply_of(check.reply))
    outcome = Standing.DIFFERS if differing(fields) else Standing.AGREES
    stored = [dict(field_as_stored(one)) for one in fields]
    if (outcome, stored) != (check.outcome, check.fields):
        check.outcome, check.fields = outcome, stored
        check.save(update_fields=["outcome", "fields"])
    return check


def notice_values(paper: Paper) -> dict[str, Any]:
    """The gravest notice in force, its day, and when readers could first see it."""
    rows = list(Notice.objects.confirmed().filter(paper=paper).order_by("first_seen_at", "pk"))
    held = in_force(DatedNotice(row.kind, row.day) for row in rows)
    if not held:
        return {"notice": "", "notice_day": None, "noticed_at": None}
    kind, day = held[0]
    return {"notice": kind, "notice_day": day, "noticed_at": first_seen(rows, kind)}


def first_seen(rows: Sequence[Notice], kind: str) -> datetime:
    return min(row.first_seen_at for row in rows if row.kind == kind)


def settle_changed_papers() -> None:
    """Papers whose records were changed since they were compared."""
    rows = Paper.objects.filter(standing=Standing.UNCHECKED, checks__isnull=False).order_by("pk")
    settle_standings(list(rows.values_list("pk", flat=True).distinct()[:500]))
