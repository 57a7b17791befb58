"""Rows of notices: those that a reply tells, merged with those that are there. None is ever deleted
here: what a registry forgets was told all the same."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from papers.checking.compared_forms import (
    is_marked_title,
    letters_of,
    plain_form,
    taken_mark,
    without_mark,
)
from papers.checking.notices_in_force import GRAVITY
from papers.models import Identifier, Notice, Paper
from papers.notice_words import WARNINGS
from papers.records.folded_text import title_key
from papers.records.identifiers import Id
from papers.registries.registry_record import FoundNotice, NoticeKind

PROPOSED = frozenset({NoticeKind.OTHER, NoticeKind.SUPERSEDED})
"""Kinds that editors look at before readers are told."""
MOST_OF_ONE = 100
MOST_LOOKED_AT = 500
MOST_NAMED = 5
LONGEST_REASON = 500


def store_notices(
    paper: Paper, found: Iterable[FoundNotice], registry: str, now: datetime | None = None
) -> bool:
    """Makes the rows of a paper what a registry's reply tells of it, and whether any is another
    one now; ``registry`` is its name with the identifier that was asked. What it told before and
    tells no more stays, and says so."""
    is_changed = False
    rows = list(Notice.objects.select_for_update().filter(paper=paper).order_by("pk"))
    told: set[int] = set()
    for one in gravest(list(found), MOST_OF_ONE):
        row = next((row for row in rows if is_same_notice(row, one)), None)
        if row is None:
            row = new_notice(paper, one, now)
            rows.append(row)
        is_changed |= complete_notice(row, one, registry)
        told.add(row.pk)
    for row in rows:
        if registry in row.registries and row.pk not in told:
            row.registries = [one for one in row.registries if one != registry]
            row.save(update_fields=["registries"])
            is_changed = True
    return is_changed


def gravest(found: list[FoundNotice], most: int) -> list[FoundNotice]:
    """So many notices in their order; of more the gravest, lest many corrections hide a
    retraction."""
    order = [NoticeKind.REINSTATEMENT, *GRAVITY]
    ranks = {one: order.index(one.kind) if one.kind in order else len(order) for one in found}
    kept = set(sorted(found, key=ranks.__getitem__)[:most])
    return [one for one in found if one in kept]


def is_same_notice(row: Notice, found: FoundNotice) -> bool:
    """Of one kind and named alike; one that is not named is the same as another of its day, or of
    no day."""
    if row.kind != found.kind:
        return False
    if row.by and found.by:
        return row.by == found.by
    return None in (row.day, found.day) or row.day == found.day


def new_notice(paper: Paper, found: FoundNotice, now: datetime | None = None) -> Notice:
    return Notice(
        paper=paper,
        kind=found.kind.value,
        is_confirmed=found.kind not in PROPOSED,
        first_seen_at=now or timezone.now(),
    )


def complete_notice(row: Notice, found: FoundNotice, registry: str) -> bool:
    """Adds what a reply knows of a notice, and whether that is anything; what an editor decided of
    it stays."""
    before = values_of_notice(row)
    if found.by and not row.by:
        row.by_scheme, row.by_value = found.by
    row.day = row.day or found.day
    row.reason = row.reason or found.reason
    if found.source and found.source not in row.sources:
        row.sources = [*(one for one in row.sources if one != "title"), found.source]
        row.is_confirmed = row.is_confirmed or found.kind not in PROPOSED
    if registry not in row.registries:
        row.registries = [*row.registries, registry]
    if row.notice_paper_id is None and row.by:
        row.notice_paper = other_paper(row.paper_id, row.by)
    if row.pk is not None and values_of_notice(row) == before:
        return False
    row.save()
    return True


def values_of_notice(row: Notice) -> tuple:
    found = (row.by, row.day, row.reason, row.is_confirmed, row.notice_paper_id)
    return (*found, list(row.sources), list(row.registries))


def other_paper(paper_id: int, known: Id) -> Paper | None:
    """The paper of the library that an identifier names, if it is another one."""
    rows = Identifier.objects.filter(scheme=known.scheme, value=known.value)
    row = rows.exclude(paper=paper_id).select_related("paper").first()
    return row.paper if row else None


def store_notices_by(
    notice_paper: Paper, works: Iterable[tuple[NoticeKind, Id]], by: Id, registry: str
) -> list[int]:
    """A paper that is itself a notice (``is_notice_of``): the papers of the library that it is of
    have it then. Their ids."""
    done = []
    for kind, known in works:
        paper = other_paper(notice_paper.pk, known)
        if paper is None:
            continue
        found = FoundNotice(kind, by, issued_on(notice_paper), "publisher")
        rows = Notice.objects.filter(paper=paper).order_by("pk")
        row = next((one for one in rows if is_same_notice(one, found)), None)
        complete_notice(row or new_notice(paper, found), found, registry)
        done.append(paper.pk)
    return done


def issued_on(paper: Paper) -> date | None:
    """The day a paper appeared, where it is known to the day."""
    parts = (paper.issued_year, paper.issued_month, paper.issued_day)
    with suppress(ValueError, TypeError):
        return date(*parts)
    return None


def name_notice(row: Notice) -> None:
    """Where an editor says which paper of the library is the notice, its DOI and day name it."""
    if row.notice_paper is None:
        return
    rows = row.notice_paper.identifiers.order_by("scheme", "value")
    named = next((one for one in rows if one.scheme in ("doi", "pmid", "arxiv")), None)
    if named and not row.by_value:
        row.by_scheme, row.by_value = named.scheme, named.value
    row.day = row.day or issued_on(row.notice_paper)


def propose_from_title(paper: Paper, titles: Iterable[str]) -> None:
    """A title that says ``RETRACTED:`` proposes it to the editors and is no verdict; where any
    notice is known, nothing more is asked."""
    marked = next((title for title in titles if says_taken_back(title)), "")
    if marked and not has_warnings(paper):
        is_withdrawn = "withdrawn" in taken_mark(plain_form(marked)).lower()
        kind = NoticeKind.WITHDRAWAL if is_withdrawn else NoticeKind.RETRACTION
        propose(paper, kind, plain_form(marked))


def propose(
    paper: Paper, kind: NoticeKind, title: str, notice_paper: Paper | None = None
) -> Notice:
    """A notice that editors alone see until one confirms it; ``title`` is what it is read from."""
    row = Notice(paper=paper, kind=kind.value, sources=["title"], is_confirmed=False)
    row.reason, row.notice_paper = title[:LONGEST_REASON], notice_paper
    name_notice(row)
    row.save()
    return row


def has_warnings(paper: Paper) -> bool:
    return Notice.objects.filter(paper=paper, kind__in=WARNINGS).exists()


def says_taken_back(title: str) -> bool:
    """``RETRACTED: …``, ``… (Retracted article)``; the title of a notice (``Retraction: …``) speaks
    of another work."""
    words = plain_form(title)
    mark = taken_mark(words).lower().lstrip("[( ")
    return mark.startswith(("retracted", "withdrawn", "removed"))


def propose_from_library() -> int:
    """Proposes what the titles of the library's papers say of themselves, or of others that it has;
    how many. Twice does no harm: a proposal that an editor left unconfirmed is not made again."""
    begins = Q()
    for word in ("retract", "withdraw", "removed ", "expression of concern"):
        begins |= Q(title_key__startswith=word)
    for word in ("retracted", "retracted article", "retracted paper", "withdrawn"):
        begins |= Q(title_key__endswith=f" {word}")
    before = Notice.objects.count()
    for paper in Paper.objects.filter(begins).order_by("-pk")[:MOST_LOOKED_AT]:
        propose_from_title(paper, [paper.title])
        for work in works_named_by_title(paper):
            if not has_warnings(work):
                is_concern = paper.title_key.startswith("expression")
                kind = NoticeKind.CONCERN if is_concern else NoticeKind.RETRACTION
                kind = NoticeKind.WITHDRAWAL if paper.title_key.startswith("withdr") else kind
                propose(work, kind, paper.title, paper)
    return Notice.objects.count() - before


def works_named_by_title(paper: Paper) -> list[Paper]:
    """For ``Retraction: A title``, the papers of the library that have that title."""
    title = plain_form(paper.title)
    if not is_marked_title(title) or says_taken_back(title):
        return []
    named = without_mark(title)
    rows = Paper.objects.filter(title_key=title_key(named)).exclude(pk=paper.pk).order_by("pk")
    return [row for row in rows[:MOST_NAMED] if letters_of(row.title) == letters_of(named)]
