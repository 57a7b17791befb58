"""The states of comments: who sets them, what that causes, and how it is undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django_tasks import task

from blog.comments.mail.letter_queue import comment_was_held, comment_was_published
from blog.comments.rendering_comments import cite_comments
from blog.models import Act, Comment, Report
from blog.models.comments import CommentState
from blog.models.moderation import ActKind
from papers.library.discussion_counts import papers_cited_by, recount_discussions
from papers.queries.batches import batches

UNDOABLE = [ActKind.DECIDE, ActKind.KEEP, ActKind.UNDO]
AT_ONCE = 500
"""Comments of one statement: a database takes only so many parameters."""
UNDO_OFFERED = timedelta(hours=12)
MOST_UNDONE = 20
"""Clicks that are offered to be undone at once."""


@dataclass(frozen=True)
class DecisionBatch:
    """What one click did: ``count`` comments changed, ``left`` did not."""

    pk: UUID
    count: int
    left: int = 0


def settle_comments(comments: Comment | Iterable[Comment]) -> None:
    """What the states of comments cause, inside of the transaction that stored them.

    Every way to a state calls it: posting, editing, deciding and undoing. Calling it again for
    the same state tells nobody twice.
    """
    comments = [comments] if isinstance(comments, Comment) else list(comments)
    published = [one.pk for one in comments if one.state == CommentState.PUBLISHED]
    if Comment.objects.filter(pk__in=published).may_cite().exists():
        cite_comments.enqueue(published)
    if not settings.BLOG_SENDS_MAIL:
        return
    held = [one for one in comments if one.state == CommentState.PENDING]
    if published:
        tell_of_published.enqueue(published)
    if held:
        comment_was_held(held[0])  # the letter counts all that wait


@task()
def tell_of_published(pks: list[int]) -> None:
    """Queues the letters about those comments that are published still."""
    comments = Comment.objects.published().select_related("post").filter(pk__in=pks)
    for comment in comments.order_by("pk"):
        comment_was_published(comment)


@transaction.atomic
def decide_comments(
    pks: Iterable[int], state: str, by: AbstractUser | None, seen_at: datetime | None = None
) -> DecisionBatch:
    """Moves comments to a state, with an act in the log for each that was in another.

    A comment that its writer edited after ``seen_at``, when it was looked at, is not published:
    nobody has read it.
    """
    batch, wanted = uuid4(), sorted(set(pks))
    changed: list[Comment] = []
    for some in batches(wanted, AT_ONCE):
        changed += move_comments(some, state, seen_at)
    note_acts(batch, ActKind.DECIDE, by, [(one.pk, one.state, state) for one in changed])
    answer_reports([one.pk for one in changed], batch)
    for comment in changed:
        comment.state = state
    if state == CommentState.PUBLISHED:
        settle_comments(changed)
    return DecisionBatch(batch, len(changed), len(wanted) - len(changed))


@transaction.atomic
def keep_comments(pks: Iterable[int], by: AbstractUser | None) -> DecisionBatch:
    """Answers the reports on comments by leaving the comments as they are."""
    rows = Report.objects.unanswered().filter(comment__in=list(pks)).order_by("comment")
    reported = list(rows.values_list("comment", flat=True).distinct())
    batch = uuid4()
    note_acts(batch, ActKind.KEEP, by, [(pk, "", "") for pk in reported])
    answer_reports(reported, batch)
    return DecisionBatch(batch, len(reported))


def answer_reports(pks: list[int], batch: UUID) -> None:
    for some in batches(pks, AT_ONCE):
        Report.objects.unanswered().filter(comment__in=some).update(answered_by=batch)


def move_comments(pks: list[int], state: str, seen_at: datetime | None = None) -> list[Comment]:
    """Locks the comments, stores their new state, and returns those that had another one."""
    rows = Comment.objects.select_for_update().filter(pk__in=pks).exclude(state=state)
    if seen_at and state == CommentState.PUBLISHED:
        rows = rows.exclude(edited_at__gt=seen_at)
    comments = list(rows.only("pk", "state").order_by("pk"))
    now = None if state == CommentState.PENDING else timezone.now()
    moved = [one.pk for one in comments]
    Comment.objects.filter(pk__in=moved).update(state=state, decided_at=now)
    recount_discussions(papers_cited_by(moved))
    return comments


@transaction.atomic
def undo_batch(batch: UUID, by: AbstractUser | None) -> DecisionBatch:
    """Gives the comments of a batch their states back, where nobody decided them anew since, and
    opens their reports again. A comment that its writer edited since is not published unread.

    It is an act itself, so it can be undone as well.
    """
    acts = Act.objects.select_for_update().filter(batch=batch, undone_at=None)
    acts = list(acts.exclude(comment=None).order_by("pk"))
    ours, changed = uuid4(), []
    kept = [act for act in acts if act.kind == ActKind.KEEP]
    note_acts(ours, ActKind.UNDO, by, [(act.comment_id, "", "") for act in kept])
    acts = [act for act in acts if act.before]
    seen_at = min((act.at for act in acts), default=None)
    Report.objects.filter(answered_by=batch).update(answered_by=None)
    for before, after in sorted({(act.before, act.after) for act in acts}):
        pks = [act.comment_id for act in acts if (act.before, act.after) == (before, after)]
        rows = Comment.objects.select_for_update().filter(pk__in=pks, state=after)
        moved = move_comments(
            list(rows.order_by("pk").values_list("pk", flat=True)), before, seen_at
        )
        note_acts(ours, ActKind.UNDO, by, [(one.pk, after, before) for one in moved])
        for comment in moved:
            comment.state = before
        changed += moved
    states = Act.objects.filter(batch=batch, undone_at=None, kind__in=UNDOABLE)
    states.update(undone_at=timezone.now())
    settle_comments([one for one in changed if one.state == CommentState.PUBLISHED])
    return DecisionBatch(ours, len(kept) + len(changed), len(acts) - len(changed))


def note_acts(
    batch: UUID,
    kind: ActKind,
    by: AbstractUser | None,
    moves: Iterable[tuple[int, str, str]],
    note: str = "",
) -> None:
    """Writes acts in the log; ``moves`` are (comment, state before, state after)."""
    rows = [
        Act(
            batch=batch, kind=kind, comment_id=pk, number=pk, before=before, after=after,
            by=by, by_name=name_of_moderator(by), note=note[:200],
        )
        for pk, before, after in moves
    ]  # fmt: skip
    Act.objects.bulk_create(rows, batch_size=AT_ONCE)


def note_act(kind: ActKind, by: AbstractUser | None, comment: Comment | None, note: str) -> None:
    """Writes one act in the log that changes no state."""
    Act.objects.create(
        kind=kind,
        comment=comment,
        number=comment and comment.pk,
        by=by,
        by_name=name_of_moderator(by),
        note=note[:200],
    )


def name_of_moderator(by: AbstractUser | None) -> str:
    return by.get_username() if by else "manage.py"


def last_batches(by: AbstractUser) -> list[tuple[Act, int]]:
    """What this moderator did last and has not undone, the newest first: an act of each batch, and
    of how many comments it is. What was undone is among it, since that can be undone as well."""
    acts = Act.objects.filter(by=by, kind__in=[ActKind.DECIDE, ActKind.KEEP])
    undos = Act.objects.filter(by=by, kind=ActKind.UNDO, after__gt="")
    since = timezone.now() - UNDO_OFFERED
    waiting = (acts | undos).filter(undone_at=None, at__gte=since).order_by()
    rows = waiting.values("batch").annotate(last=Max("pk"), count=Count("pk"))
    counts = dict(rows.order_by("-last").values_list("last", "count")[:MOST_UNDONE])
    found = Act.objects.in_bulk(counts)
    return [(found[pk], count) for pk, count in counts.items()]
