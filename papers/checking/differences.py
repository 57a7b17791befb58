"""Where our record of a paper differs from a registry's: what an editor may take over, or keep with
a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from papers.checking.standings import last_checks, settle_standings
from papers.choices import CHECKED, FIELD_NAMES, SourceKind
from papers.models import Check, Paper, Source
from papers.records.compared_fields import FIELDS_BEHIND
from papers.records.identifiers import Id

LONGEST_REASON = 300
SHOWN = 50  # papers of a page
DECIDED = ("differs", "missing-here")


@dataclass(frozen=True)
class OtherValue:
    """A field that a registry has otherwise, or that we lack. ``source`` and ``field`` are what can
    be taken over, ``None`` and empty where nothing can: an identifier is not a value to be taken,
    and the registry's record may not be here. ``reason`` says why an editor keeps ours."""

    check: Check
    name: str
    ours: str
    theirs: str
    source: Source | None
    field: str
    reason: str
    is_missing: bool

    @property
    def label(self) -> str:
        return str(FIELD_NAMES.get(self.name, self.name))


def differences_of(paper: Paper) -> list[OtherValue]:
    """Those of the last answer to each of the paper's identifiers, those to be decided first."""
    held = {Id(*pair) for pair in paper.identifiers.values_list("scheme", "value")}
    checks = [one for one in last_checks(paper, held) if one.outcome in CHECKED]
    rows = list(paper.sources.filter(kind=SourceKind.REGISTRY)) if checks else []
    found = [one for check in checks for one in differences_in(check, rows)]
    return sorted(found, key=lambda one: (one.is_missing, bool(one.reason)))


def differences_in(check: Check, sources: Sequence[Source]) -> list[OtherValue]:
    place = (check.registry, f"{check.scheme}:{check.value}")
    source = next((row for row in sources if (row.name, row.key) == place), None)
    found = []
    for one in check.fields:
        if one["agreement"] in DECIDED:
            behind = FIELDS_BEHIND.get(one["name"], ())
            field = next((name for name in behind if source and source.record.get(name)), "")
            found.append(
                OtherValue(
                    check,
                    one["name"],
                    one["ours"],
                    one["theirs"],
                    source if field else None,
                    field,
                    check.reason_for(one),
                    is_missing=one["agreement"] == "missing-here",
                )
            )
    return found


@dataclass(frozen=True)
class UnansweredPage:
    """Papers with the values to be decided. ``following``: the number of the paper after which the
    next page begins; 0 on the last."""

    papers: Sequence[tuple[Paper, Sequence[OtherValue]]]
    following: int


def unanswered_papers(after: int = 0) -> UnansweredPage:
    """The next papers with differences that no editor has answered, by number."""
    rows = Paper.objects.unanswered().filter(pk__gt=after).order_by("pk")[: SHOWN + 1]
    papers = list(rows)
    found = [(paper, unanswered_of(paper)) for paper in papers[:SHOWN]]
    return UnansweredPage(found, papers[SHOWN - 1].pk if len(papers) > SHOWN else 0)


def unanswered_of(paper: Paper) -> list[OtherValue]:
    return [one for one in differences_of(paper) if not one.is_missing and not one.reason]


@transaction.atomic
def keep_with_reason(check: Check, name: str, reason: str, editor: AbstractUser) -> bool:
    """Notes why our value of a field stays though the registry's differs, or with no reason that
    none is given any more; whether the field differs at all. It still counts as a difference."""
    held = Check.objects.select_for_update().get(pk=check.pk)
    field = next((one for one in held.differing if one["name"] == name), None)
    if field is None:
        return False
    kept = {one: value for one, value in held.kept.items() if one != name}
    if reason:
        kept[name] = {
            "ours": field["ours"],
            "theirs": field["theirs"],
            "reason": reason,
            "by": editor.get_username(),
            "at": timezone.now().isoformat(),
        }
    held.kept = kept
    held.save(update_fields=["kept"])
    settle_standings([held.paper_id])
    return True
