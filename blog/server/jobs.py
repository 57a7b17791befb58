"""Work that nobody waits for: the jobs, and the loop that does them."""

import logging
import os
import platform
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.dispatch import receiver
from django.urls import set_script_prefix
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_started
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from blog.accounts.event_log import forget_events
from blog.accounts.invitation_links import forget_invitations
from blog.comments.moderation.rate_counts import forget_rates
from blog.comments.moderation.sender_hashes import forget_addresses
from blog.comments.rendering_comments import cite_comments, comments_citing
from blog.links.asking_links import LinkRounds
from blog.mailing.mailing_rounds import MailingRounds
from blog.mailing.subscribing import forget_unconfirmed
from blog.markup import MarkupError
from blog.mentions.errand_rounds import ErrandRounds
from blog.mentions.received_mentions import forget_looks
from blog.models import Letter, MailAddress, Post, current_site
from blog.models.user_sessions import SessionStore
from blog.page_store.version_triggers import fold_versions
from blog.posts.saving_posts import render_again
from blog.posts.site_changes import render_pages_anew
from blog.posts.unsaved_texts import forget_unsaved
from blog.posts.version_rendering import render_missing_versions
from blog.search.indexed_models import SEARCHED_MODELS
from blog.server.failed_jobs import JOB_PAUSES, try_failed_jobs_again
from blog.server.job_threads import start_rounds
from blog.server.notice_digest import queue_notice_digest
from blog.server.question_rounds import ask_round
from blog.sharing.picture_jobs import draw_share_pictures, look_after_share_pictures
from papers.checking.asker import Asker
from papers.checking.notice_rows import propose_from_library
from papers.checking.standings import settle_changed_papers
from papers.citing.cited_works import texts_naming
from papers.citing.stored_references import store_missing_references, store_references_of
from papers.library.changes import waited_for
from papers.library.discussion_counts import papers_cited_in, recount_discussions
from papers.library.uncited_papers import forget_never_cited
from papers.models import CitedWork
from papers.queries.statistics import keep_statistics
from papers.search.index_state import fill_search
from papers.watching.watch_rounds import WatchRounds

log = logging.getLogger(__name__)

POLL_SECONDS = 2
STOP_SECONDS = 10  # that what is done beside the jobs may take when the process ends
PAUSE_SECONDS = 30  # after the database failed
TIDY_EVERY = 3600  # seconds
FORGOTTEN_AFTER = timedelta(days=14)  # jobs done, which the admin lists until then
LOST_AFTER = timedelta(hours=1)  # a job that runs longer lost its process


@task()
def render_citing(paper_ids: list[int], are_new: bool = False) -> int:
    """Stores the references of papers that changed, and renders the posts again that cite them
    (not where they ``are_new``: then they were written with them) or name a key of theirs that led
    nowhere, each for itself; how many. So are the comments, and by the last of such jobs that wait
    the pages: they do not tell which papers they cite."""
    store_references_of(paper_ids)
    posts, comments = texts_naming(waited_for(paper_ids).values_list("value", flat=True))
    if not are_new:
        rows = CitedWork.objects.filter(paper__in=paper_ids).order_by("post_id")
        posts |= set(rows.values_list("post_id", flat=True).distinct())
        comments.update(comments_citing(paper_ids))
    done = 0
    for post_id in sorted(posts):
        try:
            done += render_again(post_id) is not None
        except MarkupError as error:
            log.warning("Post %d stays as it was: %s", post_id, error)
    cite_comments.call(sorted(comments))
    if paper_ids:
        draw_share_pictures.enqueue("papers", sorted(paper_ids))
    if not DBTaskResult.objects.ready().filter(task_path=render_citing.module_path).exists():
        render_pages_anew.call()
    return done


def forget_finished_jobs() -> None:
    """Those that failed stay until somebody has looked at them."""
    before = timezone.now() - FORGOTTEN_AFTER
    DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()


def take_up_lost_jobs() -> None:
    """A job waits again whose process was killed, or lost the database meanwhile: every job here
    may run twice. At once and some times where its process is known to do it no more, so that one
    job that kills its process does not kill each; else after ``LOST_AFTER``."""
    before = timezone.now() - LOST_AFTER
    running = DBTaskResult.objects.running()
    for pk, workers, started_at in running.values_list("pk", "worker_ids", "started_at"):
        is_known = len(workers) <= len(JOB_PAUSES) and does_nothing(workers[-1:])
        if is_known or started_at < before:
            lost = running.filter(pk=pk, started_at=started_at)
            lost.update(status=TaskResultStatus.READY, started_at=None)


def does_nothing(workers: list[str]) -> bool:
    """Whether the last of the workers was of this machine and has ended, or is of this process,
    which asks between two jobs."""
    host, _slash, process = "".join(workers).partition("/")
    number = process.partition("/")[0]
    if host != platform.node() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return int(number) == os.getpid()


