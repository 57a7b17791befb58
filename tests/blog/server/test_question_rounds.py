"""From an identifier in a post to what its readers see, by a registry on this machine over HTTP."""

import json
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from unittest.mock import Mock

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.server.question_rounds import ask_round
from papers.checking.asker import Asker, ask_soon, note_new_identifiers
from papers.choices import Standing, State
from papers.models import Identifier, Notice, Paper, Question, Source
from papers.registries import door_connection, http_door
from tests.guards.sources import ROOT
from tests.support.factories import make_paper, make_post
from tests.support.registry_server import (
    hang,
    hostile_answers,
    registry_server,
    reply_with,
    seconds_for,
)
from tests.support.serving import PATIENCE, environment

pytestmark = pytest.mark.django_db
DOI = "10.5555/made.1"
PATH = f"/crossref/works/{DOI}"
TOLD = {
    "DOI": DOI,
    "type": "journal-article",
    "title": ["On made things"],
    "author": [{"family": "Meitner", "given": "Lise"}],
    "container-title": ["Journal of Made Things"],
    "volume": "7",
    "issued": {"date-parts": [[1939]]},
}
RETRACTED = {
    "updated-by": [
        {
            "type": "retraction",
            "DOI": "10.5555/made.1.retraction",
            "source": "publisher",
            "updated": {"date-parts": [[2020, 5, 1]]},
        }
    ]
}
MEGABYTES = 1_024  # of what the system counts in kilobytes


def told(**more: object):
    return reply_with(json.dumps({"status": "ok", "message": TOLD | more}).encode())


def ask_now() -> int:
    """Asks all that there is, as the thread beside the jobs does."""
    note_new_identifiers()
    ask_soon(Question.objects.all())
    asker = Asker()
    ask_round(asker, threading.Event())
    return asker.report.asked


def page_of(paper: Paper, client) -> str:
    return " ".join(client.get(paper.get_absolute_url()).content.decode().split())


def test_an_identifier_in_a_post_becomes_a_record_that_its_readers_see(registries, do_jobs, client):
    registries.answer_with(PATH, told())
    post = make_post(source=f"As [@doi:{DOI}] says.")
    before = client.get(post.get_absolute_url()).content.decode()
    assert "Meitner" not in before
    assert Paper.objects.get().state == State.TO_LOOK_UP
    ask_now()
    do_jobs()
    after = client.get(post.get_absolute_url()).content.decode()
    assert "Meitner" in after
    assert "Journal of Made Things" in after
    paper = Paper.objects.get()
    assert (paper.state, paper.standing, paper.volume) == ("unchecked", Standing.AGREES, "7")
    assert "agrees with Crossref, checked" in page_of(paper, client)


def test_a_retraction_that_a_check_learns_of_marks_the_citation(registries, do_jobs, client):
    registries.answer_with(PATH, told())
    post = make_post(source=f"As [@doi:{DOI}] says.")
    ask_now()
    do_jobs()
    assert "notice-mark" not in client.get(post.get_absolute_url()).content.decode()
    registries.answer_with(PATH, told(**RETRACTED))
    ask_now()
    do_jobs()
    shown = client.get(post.get_absolute_url()).content.decode()
    assert "notice-mark" in shown
    assert "retracted" in page_of(Paper.objects.get(), client)
    registries.answer_with(PATH, told())  # it forgets, and readers are told all the same
    ask_now()
    do_jobs()
    assert "notice-mark" in client.get(post.get_absolute_url()).content.decode()


def test_checks_of_papers_keep_to_the_hours_budget(settings, registries):
    settings.PAPERS_CHECKS_PER_HOUR = 2
    waits: list[bool] = []
    asker = Mock(ask_next=lambda *, urgent_only: waits.append(urgent_only) or len(waits) < 4)
    ask_round(asker, threading.Event())
    assert waits == [False, False, True, True]  # past it, works alone of which nothing is known


def test_a_registry_that_is_away_changes_nothing_and_is_told(settings, client):
    with registry_server() as gone:
        settings.PAPERS_REGISTRY_URLS = gone.base_addresses()
    post = make_post(source=f"As [@doi:{DOI}] says.")
    shown, record = post.body_html, Paper.objects.get().record
    ask_now()
    paper = Paper.objects.get()
    assert (paper.state, paper.standing) == (State.TO_LOOK_UP, Standing.UNREACHABLE)
    page = page_of(paper, client)
    assert "Crossref could not be reached since" in page
    assert "127.0.0.1" not in page.partition("<main")[2]  # where a site's mirror stands is its own
    post.refresh_from_db()
    assert (post.body_html, paper.record) == (shown, record)
    since = paper.checked_at
    ask_now()
    paper.refresh_from_db()
    assert paper.checked_at == since
    assert Question.objects.get().due_at > timezone.now()


