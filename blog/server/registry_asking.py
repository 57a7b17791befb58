"""The thread that asks registries about papers, beside the jobs: a registry that is slow keeps no
letter waiting."""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from papers.checking.asking import Asker, asked_lately, note_new_identifiers
from papers.checking.title_searches import search_titles
from papers.registries.work_replies import asked_schemes

log = logging.getLogger(__name__)

POLL_SECONDS = 5
PAUSE_SECONDS = 30  # after a fault of the database or our own
ROUND = 50  # questions between two looks at what is new and at the budget
HOUR = timedelta(hours=1)


def ask_until(stopped: threading.Event) -> None:
    """Asks what is due as it comes: at once where somebody waits for it, the rest within the hour's
    budget. A database that is away is waited for."""
    asker = Asker()
    while not stopped.is_set():
        pause = POLL_SECONDS
        try:
            if ask_round(asker, stopped) == ROUND:
                pause = 0
        except DatabaseError as error:
            log.warning("Registries wait for the database: %s", " ".join(str(error).split()))
            pause = PAUSE_SECONDS
        except Exception:
            log.exception("Asking the registries failed.")
            pause = PAUSE_SECONDS
        if pause:
            connection.close()
        stopped.wait(pause)


def ask_round(asker: Asker, stopped: threading.Event) -> int:
    """At most ``ROUND`` questions; how many were asked."""
    if not asked_schemes():
        return 0
    search_titles()
    note_new_identifiers()
    budget = settings.PAPERS_CHECKS_PER_HOUR - asked_lately(HOUR)
    for number in range(ROUND):
        if stopped.is_set() or not asker.ask_next(urgent_only=number >= budget):
            return number
    return ROUND


def ask_urgent_questions() -> None:
    """Asks about the works of which nothing else is known, a round of them at most."""
    asker, asked = Asker(), 0
    search_titles()
    note_new_identifiers()
    while asked_schemes() and asked < ROUND and asker.ask_next(urgent_only=True):
        asked += 1


def start_asking(stopped: threading.Event) -> threading.Thread:
    """Begins to ask; ends after the question that is asked when it is stopped."""
    thread = threading.Thread(target=ask_until, args=(stopped,), daemon=True, name="registries")
    thread.start()
    return thread
