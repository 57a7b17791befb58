"""Letters to those who run the site when something failed: at most one in an hour for a fault.

They go straight to the mail server and ask no database. What was told is remembered by files in the
data folder, for all processes of this machine, and in memory where it cannot be written.
"""

import hashlib
import logging
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from blog.server.log_lines import fault_of, record_moment, without_secrets
from blog.server.request_ids import request_id

log = logging.getLogger(__name__)
EVERY_SECONDS = 3600
MOST_IN_TIME = 20  # letters, of all faults


class FaultLetters(logging.Handler):
    """Mails the first of each kind of error. A letter has the words of the code alone, never what
    was put into them, and the number by which the log says the rest."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.BLOG_ERROR_MAIL or record.name == __name__:
            return
        try:
            lines = fault_of(record)
            if is_to_be_told(fault_digest(record, lines)):
                letter = write_fault_letter(record, lines)
                threading.Thread(target=send_or_say, args=[letter], daemon=True).start()
        except Exception:
            self.handleError(record)


def fault_digest(record: logging.LogRecord, lines: list[str]) -> str:
    """The same for the same words at the same place of the code, whatever was asked."""
    parts = [record.name, str(record.msg), record.pathname, str(record.lineno), *lines]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def write_fault_letter(record: logging.LogRecord, lines: list[str]) -> EmailMessage:
    url, number = settings.SITE_URL, request_id() or "none: it was no request's"
    text = [
        f"Something failed at {url}.",
        "",
        f"When: {record_moment(record)}",
        f"Request: {number}",
        f"Where: {record.name}, {Path(record.pathname).name}:{record.lineno}",
        f"What: {without_secrets(str(record.msg))}",
        "",
        *lines,
        "",
        "The log of the server has a line with that number. The same fault is not told again "
        "within an hour.",
    ]
    subject = f"A fault at {settings.SITE_HOST}: {lines[-1] if lines else record.name}"
    return EmailMessage(subject[:200], "\n".join(text), to=settings.BLOG_ERROR_MAIL)


def send_or_say(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as error:  # whatever the mail server does, the site goes on
        log.warning("A letter about a fault could not be sent (%s).", type(error).__name__)


_told: dict[str, float] = {}
_lock = threading.Lock()


def is_to_be_told(digest: str) -> bool:
    """Whether this fault was not told within the hour, nor too many others; notes that it is."""
    with _lock:
        now = time.time()
        for known in [one for one, at in _told.items() if now - at > EVERY_SECONDS]:
            del _told[known]
        if digest in _told or len(_told) >= MOST_IN_TIME:
            return False
        _told[digest] = now
    with suppress(OSError):  # a disk that is full is a fault to be told
        return note_on_disk(digest, now)
    return True


def note_on_disk(digest: str, now: float) -> bool:
    folder = settings.DATA_DIR / "told-faults"
    folder.mkdir(mode=0o700, exist_ok=True)
    known = {path.name: path.stat().st_mtime for path in folder.iterdir()}
    for name, at in known.items():
        if now - at > EVERY_SECONDS:
            (folder / name).unlink(missing_ok=True)
    fresh = [name for name, at in known.items() if now - at <= EVERY_SECONDS]
    if digest in fresh or len(fresh) >= MOST_IN_TIME:
        return False
    try:
        os.close(os.open(folder / digest, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:  # another process was sooner
        return False
    return True
