"""The process that does the queued work beside those that answer: kept running, and asked how it
is."""

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress

from blog.server.job_beats import beat
from blog.server.jobs import run_jobs_until_stopped

log = logging.getLogger(__name__)

STOP_SECONDS = 10
FIRST_PAUSE, LONGEST_PAUSE = 1, 60  # seconds before it is started again
STEADY_SECONDS = 60  # a process that ran so long did not fail at its start
PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent dies


class JobProcess:
    """Started again when it ends, sooner or later according to how long it ran."""

    def __init__(self) -> None:
        self.pid = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.keep_running, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def keep_running(self) -> None:
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            began = time.monotonic()
            self.pid = fork_jobs()
            _pid, status = os.waitpid(self.pid, 0)
            self.pid = 0
            if self.stopping.is_set():
                return
            ran = time.monotonic() - began
            pause = FIRST_PAUSE if ran > STEADY_SECONDS else pause
            log.error(
                "The process of queued work ended (%s) after %d s; again in %d s.",
                how_it_ended(status),
                ran,
                pause,
            )
            self.stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """Lets the job that runs be finished, for as long as a page may take."""
        self.stopping.set()
        deadline, told = time.monotonic() + STOP_SECONDS, 0
        while self.thread.is_alive():
            pid, is_late = self.pid, time.monotonic() > deadline
            if pid and (is_late or pid != told):
                told = pid
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if is_late else signal.SIGTERM)
            self.thread.join(0.02)


def how_it_ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def fork_jobs() -> int:
    parent = os.getpid()
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        end_with(parent, signal.SIGTERM)  # the job that runs is finished
        threading.Thread(target=beat, daemon=True).start()
        run_jobs_until_stopped()
        status = 0
    except Exception:
        log.exception("Queued work failed.")
    finally:
        os._exit(status)


def end_with(parent: int, number: signal.Signals) -> None:
    """Has the system send this process a signal when its parent ends, where it can; now, if that
    ended between the fork and this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)
