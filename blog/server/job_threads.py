"""Threads beside the jobs of their process: what waits for other hosts or reads large files keeps
no letter waiting."""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import set_script_prefix

from blog.models import current_site

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30  # after a fault of the database or our own


def start_rounds(
    name: str, do_round: Callable[[], float], stopped: threading.Event
) -> threading.Thread:
    """Does round after round until it is stopped, and then ends after the one that runs.
    ``do_round`` says in how many seconds the next begins."""
    arguments = (name, do_round, stopped)
    thread = threading.Thread(target=do_rounds, args=arguments, daemon=True, name=name)
    thread.start()
    return thread


def do_rounds(name: str, do_round: Callable[[], float], stopped: threading.Event) -> None:
    """Whatever fails is logged and tried again; a database that is away is waited for. Addresses
    that are made here begin with the path of ``SITE_URL`` and words are in the site's language, as
    in a request."""
    set_script_prefix(f"{settings.SITE_PATH}/")
    while not stopped.is_set():
        try:
            with current_site().speaking():
                pause = do_round()
        except DatabaseError as error:
            log.warning("%s wait for the database: %s", name, " ".join(str(error).split()))
            pause = PAUSE_SECONDS
        except Exception:
            log.exception("%s failed.", name)
            pause = PAUSE_SECONDS
        if pause:
            connection.close()
        stopped.wait(pause)
