"""Works that may be meant by a paper without a DOI: looked for by its title when an editor asks for
it, and suggested. An editor says which it is; only then a registry is asked by the identifier."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.checking.candidate_scores import LEAST, nearness
from papers.checking.storing_checks import problem_line
from papers.library.corrections import keep_corrections
from papers.library.paper_rows import short_enough
from papers.models import Identifier, Paper, Question, TitleSearch
from papers.records.record import record_byline, record_year
from papers.registries.crossref import search_crossref
from papers.registries.door_faults import DoorFault
from papers.registries.registry_choice import BY_SCHEME
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_request import is_asked

log = logging.getLogger(__name__)
MOST_AT_ONCE = 20
REASONS = {
    "title-same": _("the same title"),
    "title-near": _("nearly the same title"),
    "title-other": _("another title"),
    "authors-same": _("the same authors"),
    "authors-some": _("some of the authors"),
    "authors-other": _("other authors"),
    "authors-unknown": _("authors not known"),
    "year-same": _("the same year"),
    "year-near": _("a year apart"),
    "year-other": _("another year"),
    "year-unknown": _("year not known"),
}


@dataclass(frozen=True)
class SuggestedWork:
    """A work that may be meant: ``points`` of 100 and why. ``holder`` is another paper of the
    library that has its DOI."""

    doi: str
    title: str
    byline: str
    year: str
    venue: str
    points: int
    why: str
    holder: Paper | None


def can_search(paper: Paper) -> bool:
    """Whether a search may tell anything: the registry is asked, and the paper has a title and none
    of the identifiers that registries keep."""
    held = paper.identifiers.filter(scheme__in=BY_SCHEME)
    return bool(paper.title) and is_asked(RegistryName.CROSSREF) and not held.exists()


def want_search(paper: Paper) -> None:
    """Has the paper's title looked for soon, by the process of queued work."""
    values = {"wanted_at": timezone.now(), "done_at": None, "claimed_until": None, "problem": ""}
    TitleSearch.objects.update_or_create(paper=paper, defaults=values)


def make_title_searches() -> int:
    """Makes the searches that wait, some at once; how many. What fails says why, and is made again
    when an editor wants it."""
    done = 0
    while done < MOST_AT_ONCE and is_asked(RegistryName.CROSSREF):
        search = claimed_search()
        if search is None:
            break
        problem, rows = "", []
        try:
            found = search_crossref(query_of_record(search.paper.record))
            rows = suggestions(search, found)
        except DoorFault as fault:
            problem = str(fault)
        except (InterfaceError, OperationalError):  # the database is away
            raise
        except Exception as error:  # a fault of ours, which must not hold up the questions
            log.exception("The search for %s could not be read.", search)
            problem = f"{type(error).__name__}: {error}"
        values = {
            "problem": problem_line(problem),
            "done_at": timezone.now(),
            "claimed_until": None,
        }
        values |= {} if problem else {"found": rows}
        TitleSearch.objects.filter(pk=search.pk).update(**values)
        done += 1
    return done


def claimed_search() -> TitleSearch | None:
    """The next one, which no other process makes now."""
    now = timezone.now()
    waiting = TitleSearch.objects.free(now).filter(done_at=None)
    pk = waiting.order_by("wanted_at", "pk").values_list("pk", flat=True).first()
    if pk is None or not waiting.claim(pk, now):
        return None
    return TitleSearch.objects.select_related("paper").filter(pk=pk).first()


def query_of_record(record: Mapping[str, Any]) -> str:
    """Title, authors and year, as the registry wants them together."""
    year = record_year(record)
    parts = [str(record.get("title") or ""), record_byline(record), str(year or "")]
    return " ".join(filter(None, parts))


def suggestions(search: TitleSearch, found: list[RegistryRecord]) -> list[dict[str, Any]]:
    """Those that are near enough and were not refused, the nearest first."""
    rows = []
    for work in found:
        record, near = work.record, nearness(search.paper.record, work)
        doi = work.identifier.value
        is_wanted = near.points >= LEAST and doi not in search.refused
        if is_wanted and short_enough([work.identifier]):
            row = {"doi": doi, "points": near.points, "reasons": list(near.reasons)}
            row |= {"title": str(record.get("title") or ""), "byline": record_byline(record)}
            row |= {"year": str(record_year(record) or "")}
            row |= {"venue": str(record.get("container-title") or "")}
            rows.append(row)
    return sorted(rows, key=lambda row: (-row["points"], row["doi"]))


def candidates_of(search: TitleSearch) -> list[SuggestedWork]:
    dois = [row["doi"] for row in search.found]
    rows = Identifier.objects.filter(scheme="doi", value__in=dois).exclude(paper=search.paper_id)
    holders = {row.value: row.paper for row in rows.select_related("paper")}
    said = ("doi", "title", "byline", "year", "venue", "points")
    return [
        SuggestedWork(
            **{name: row[name] for name in said},
            why=", ".join(str(REASONS.get(one, one)) for one in row["reasons"]),
            holder=holders.get(row["doi"]),
        )
        for row in search.found
    ]


@transaction.atomic
def confirm_candidate(paper: Paper, doi: str) -> bool:
    """An editor says that the paper has this DOI, one of those suggested: the registry is asked by
    it soon. False where it was not suggested, or another paper has it."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    search = TitleSearch.objects.filter(paper=held).first()
    is_suggested = search is not None and any(row["doi"] == doi for row in search.found)
    if not is_suggested or Identifier.objects.filter(scheme="doi", value=doi).exists():
        return False
    named = Identifier.objects.create(paper=held, scheme="doi", value=doi)
    keep_corrections(held)
    search.delete()
    Question.objects.create(identifier=named, is_urgent=True)
    return True


@transaction.atomic
def refuse_candidate(paper: Paper, doi: str) -> None:
    """An editor says that this is another work: it is not suggested for the paper again."""
    search = TitleSearch.objects.select_for_update().filter(paper=paper).first()
    if search is not None:
        search.found = [row for row in search.found if row["doi"] != doi]
        search.refused = sorted({*search.refused, doi})
        search.save(update_fields=["found", "refused"])
