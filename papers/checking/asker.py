"""Asks the registries about the identifiers of the library, one after the other.

A question is claimed by one process for a while, asked outside of any transaction, and its answer
stored in a short one. What fails waits longer and longer; what fails for good or for long stays in
sight of the editors (``Question.problem``).
"""

import logging
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from papers.checking.asking_times import ASKED_AGAIN, ASKED_EVERY, RETRIED_EVERY
from papers.checking.storing_checks import NoAnswer, problem_line, store_check
from papers.choices import State
from papers.library.paper_rows import put_registry_record
from papers.models import Identifier, Paper, Question
from papers.records.identifiers import Id
from papers.registries.door_faults import AskedTooOften, DoorFault, NotThere
from papers.registries.host_pauses import HOST_PAUSES
from papers.registries.registry_choice import (
    OF_DATACITE,
    asked_schemes,
    fetch_work,
    read_kept_reply,
    registries_of,
)
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_request import NoRegistry, Reply, Validators

log = logging.getLogger(__name__)

LARGEST_KEPT = 200_000  # bytes, packed
MOST_NEW = 1_000  # rows in one statement
DAY = timedelta(days=1)


@dataclass
class AskingReport:
    """How many questions were asked, and what came of them."""

    asked: int = 0
    records: int = 0
    unchanged: int = 0
    missing: int = 0
    failed: int = 0


@dataclass
class Asker:
    """Asks what is due, or with ``is_all`` everything that was not asked within a day. A registry
    that wants peace is not asked again before its time."""

    is_all: bool = False
    report: AskingReport = field(default_factory=AskingReport)
    resting: dict[RegistryName, datetime] = field(default_factory=dict)

    def ask_next(self, urgent_only: bool = False) -> bool:
        """Asks one question; whether there was one."""
        question = self.claimed(urgent_only)
        if question is None:
            return False
        identifier = Id(question.identifier.scheme, question.identifier.value)
        try:
            self.note_record(question, *fetch_record(question, identifier))
        except DoorFault as fault:
            self.note_fault(question, identifier, fault)
        except (InterfaceError, OperationalError):  # the database is away
            raise
        except Exception as error:  # a fault of ours, which must not hold up the others
            log.exception("The answer about %s could not be read.", question)
            self.note_failure(question, f"{type(error).__name__}: {error}")
        self.report.asked += 1
        return True

    def claimed(self, urgent_only: bool) -> Question | None:
        """The next question, which no other process asks now."""
        now = timezone.now()
        for _attempt in range(10):
            pk = self.waiting(now, urgent_only).values_list("pk", flat=True).first()
            if pk is None:
                return None
            if Question.objects.claim(pk, now):
                return Question.objects.select_related("identifier").filter(pk=pk).first()
        return None

    def waiting(self, now: datetime, urgent_only: bool) -> QuerySet[Question]:
        resting = {name for name, until in self.resting.items() if until > now}
        rows = Question.objects.exclude(asked_first(resting)) if resting else Question.objects
        if self.is_all:
            rows = rows.free(now).exclude(asked_at__gte=now - DAY)
            return rows.order_by(F("asked_at").asc(nulls_first=True), "pk")
        rows = rows.due(now).order_by("-is_urgent", "due_at", "pk")
        return rows.filter(is_urgent=True) if urgent_only else rows

    def note_record(self, question: Question, reply: Reply, record: RegistryRecord) -> None:
        now, body = timezone.now(), question.body
        if reply.body:
            body = zlib.compress(reply.body, 6)
        is_kept = len(body) <= LARGEST_KEPT
        said = {
            "registry": reply.registry.value,
            "etag": reply.validators.etag if is_kept else "",
            "last_modified": reply.validators.last_modified if is_kept else "",
            "body": body if is_kept else b"",
        }
        with transaction.atomic():
            paper = locked_paper(question)
            if paper is not None:
                put_registry_record(paper, record)
                store_check(paper, record, now)
            settle_question(question, now, now + ASKED_EVERY, answered_at=now, tries=0, **said)
        self.report.records += 1
        self.report.unchanged += not reply.body

    def note_fault(self, question: Question, identifier: Id, fault: DoorFault) -> None:
        """What came in place of a record: an answer that there is none, or a failure."""
        now = timezone.now()
        if isinstance(fault, AskedTooOften) and fault.registry is not None:
            until = now + timedelta(seconds=fault.retry_after or HOST_PAUSES[0].seconds)
            self.resting[fault.registry] = until
        if isinstance(fault, NoRegistry):
            self.report.missing += 1
            settle_question(question, now, now + ASKED_AGAIN, str(fault), tries=0)
        elif isinstance(fault, NotThere):
            self.report.missing += 1
            with transaction.atomic():
                store_failure(question, identifier, fault, now)
                settle_question(
                    question, now, now + ASKED_AGAIN, str(fault), answered_at=now, tries=0
                )
        else:
            with transaction.atomic():
                if not isinstance(fault, AskedTooOften):
                    store_failure(question, identifier, fault, now)
                self.note_failure(question, str(fault), fault.retry_after or 0)

    def note_failure(self, question: Question, problem: str, seconds: float = 0) -> None:
        """It is tried again later, not before the registry wants it."""
        now = timezone.now()
        pauses = dict(enumerate(HOST_PAUSES))
        pause = max(pauses.get(question.tries, RETRIED_EVERY), timedelta(seconds=seconds))
        settle_question(
            question,
            now,
            now + pause,
            problem or "?",
            is_urgent=question.is_urgent,
            tries=min(question.tries + 1, 1_000),
        )
        self.report.failed += 1


