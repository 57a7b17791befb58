"""Questions to registries: asked once, outside of transactions, tried again, told."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DataError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from papers.checking import asker
from papers.checking.asker import (
    Asker,
    ask_soon,
    ask_within,
    note_new_identifiers,
)
from papers.checking.asking_times import ASKED_AGAIN, ASKED_EVERY, RETRIED_EVERY
from papers.choices import Standing, State
from papers.library.paper_rows import add_paper
from papers.library.waiting_papers import add_waiting_papers
from papers.models import Check, Paper, Question, Source
from papers.records.identifiers import Id
from papers.registries.host_pauses import HOST_PAUSES
from tests.support.factories import make_paper, make_post
from tests.support.registry_server import reply_with

pytestmark = pytest.mark.django_db
LANCET = Id("doi", "10.1016/s0140-6736(97)11096-0")
LANCET_PATH = "/crossref/works/10.1016/s0140-6736(97)11096-0"


def ask_all() -> asker.AskingReport:
    return ask_within(None)


def question(paper: Paper) -> Question:
    return Question.objects.get(identifier__paper=paper)


def test_an_identifier_alone_becomes_a_whole_record_and_its_post_follows(registries, do_jobs):
    post = make_post(source=f"As [@doi:{LANCET.value}] says.")
    paper = Paper.objects.get()
    assert paper.state == State.TO_LOOK_UP
    do_jobs()
    paper.refresh_from_db()
    post.refresh_from_db()
    assert paper.title.startswith("RETRACTED: Ileal")
    assert (paper.state, paper.standing, paper.notice) == (
        State.UNCHECKED,
        Standing.AGREES,
        "retraction",
    )
    assert "Wakefield" in post.body_html
    assert post.body_html.count("retracted")


def test_an_answer_is_kept_and_asked_for_again_by_its_validators(registries):
    paper = make_paper(identifiers=[LANCET])
    ask_all()
    row = question(paper)
    assert (row.registry, row.tries, row.problem, row.is_urgent) == ("crossref", 0, "", False)
    assert row.due_at - row.asked_at > ASKED_EVERY - timedelta(minutes=1)
    ask_soon(Question.objects.all())
    notices = list(paper.notices.values_list("kind", "registries"))
    report = ask_all()
    assert (report.asked, report.records, report.unchanged) == (1, 1, 1)
    assert registries.asked[-1][1]["If-None-Match"] == row.etag
    assert list(paper.notices.values_list("kind", "registries")) == notices
    assert Check.objects.count() == 1


def test_an_unchanged_answer_writes_no_record_and_renders_nothing(registries):
    make_post(source=f"As [@doi:{LANCET.value}] says.")
    ask_all()
    DBTaskResult.objects.all().delete()
    before = Paper.objects.values().get()
    ask_soon(Question.objects.all())
    ask_all()
    after = Paper.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"checked_at"}
    assert not DBTaskResult.objects.exists()


def test_nobody_asks_inside_of_a_transaction(registries, monkeypatch, transactional_db):
    make_paper(identifiers=[LANCET])
    inside = []
    fetch = asker.fetch_work
    monkeypatch.setattr(
        asker,
        "fetch_work",
        lambda *args: (inside.append(connection.in_atomic_block), fetch(*args))[1],
    )
    assert ask_all().records == 1
    assert inside == [False]


def test_a_question_is_asked_by_one_process_alone(registries):
    make_paper(identifiers=[LANCET])
    note_new_identifiers()
    first = Asker().claimed(False)
    assert first is not None
    assert Asker().claimed(False) is None
    Question.objects.update(claimed_until=timezone.now())  # its process died
    assert Asker().claimed(False) == first


def test_works_of_which_nothing_is_known_are_asked_about_first(registries):
    for number in range(3):
        make_paper(f"Paper {number}", identifiers=[("doi", f"10.5555/known.{number}")])
    note_new_identifiers()
    add_waiting_papers({LANCET: ""})
    note_new_identifiers()
    one = Asker()
    assert one.ask_next(urgent_only=True)
    assert not one.ask_next(urgent_only=True)
    assert [path for path, _headers in registries.asked] == [
        "/crossref/works/10.1016/s0140-6736(97)11096-0"
    ]


def test_a_work_that_no_registry_has_is_told_and_asked_about_seldom(registries):
    paper = make_paper(identifiers=[("doi", "10.5555/nothing")])
    report = ask_all()
    row = question(paper)
    paper.refresh_from_db()
    assert (report.missing, paper.standing, paper.checked_with) == (1, "not_found", "crossref")
    assert row.problem
    assert row.due_at - row.asked_at == ASKED_AGAIN


def test_what_fails_waits_longer_and_longer_and_then_a_day(registries):
    registries.answer_with(LANCET_PATH, reply_with(b"", status=503))
    paper = make_paper(identifiers=[LANCET])
    pauses = []
    for _time in range(len(HOST_PAUSES) + 2):
        ask_all()
        row = question(paper)
        pauses.append(row.due_at - row.asked_at)
        Question.objects.update(due_at=timezone.now())
    assert pauses == [*HOST_PAUSES, *2 * [RETRIED_EVERY]]
    paper.refresh_from_db()
    assert paper.standing == Standing.UNREACHABLE
    assert "503" in row.problem
    assert list(Question.objects.failed()) == [row]
    registries.behaviours.clear()
    ask_soon(Question.objects.all())
    ask_all()
    paper.refresh_from_db()
    assert (paper.is_checked, question(paper).problem) == (True, "")


def test_a_registry_that_asks_for_rest_has_it(registries):
    answer = reply_with(b"", status=429, Retry_After="3000")
    registries.answer_with(LANCET_PATH, answer)
    paper = make_paper(identifiers=[LANCET])
    other = make_paper("Another", identifiers=[("doi", "10.7717/peerj.12090")])
    preprint = make_paper("A preprint", identifiers=[("arxiv", "1009.3186")])
    report = ask_all()
    row = question(paper)
    assert row.due_at - row.asked_at >= timedelta(seconds=2990)
    paper.refresh_from_db()
    assert (paper.standing, question(other).asked_at) == ("unchecked", None)
    assert question(preprint).answered_at is not None
    assert (report.asked, report.failed) == (2, 1)


def test_one_that_asks_for_rest_holds_up_no_other_registry(registries):
    registries.answer_with(LANCET_PATH, reply_with(b"", status=429, Retry_After="3000"))
    first, waits = (
        make_paper(identifiers=[LANCET]),
        make_paper("B", identifiers=[("doi", "10.7717/peerj.12090")]),
    )
    likely = make_paper("C", identifiers=[("doi", "10.5281/zenodo.1296737")])
    kept = make_paper("D", identifiers=[("doi", "10.14454/kept")])
    note_new_identifiers()
    Question.objects.filter(identifier__paper=kept).update(registry="datacite", body=b"x")
    assert ask_all().asked == 3
    assert question(first).asked_at and not question(waits).asked_at
    assert question(likely).answered_at and question(kept).asked_at


@pytest.mark.parametrize("body", [b"[]", b'{"status":"ok","message":{"DOI":"10.5555/other"}}'])
def test_an_answer_that_is_none_changes_nothing(registries, body: bytes):
    registries.answer_with(LANCET_PATH, reply_with(body))
    paper = make_paper(identifiers=[LANCET])
    record = paper.record
    ask_all()
    paper.refresh_from_db()
    assert (paper.record, paper.standing, question(paper).tries) == (record, "unreachable", 1)
    assert not Source.objects.filter(kind="registry").exists()


def test_characters_that_databases_refuse_hold_up_nothing(registries):
    body = rb'{"status":"ok","message":{"DOI":"10.5555/made.1","title":["A\u0000B \ud800c"],'
    body += rb'"container-title":["J\u0000"],"author":[{"name":"N\u0000"}],"type":"book"}}'
    registries.answer_with("/crossref/works/10.5555/made.1", reply_with(body))
    paper = make_paper("AB c", identifiers=[("doi", "10.5555/made.1")])
    assert ask_all().records == 1
    assert paper.checks.get().reply["titles"] == ["AB c"]


def test_an_answer_that_the_database_refuses_is_a_failure_of_that_question(registries, monkeypatch):
    def refused(*_args: object) -> None:
        raise DataError("no such text")

    monkeypatch.setattr(asker, "store_check", refused)
    paper = make_paper(identifiers=[LANCET])
    assert ask_all().failed == 1
    assert question(paper).problem == "DataError: no such text"


def test_a_fault_of_our_own_is_kept_and_holds_up_nothing(registries, monkeypatch):
    monkeypatch.setattr(asker, "store_check", lambda *_args: 1 / 0)
    paper = make_paper(identifiers=[LANCET])
    assert ask_all().failed == 1
    row = question(paper)
    assert row.problem == "ZeroDivisionError: division by zero"
    assert row.due_at > timezone.now()


def test_without_registries_nothing_is_asked(settings, capsys):
    settings.PAPERS_REGISTRY_URLS = {}
    add_waiting_papers({LANCET: ""})
    assert ask_all().asked == 0
    call_command("check_papers")
    assert "REGISTRIES names none" in capsys.readouterr().out
    assert not Question.objects.exists()


def test_a_registry_that_is_switched_off_is_not_asked(registries, settings):
    settings.PAPERS_REGISTRY_URLS = {"arxiv": registries.base_addresses()["arxiv"]}
    known, other = make_paper(identifiers=[LANCET]), Id("doi", "10.5555/x")
    unknown = add_waiting_papers({other: ""})[other]
    ask_all()
    assert not Question.objects.filter(identifier__paper=known).exists()
    assert "No registry" in question(unknown).problem
    assert not registries.asked
    unknown.refresh_from_db()
    assert unknown.standing == Standing.UNCHECKED


def test_a_wrong_identifier_completes_no_record(registries):
    said = {"type": "article-journal", "title": "Quite another work", "volume": ""}
    paper = add_paper(said, [LANCET])
    ask_all()
    paper.refresh_from_db()
    assert (paper.volume, paper.standing) == ("", Standing.DIFFERS)
    same = {"type": "article-journal", "title": "Hyponatraemia"}
    assert Source.objects.filter(kind="registry", paper=paper).count() == 1
    assert same["title"] not in paper.title


def test_a_right_identifier_completes_the_record(registries):
    title = (
        "RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive "
        "developmental disorder in children"
    )
    paper = add_paper({"type": "article-journal", "title": title}, [LANCET])
    ask_all()
    paper.refresh_from_db()
    assert (paper.volume, paper.page, paper.standing) == ("351", "637-641", "agrees")


def test_a_budget_is_kept_and_the_oldest_come_first(registries):
    papers = [make_paper(f"P {n}", identifiers=[("doi", f"10.5555/n.{n}")]) for n in range(4)]
    assert ask_within(3).asked == 3
    assert question(papers[3]).asked_at is None
    assert ask_within(3).asked == 1
    assert ask_within(3).asked == 0
    assert ask_within(None, is_all=True).asked == 0  # all were asked within a day
    Question.objects.update(asked_at=timezone.now() - timedelta(days=2))
    assert ask_within(2, is_all=True).asked == 2
    assert ask_within(None, is_all=True).asked == 2


def test_a_paper_that_goes_while_it_is_asked_about_stops_nothing(registries, monkeypatch):
    paper = make_paper(identifiers=[LANCET])
    fetch = asker.fetch_work

    def slow(*args):
        reply = fetch(*args)
        Paper.objects.filter(pk=paper.pk).delete()
        return reply

    monkeypatch.setattr(asker, "fetch_work", slow)
    assert ask_all().asked == 1
    assert not Question.objects.exists()


@pytest.mark.postgres
def test_processes_share_the_questions(registries, transactional_db):
    for number in range(20):
        make_paper(f"P {number}", identifiers=[("doi", f"10.5555/n.{number}")])
    note_new_identifiers()

    def work() -> None:
        ask_within(None)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = [path for path, _headers in registries.asked if path.startswith("/datacite")]
    assert len(asked) == len(set(asked)) == 20
