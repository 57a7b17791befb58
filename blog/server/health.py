"""Whether this copy can do its work: what ``/healthz`` asks. Each check is a function that returns
nothing when all is well, else what is wrong in one sentence, with no secret in it."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.server.failed_jobs import count_failed_jobs
from blog.server.job_beats import is_recent, last_beat

log = logging.getLogger(__name__)
LEAST_FREE = 100 * 1024 * 1024
"""Bytes on the disk of the data folder, under which somebody should look at it."""
LONGEST_WAIT = timedelta(minutes=15)


class Check(NamedTuple):
    """``is_needed``: without it the site cannot do its work."""

    name: str
    ask: Callable[[], str]
    is_needed: bool = True


def database_health() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def jobs_health() -> str:
    """Jobs are taken up within seconds while the process that does them lives."""
    beat_at, now = last_beat(), timezone.now()
    told = []
    if beat_at is not None and not is_recent(beat_at):
        told.append(f"their process was last heard of at {beat_at:%Y-%m-%d %H:%M:%S} UTC")
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - LONGEST_WAIT)
    if waiting.exclude(run_after__range=(now - LONGEST_WAIT, now)).exists():
        told.append(f"jobs wait for over {LONGEST_WAIT.seconds // 60} minutes")
    return ", ".join(told)


def failed_jobs() -> str:
    """They are kept, for somebody to try again in the admin."""
    failed = count_failed_jobs()
    return f"{failed} gave up; see them in the admin" if failed else ""


def disk_health() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        return f"{free // 1024**2} MiB are free where DATA_DIR is"
    with tempfile.TemporaryFile(dir=settings.DATA_DIR, buffering=0) as file:
        file.write(b"?")
    return ""


def cache_health() -> str:
    cache.set("health", "asked", 60)
    return "" if cache.get("health") else "it does not answer; the site does without"


CHECKS = [
    Check("database", database_health),
    Check("queue", jobs_health),
    Check("failed jobs", failed_jobs, is_needed=False),
    Check("disk", disk_health),
    Check("cache", cache_health, is_needed=False),
]


def health() -> tuple[bool, str]:
    """Whether all that is needed works, and the words: ``ok``, or a line for each check when one
    of them found something."""
    found = {check: answer_of(check) for check in CHECKS}
    if not any(found.values()):
        return True, "ok\n"
    is_well = not any(words for check, words in found.items() if check.is_needed)
    lines = ["ok" if is_well else "not ok"]
    lines += [f"{check.name}: {words or 'ok'}" for check, words in found.items()]
    return is_well, "\n".join(lines) + "\n"


def answer_of(check: Check) -> str:
    try:
        return check.ask()
    except DatabaseError as error:
        log.error("The check of the %s failed: %s", check.name, " ".join(str(error).split()))
        return "the database does not answer"
    except OSError as error:
        log.error("The check of the %s failed: %s", check.name, error)
        return f"it cannot be written ({error.strerror})"
