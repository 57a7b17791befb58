"""Rounds of questions to registries, in the process of jobs."""

import threading
from datetime import timedelta

from django.conf import settings

from papers.checking.asker import Asker, asked_lately, note_new_identifiers
from papers.checking.title_searches import make_title_searches
from papers.registries.registry_choice import asked_schemes

POLL_SECONDS = 5
ROUND = 50  # questions between two looks at what is new and at the budget
HOUR = timedelta(hours=1)


def ask_round(asker: Asker, stopped: threading.Event) -> float:
    """Asks what is due, at most ``ROUND`` questions: at once where somebody waits for it, the rest
    within the hour's budget. In how many seconds to ask again."""
    if not asked_schemes():
        return POLL_SECONDS
    make_title_searches()
    note_new_identifiers()
    budget = settings.PAPERS_CHECKS_PER_HOUR - asked_lately(HOUR)
    for number in range(ROUND):
        if stopped.is_set() or not asker.ask_next(urgent_only=number >= budget):
            return POLL_SECONDS
    return 0


def ask_urgent_questions() -> None:
    """Asks about the works of which nothing else is known, a round of them at most."""
    asker, asked = Asker(), 0
    make_title_searches()
    note_new_identifiers()
    while asked_schemes() and asked < ROUND and asker.ask_next(urgent_only=True):
        asked += 1