def forget_unused_addresses() -> None:
    """Mail addresses that were never verified nor refused, and that no comment has any more."""
    unused = MailAddress.objects.filter(verified_at=None, refused_at=None, subscriptions=None)
    unused = unused.filter(created_at__lt=timezone.now() - FORGOTTEN_AFTER)
    unused.exclude(address__in=Letter.objects.values("address")).delete()


def count_new_discussions() -> None:
    """Again, for the posts of the last day: should the job of a scheduled one have been lost."""
    newest = Post.objects.listed().filter(published_at__gt=timezone.now() - timedelta(days=1))
    recount_discussions(papers_cited_in(newest.values_list("pk", flat=True)))


def fill_search_index() -> None:
    """Where words were never stored, or an update of this site reads them in another way."""
    fill_search(SEARCHED_MODELS)


TIDYING: list[Callable[[], None]] = [
    forget_finished_jobs,
    fill_search_index,
    take_up_lost_jobs,
    count_new_discussions,
    look_after_share_pictures,
    settle_changed_papers,
    store_missing_references,
    render_missing_versions,
    propose_from_library,
    queue_notice_digest,
    SessionStore.clear_expired,
    forget_events,
    forget_invitations,
    forget_looks,
    forget_addresses,
    forget_rates,
    forget_unused_addresses,
    forget_unconfirmed,
    forget_unsaved,
    forget_never_cited,
    fold_versions,
    keep_statistics,
]
"""What is done each hour, on every machine; doing it twice must do no harm."""


def run_waiting_jobs(worker: Worker | None = None) -> None:
    """Does every job that waits, then returns. What they write is in the site's language."""
    with current_site().speaking():
        (worker or worker_for_one_round()).run()


def worker_for_one_round() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{platform.node()}/{os.getpid()}/{timezone.now():%Y%m%dT%H%M%S}",
        excluded_queue_names=[],
    )


def mail_posts_once() -> None:
    """One batch of posts by mail, if any waits."""
    with current_site().speaking():
        MailingRounds().mail_batch()


def do_tidying() -> None:
    with current_site().speaking():
        for work in TIDYING:
            work()


@receiver(task_started)
def stand_below_the_path(**_kwargs: Any) -> None:
    """Addresses that a job writes begin with the path of ``SITE_URL``, as a request's do."""
    set_script_prefix(f"{settings.SITE_PATH}/")


def look_round(rounds: WatchRounds) -> float:
    rounds.look_at_all()
    return POLL_SECONDS


def stopped_by_signals(worker: Worker) -> threading.Event:
    """Set at SIGTERM or SIGINT, from when on the worker takes no further job.

    It is set by a thread: a signal may come while this one begins or ends a wait and holds the
    event's lock, for which its own handler would wait for ever.
    """
    stopped = threading.Event()
    signals: SimpleQueue[int] = SimpleQueue()  # whose ``put`` a handler may call at any moment

    def note(number: int, _frame: Any) -> None:
        worker.running = False
        signals.put(number)

    def stop_when_noted() -> None:
        signals.get()
        stopped.set()

    threading.Thread(target=stop_when_noted, daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return stopped


def run_jobs_until_stopped() -> None:
    """Does jobs as they come until SIGTERM or SIGINT; the one that runs then is finished. Beside
    them it asks registries, keeps the library in step with the bibliographies that it follows,
    asks whether links to other sites are still there, does the errands to other sites, and mails
    posts.

    A database that is away is waited for.
    """
    worker = worker_for_one_round()
    stopped = stopped_by_signals(worker)
    tidied_until = 0.0
    asker, rounds = Asker(), WatchRounds(stopped.is_set)
    mailing = MailingRounds(stopped.is_set)
    beside = [
        start_rounds("Registries", lambda: ask_round(asker, stopped), stopped),
        start_rounds("Bibliographies", lambda: look_round(rounds), stopped),
        start_rounds("Links", LinkRounds().ask_next, stopped),
        start_rounds("Errands", ErrandRounds().do_next, stopped),
        start_rounds("Posts by mail", mailing.mail_batch, stopped),
    ]
    while not stopped.is_set():
        pause = POLL_SECONDS
        try:
            take_up_lost_jobs()
            try_failed_jobs_again()
            run_waiting_jobs(worker)
            if time.monotonic() >= tidied_until:  # whatever becomes of the clock
                do_tidying()
                tidied_until = time.monotonic() + TIDY_EVERY
        except DatabaseError as error:
            log.warning("Jobs wait for the database: %s", " ".join(str(error).split()))
            connection.close()
            pause = PAUSE_SECONDS
        stopped.wait(pause)
    for thread in beside:
        thread.join(STOP_SECONDS)
