import os
import platform
import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from blog.comments.rendering_comments import cite_comments
from blog.server.failed_jobs import JOB_PAUSES, count_failed_jobs, try_failed_jobs_again
from blog.server.job_beats import beat_file, is_recent, last_beat
from blog.server.jobs import (
    FORGOTTEN_AFTER,
    LOST_AFTER,
    render_citing,
    run_waiting_jobs,
    stopped_by_signals,
    take_up_lost_jobs,
    worker_for_one_round,
)
from papers.library.changes import papers_changed
from papers.library.corrections import keep_corrections
from papers.models import Paper
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db


def change_title(paper: Paper, title: str) -> None:
    paper.title = title
    keep_corrections(paper)
    papers_changed([paper.pk])


def test_changed_paper_has_its_posts_rendered_again(do_jobs):
    paper = make_paper(author="Curie", key="curie")
    post = make_post(source="As [@curie] says.")
    paper.authorships.update(contributor=make_paper(author="Meitner").authorships.get().contributor)
    change_title(paper, "Another title")
    assert "Meitner" not in post.body_html
    do_jobs()
    post.refresh_from_db()
    assert "Meitner" in post.body_html


def test_a_change_renders_only_the_posts_that_cite_the_paper():
    paper = make_paper()
    make_post(source="Nothing.")
    change_title(paper, "Another title")
    assert render_citing.call([paper.pk]) == 0


def test_a_post_that_adds_a_paper_is_rendered_once_and_the_paper_gets_its_reference(
    do_jobs, monkeypatch
):
    rendered = []
    monkeypatch.setattr("blog.server.jobs.render_again", rendered.append)
    post = make_post(source="As [@doi:10.5555/new] and [this](https://arxiv.org/abs/2101.00001).")
    do_jobs()
    assert (post.cited_works.count(), rendered) == (2, [])
    assert all(Paper.objects.values_list("reference_html", flat=True))


def test_a_post_that_named_the_key_of_an_added_paper_before_is_rendered_again(do_jobs):
    before = make_post(source="As [@doi-10.5555-new] says.")
    make_post(source="As [@doi:10.5555/new] says.")
    do_jobs()
    assert before.cited_works.count() == 1


def test_job_renders_what_the_post_says_when_it_runs(do_jobs):
    paper = make_paper(key="curie")
    post = make_post(source="As [@curie] says.")
    papers_changed([paper.pk])
    post.source = "The editor changed [@curie] meanwhile."
    post.save(update_fields=["source"])
    do_jobs()
    post.refresh_from_db()
    assert "meanwhile" in post.source
    assert "meanwhile" in post.body_html


def test_post_that_cannot_be_rendered_holds_up_no_other():
    paper = make_paper(key="curie")
    wrong, right = (make_post(source="As [@curie] says.") for _ in range(2))
    type(wrong).objects.filter(pk=wrong.pk).update(source="x" * 600_000)
    assert render_citing.call([paper.pk]) == 1
    right.refresh_from_db()
    assert "says" in right.body_html


def test_finished_jobs_are_forgotten_and_lost_ones_taken_up(do_jobs):
    now = timezone.now()
    old, lost, fresh = (render_citing.enqueue([]).id for _ in range(3))
    jobs = DBTaskResult.objects.filter(task_path=render_citing.module_path)
    jobs.filter(pk=old).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=now - FORGOTTEN_AFTER - timedelta(hours=1)
    )
    jobs.filter(pk=lost).update(
        status=TaskResultStatus.RUNNING, started_at=now - LOST_AFTER - timedelta(hours=1)
    )
    jobs.filter(pk=fresh).update(status=TaskResultStatus.RUNNING, started_at=now)
    do_jobs()
    states = dict(jobs.values_list("pk", "status"))
    assert {str(pk): state for pk, state in states.items()} == {
        str(lost): TaskResultStatus.READY,
        str(fresh): TaskResultStatus.RUNNING,
    }