def test_no_page_asks_anybody(registries, client, admin_client, monkeypatch):
    post = make_post(source=f"As [@doi:{DOI}] and [they](https://elsewhere.example/) say.")
    paper = Paper.objects.get()
    monkeypatch.setattr(door_connection, "open_connection", lambda *_args: 1 / 0)
    lists = ("/", "/papers/", "/papers/notices/", "/papers/notices/feed.atom", "/feeds/posts.atom")
    for address in (*lists, post.get_absolute_url(), paper.get_absolute_url()):
        assert client.get(address).status_code == 200, address
    for name in ("paper_change", "paper_changelist", "paper_unanswered", "question_changelist"):
        arguments = [paper.pk] if name == "paper_change" else []
        address = reverse(f"admin:papers_{name}", args=arguments)
        assert admin_client.get(address).status_code == 200, address
    assert not registries.asked
    with pytest.raises(ZeroDivisionError):
        http_door.ask_registry(f"{registries.address}{PATH}", ("application/json",))


def test_what_was_checked_stays_so_while_its_registry_is_away(registries, client):
    registries.answer_with(PATH, told(**RETRACTED))
    paper = make_paper("On made things", identifiers=[("doi", DOI)])
    ask_now()
    paper.refresh_from_db()
    before = (paper.record, paper.standing, paper.notice, paper.checked_at)
    assert paper.notice == "retraction"
    registries.answer_with(PATH, reply_with(b"", status=502))
    ask_now()
    paper.refresh_from_db()
    assert (paper.record, paper.standing, paper.notice, paper.checked_at) == before
    assert "Crossref could not answer again since" in page_of(paper, client)


@pytest.mark.parametrize("name", hostile_answers(""))
def test_a_hostile_answer_changes_nothing_and_its_state_is_told(name, registries, client, settings):
    with registry_server() as secret:
        behaviour = hostile_answers(f"{secret.address}/secret")[name]
        settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
        registries.answer_with(PATH, behaviour)
        paper = make_paper("On made things", identifiers=[("doi", DOI)])
        kept = Paper.objects.values("record", "title", "state").get()
        people = list(paper.authorships.values())
        queued = DBTaskResult.objects.count()
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert ask_now() == 1
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size
        assert grown < 50 * MEGABYTES
        assert not secret.asked
    paper.refresh_from_db()
    wants_rest = name.startswith("429")
    assert paper.standing == (Standing.UNCHECKED if wants_rest else Standing.UNREACHABLE)
    told_state = "not checked" if wants_rest else "Crossref could not be reached since"
    assert told_state in page_of(paper, client)
    assert Paper.objects.values("record", "title", "state").get() == kept
    assert list(paper.authorships.values()) == people
    assert not Notice.objects.exists()
    assert not Source.objects.filter(kind="registry").exists()
    assert not Identifier.objects.exclude(value=DOI).exists()
    assert DBTaskResult.objects.count() == queued
    question = Question.objects.get()
    assert question.problem
    assert question.due_at > timezone.now()
    assert not question.body


def manage(data_dir, address: str, *command: str) -> subprocess.Popen:
    more = {"REGISTRIES": "crossref", "CROSSREF_URL": f"{address}/crossref"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(data_dir, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(is_so, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.sqlite
def test_what_a_killed_process_was_asking_is_asked_by_the_next(tmp_path, site_folder, registries):
    file = tmp_path / "one.bib"
    file.write_text("@article{made, title={On made things}, doi={10.5555/made.1}}")
    process = manage(site_folder, registries.address, "import_papers", str(file))
    assert (process.communicate()[0], process.returncode)[1] == 0
    registries.answer_with(PATH, hang)
    jobs = manage(site_folder, registries.address, "run_jobs")
    wait_for(lambda: registries.asked, jobs)
    jobs.kill()
    jobs.communicate()
    registries.answer_with(PATH, told())
    with closing(sqlite3.connect(site_folder / "wellcited.sqlite3")) as database:
        asked = manage(site_folder, registries.address, "check_papers").communicate()[0]
        assert "0 questions asked" in asked  # the claim of the killed one holds for a while
        assert database.execute("select standing from papers_paper").fetchone() == ("unchecked",)
        with database:
            database.execute("update papers_question set claimed_until = '2020-01-01 00:00:00'")
        asked = manage(site_folder, registries.address, "check_papers").communicate()[0]
        assert "1 questions asked: 1 records" in asked
        assert database.execute("select standing from papers_paper").fetchone() == ("agrees",)