def asked_first(registries: Collection[RegistryName]) -> Q:
    """The questions with which one of the registries is asked before all others: the one whose
    reply is kept, else the likeliest."""
    of_repository = Q()
    for prefix in OF_DATACITE:
        of_repository |= Q(identifier__value__startswith=f"{prefix}/")
    likely = Q(pk__in=[])
    for scheme in asked_schemes():
        for value, those in (("", ~of_repository), (f"{min(OF_DATACITE)}/", of_repository)):
            if registries_of(Id(scheme, value))[0] in registries:
                likely |= Q(identifier__scheme=scheme) & those
    is_kept = ~Q(registry="") & ~Q(body=b"")
    return is_kept & Q(registry__in=registries) | ~is_kept & likely


def fetch_record(question: Question, identifier: Id) -> tuple[Reply, RegistryRecord]:
    """The registry's reply and its record, which is read anew from the kept one where the registry
    says that nothing changed. ``DoorFault`` where there is none."""
    validators = None
    if question.registry and question.body:
        name = RegistryName(question.registry)
        validators = Validators(name, question.etag, question.last_modified)
    reply = fetch_work(identifier, validators)
    if reply.record is not None:
        return reply, reply.record
    try:
        kept = zlib.decompress(bytes(question.body))
        return reply, read_kept_reply(reply.registry, kept, identifier)
    except (DoorFault, zlib.error):
        reply = fetch_work(identifier)  # a reader of today cannot read it: asked for anew
        return reply, reply.record


def store_failure(question: Question, identifier: Id, fault: DoorFault, now: datetime) -> None:
    """What readers are told of a paper about which a registry gave no record."""
    paper = locked_paper(question)
    if paper is not None and fault.registry is not None:
        is_certain = isinstance(fault, NotThere)
        store_check(paper, NoAnswer(fault.registry, identifier, is_certain, str(fault)), now)


def locked_paper(question: Question) -> Paper | None:
    """The paper that has the identifier now; nobody else writes it until the transaction ends."""
    named = Identifier.objects.filter(pk=question.identifier_id).values("paper")
    return Paper.objects.select_for_update().filter(pk__in=named).first()


def settle_question(
    question: Question, now: datetime, due_at: datetime, problem: str = "", **values: object
) -> None:
    """Stores what came of a question, when it is asked next, and lets it go."""
    said = {"asked_at": now, "due_at": due_at, "claimed_until": None, "is_urgent": False}
    said["problem"] = problem_line(problem)
    Question.objects.filter(pk=question.pk).update(**said | values)


def note_new_identifiers() -> int:
    """Makes a question for each identifier that has none: those of the kinds that some registry
    keeps, and all of a work of which nothing else is known. How many."""
    waits = Q(paper__state=State.TO_LOOK_UP)
    wanted = Identifier.objects.filter(Q(scheme__in=asked_schemes()) | waits, question=None)
    rows = wanted.order_by("pk").values_list("pk", "paper__state")
    found = list(rows[:MOST_NEW]) if asked_schemes() else []
    new = [Question(identifier_id=pk, is_urgent=state == State.TO_LOOK_UP) for pk, state in found]
    Question.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def ask_soon(questions: QuerySet[Question]) -> int:
    """Has questions asked before all others, whatever came of them before; how many."""
    return questions.update(is_urgent=True, due_at=timezone.now(), tries=0, claimed_until=None)


def ask_within(
    budget: int | None, is_all: bool = False, step: Callable[[], None] = lambda: None
) -> AskingReport:
    """Asks at most so many questions, the oldest first; without a budget all that wait. It may be
    stopped at any time, and goes on where it was when it is called again."""
    while note_new_identifiers() == MOST_NEW:
        pass
    asker = Asker(is_all)
    while (budget is None or asker.report.asked < budget) and asked_schemes() and asker.ask_next():
        step()
    return asker.report


def asked_lately(within: timedelta) -> int:
    """How many questions were asked in this time."""
    return Question.objects.filter(asked_at__gt=timezone.now() - within).count()