def test_a_job_is_taken_up_at_once_where_its_process_is_known_to_have_left_it():
    ended = subprocess.Popen(["true"])
    ended.wait()
    here, tries = platform.node(), len(JOB_PAUSES)
    workers = {
        "of a process that ended": [f"{here}/{ended.pid}/20261129T190000"],
        "of this process, which does none now": [f"{here}/{os.getpid()}/20261129T190000"],
        "of a process that lives": [f"{here}/{os.getppid()}/20261129T190000"],
        "of another machine": [f"not-{here}/{ended.pid}/20261129T190000"],
        "that ended its process again and again": [f"{here}/{ended.pid}/1"] * (tries + 1),
        "of an older release": ["4711-20261129T190000"],
    }
    jobs = {name: render_citing.enqueue([]).id for name in workers}
    rows = DBTaskResult.objects.filter(task_path=render_citing.module_path)
    for name, pk in jobs.items():
        rows.filter(pk=pk).update(
            status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=workers[name]
        )
    take_up_lost_jobs()
    taken = {str(pk) for pk in rows.ready().values_list("pk", flat=True)}
    assert [name for name, pk in jobs.items() if pk in taken] == list(workers)[:2]


def test_a_job_says_which_process_does_it(do_jobs):
    render_citing.enqueue([])
    do_jobs()
    worker = DBTaskResult.objects.filter(task_path=render_citing.module_path).get().worker_ids[0]
    assert worker.startswith(f"{platform.node()}/{os.getpid()}/")


def test_a_job_that_raises_is_kept_and_tried_again_later_and_by_hand(do_jobs, admin_client):
    render_citing.enqueue("no list of numbers")
    do_jobs()
    jobs = DBTaskResult.objects.filter(task_path=render_citing.module_path)
    assert jobs.get().status == TaskResultStatus.FAILED
    assert count_failed_jobs() == 1
    try_failed_jobs_again()
    assert jobs.get().status == TaskResultStatus.FAILED
    jobs.update(finished_at=timezone.now() - JOB_PAUSES[0] - timedelta(seconds=1))
    try_failed_jobs_again()
    assert jobs.get().status == TaskResultStatus.READY
    do_jobs()
    address = reverse("admin:django_tasks_database_dbtaskresult_changelist")
    assert "Error" in admin_client.get(address).content.decode()
    values = {"action": "try_again", "_selected_action": [str(jobs.get().pk)]}
    answer = admin_client.post(address, values, follow=True)
    assert "1 failed job waits again." in answer.content.decode()
    assert jobs.get().status == TaskResultStatus.READY


def test_the_queue_says_how_it_is(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert last_beat() is None
    assert not is_recent(last_beat())
    beat_file().touch()
    assert is_recent(last_beat())


def test_addresses_that_a_job_writes_stand_below_the_sites_path(do_jobs, settings):
    paper = make_paper(key="k")
    comment = make_comment(make_post(), source="As [@k] says.")
    settings.SITE_PATH = "/blog"
    cite_comments.enqueue([comment.pk])
    before = get_script_prefix()
    try:
        do_jobs()
    finally:
        set_script_prefix(before)
    comment.refresh_from_db()
    assert f'href="/blog/papers/{paper.key}/"' in comment.body_html


def test_pages_are_rendered_by_the_last_of_the_jobs_that_wait(do_jobs, monkeypatch):
    """Each import of many papers and each answer of a registry queues one."""
    rendered: list[int] = []
    pages = SimpleNamespace(call=lambda: rendered.append(1))
    monkeypatch.setattr("blog.server.jobs.render_pages_anew", pages)
    for _number in range(4):
        render_citing.enqueue([])
    do_jobs()
    assert rendered == [1]


@pytest.fixture
def handlers_put_back() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers_put_back")
def test_a_signal_to_stop_leaves_the_jobs_that_wait(do_jobs, monkeypatch):
    worker, done = worker_for_one_round(), []
    stopped = stopped_by_signals(worker)

    def do_and_be_told(job: DBTaskResult) -> None:
        done.append(job)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(worker, "run_task", do_and_be_told)
    for _number in range(3):
        render_citing.enqueue([])
    run_waiting_jobs(worker)
    assert (len(done), stopped.wait(5), DBTaskResult.objects.ready().count()) == (1, True, 2)


@pytest.mark.usefixtures("handlers_put_back")
def test_a_signal_stops_whoever_is_about_to_wait_for_it():
    worker = worker_for_one_round()
    stopped = stopped_by_signals(worker)
    with stopped._cond:  # which ``wait`` holds while it begins and ends
        signal.raise_signal(signal.SIGTERM)
    assert (stopped.wait(5), worker.running) == (True, False)
