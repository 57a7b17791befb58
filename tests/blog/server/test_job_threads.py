"""What is done beside the jobs of a process."""

import threading

from django.db import OperationalError
from django.utils.translation import get_language

from blog.models import Site
from blog.server import job_threads
from blog.server.job_threads import start_rounds


def test_rounds_go_on_after_faults_until_they_are_stopped(monkeypatch, caplog):
    monkeypatch.setattr(job_threads, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(job_threads, "current_site", lambda: Site(language="de"))
    stopped, rounds, spoken = threading.Event(), [], set()

    def do_round() -> float:
        rounds.append(len(rounds))
        spoken.add(get_language())
        if len(rounds) == 1:
            raise OperationalError("the server\nis away")
        if len(rounds) == 2:
            raise ValueError
        if len(rounds) == 4:
            stopped.set()
        return 0

    start_rounds("Walkers", do_round, stopped).join(10)
    assert rounds == [0, 1, 2, 3]
    assert spoken == {"de"}
    assert [one.getMessage() for one in caplog.records] == [
        "Walkers wait for the database: the server is away",
        "Walkers failed.",
    ]
