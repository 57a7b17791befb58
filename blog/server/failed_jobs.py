"""Jobs that failed: tried again by themselves, by an administrator, and counted."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

JOB_PAUSES = [timedelta(minutes=n) for n in (0.5, 2, 8, 30, 120)]
"""How long a job that failed waits before it is tried again; after the last an administrator is
asked."""


def try_failed_jobs_again() -> None:
    """Each some times, with longer and longer pauses; then it waits for an administrator."""
    now = timezone.now()
    failed = DBTaskResult.objects.failed()
    for pk, tries, finished_at in failed.values_list("pk", "worker_ids", "finished_at"):
        if len(tries) <= len(JOB_PAUSES) and now - finished_at > JOB_PAUSES[len(tries) - 1]:
            let_wait_again(failed.filter(pk=pk))


def let_wait_again(jobs: QuerySet) -> int:
    """Has failed jobs done once more; how many."""
    failed = jobs.filter(status=TaskResultStatus.FAILED)
    return failed.update(status=TaskResultStatus.READY, started_at=None, finished_at=None)


def count_failed_jobs() -> int:
    """Those that gave up; raises ``DatabaseError`` where the database is away."""
    return DBTaskResult.objects.failed().count()
