"""What a registry answers is stored once, with its notices, and readers see it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from papers.checking.standings import settle_standings
from papers.checking.storing_checks import NoAnswer, store_check
from papers.choices import CHECKED, Standing
from papers.formats.any_format import read_text
from papers.library.adding_papers import add_entries, added
from papers.library.corrections import keep_corrections
from papers.library.paper_rows import add_paper, rebuild_record
from papers.models import Check, Notice, Paper
from papers.records.identifiers import Id
from papers.registries.registry_choice import read_kept_reply
from papers.registries.registry_record import (
    FoundNotice,
    NoticeKind,
    RegistryName,
    RegistryRecord,
)
from tests.support.factories import make_paper
from tests.support.registry_server import DATA

pytestmark = pytest.mark.django_db
DOI = Id("doi", "10.5555/one")
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 7, 12, tzinfo=UTC)
RETRACTED = FoundNotice(
    NoticeKind.RETRACTION, Id("doi", "10.5555/one.n"), date(2021, 3, 4), "publisher"
)


def paper_with_doi(**values) -> Paper:
    return make_paper("On made things", identifiers=[DOI], **values)


def reply(**values) -> RegistryRecord:
    record = {
        "type": "article-journal",
        "title": "On made things",
        "author": [{"family": "Curie", "given": "M."}],
    }
    facts = {"titles": ("On made things",), "years": frozenset({1903}), "identifiers": (DOI,)}
    return RegistryRecord(RegistryName.CROSSREF, DOI, record, **facts | values)


def away(problem: str = "timed out") -> NoAnswer:
    return NoAnswer(RegistryName.CROSSREF, DOI, False, problem)


def standing_of(paper: Paper) -> tuple:
    paper.refresh_from_db()
    return paper.standing, paper.checked_with, paper.checked_at, paper.differences


def test_an_answer_that_agrees_is_told_with_registry_and_date():
    paper = paper_with_doi()
    store_check(paper, reply(), MAY)
    assert standing_of(paper) == (Standing.AGREES, "crossref", MAY, 0)


def test_an_answer_that_differs_tells_both_values():
    paper = paper_with_doi()
    check = store_check(paper, reply(years=frozenset({1905})), MAY)
    assert check.differing == [
        {"name": "year", "agreement": "differs", "ours": "1903", "theirs": "1905"}
    ]
    assert standing_of(paper) == (Standing.DIFFERS, "crossref", MAY, 1)


def test_the_same_answer_again_moves_the_last_time_alone():
    paper = paper_with_doi()
    store_check(paper, reply(), MAY)
    store_check(paper, reply(), JUNE)
    row = Check.objects.get()
    assert (row.first_at, row.last_at) == (MAY, JUNE)


def test_a_registry_that_is_away_changes_nothing_that_was_said():
    paper = paper_with_doi()
    store_check(paper, reply(notices=(RETRACTED,)), MAY)
    store_check(paper, away(), JUNE)
    assert standing_of(paper) == (Standing.AGREES, "crossref", MAY, 0)
    assert paper.notice == "retraction"


def test_a_registry_that_was_always_away_is_told_since_its_first_failure():
    paper = paper_with_doi()
    store_check(paper, away(), MAY)
    store_check(paper, away("500"), JUNE)
    assert standing_of(paper) == (Standing.UNREACHABLE, "crossref", MAY, 0)
    assert Check.objects.get().problem == "500"


def test_a_work_that_the_registry_has_not():
    paper = paper_with_doi()
    store_check(paper, NoAnswer(RegistryName.CROSSREF, DOI, True), MAY)
    assert standing_of(paper)[0] == Standing.NOT_FOUND


def test_a_change_of_the_record_ends_an_agreement_until_it_is_compared_again():
    paper = paper_with_doi()
    store_check(paper, reply(), MAY)
    paper.refresh_from_db()
    paper.issued_year = 1905
    keep_corrections(paper)
    assert standing_of(paper)[0] == Standing.UNCHECKED
    settle_standings([paper.pk])
    assert standing_of(paper) == (Standing.DIFFERS, "crossref", MAY, 1)


def test_a_file_that_corrects_a_record_ends_an_agreement_too():
    bib = "@article{one, title={Radium}, author={Marie Curie}, year={%s}, doi={10.5555/a}}"
    [addition] = added(add_entries(list(read_text(bib % 1903))))
    store_check(addition.paper, replace(reply(), identifier=Id("doi", "10.5555/a")), MAY)
    assert standing_of(addition.paper)[0] in CHECKED
    add_entries(list(read_text(bib % 1904)))
    assert standing_of(addition.paper)[0] == Standing.UNCHECKED


def test_another_save_keeps_what_was_checked_meanwhile():
    paper = paper_with_doi()
    stale = Paper.objects.get(pk=paper.pk)
    store_check(paper, reply(), MAY)
    stale.publisher = "Somebody"
    rebuild_record(stale)
    assert standing_of(paper)[0] == Standing.AGREES


def test_an_answer_for_an_identifier_that_the_paper_lost_is_dropped():
    paper = paper_with_doi()
    paper.identifiers.all().delete()
    assert store_check(paper, reply(), MAY) is None
    assert standing_of(paper)[0] == Standing.UNCHECKED


def test_a_notice_is_kept_when_the_registry_forgets_it():
    paper = paper_with_doi()
    store_check(paper, reply(notices=(RETRACTED,)), MAY)
    store_check(paper, reply(), JUNE)
    row = Notice.objects.get()
    assert (row.kind, row.day, row.by, row.is_forgotten) == (
        "retraction",
        date(2021, 3, 4),
        Id("doi", "10.5555/one.n"),
        True,
    )
    paper.refresh_from_db()
    assert paper.notice == "retraction"


def test_one_notice_of_two_sources_is_one_row():
    paper = paper_with_doi()
    notices = (RETRACTED, replace(RETRACTED, source="retraction-watch"))
    store_check(paper, reply(notices=notices), MAY)
    assert Notice.objects.get().sources == ["publisher", "retraction-watch"]


def test_a_reinstated_paper_has_no_notice_and_both_in_its_history():
    paper = paper_with_doi()
    back = FoundNotice(NoticeKind.REINSTATEMENT, None, date(2022, 1, 1), "publisher")
    store_check(paper, reply(notices=(RETRACTED, back)), MAY)
    paper.refresh_from_db()
    assert (paper.notice, paper.notices.count()) == ("", 2)


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: On made things",
        "On made things [Retracted]",
        "On made things (Retracted article. See vol. 5, p. 3, 2011)",
    ],
)
def test_a_title_alone_proposes_and_is_no_verdict(title: str):
    paper = paper_with_doi()
    store_check(paper, reply(titles=(title,)), MAY)
    row = Notice.objects.get()
    assert (row.sources, row.is_confirmed) == (["title"], False)
    assert standing_of(paper)[0] == Standing.AGREES
    assert paper.notice == ""


def test_a_paper_that_has_both_numbers_is_not_told_that_it_appeared():
    paper = paper_with_doi()
    published = FoundNotice(NoticeKind.PUBLISHED, Id("doi", "10.5555/two"), None, "arxiv")
    paper.identifiers.create(scheme="doi", value="10.5555/two")
    store_check(paper, reply(notices=(published,)), MAY)
    assert not Notice.objects.exists()
    paper.identifiers.filter(value="10.5555/two").delete()
    store_check(paper, reply(notices=(published,)), JUNE)
    assert Notice.objects.get().kind == "published"


def test_many_corrections_hide_no_retraction():
    paper = paper_with_doi()
    notices = [
        FoundNotice(NoticeKind.CORRECTION, Id("doi", f"10.5555/c{n}"), None, "publisher")
        for n in range(150)
    ]
    told = FoundNotice(NoticeKind.RETRACTION, Id("doi", "10.5555/r"), None, "publisher")
    store_check(paper, reply(notices=(*notices, told)), MAY)
    assert Paper.objects.get(pk=paper.pk).notice == "retraction"
    assert Notice.objects.count() == 100


@pytest.mark.parametrize(
    ("number", "kinds"),
    [("arXiv:2103.90004v2", ["new-version"]), ("arXiv:2103.90004v5", []), ("arXiv:2103.90004", [])],
)
def test_a_newer_version_is_told_where_an_older_one_is_cited(number: str, kinds: list[str]):
    known = Id("arxiv", "2103.90004")
    said = {"type": "article", "title": "A made preprint", "number": number, "archive": "arXiv"}
    paper = add_paper(said, [known])
    body = (DATA / "made" / "arxiv-newer-version.xml").read_bytes()
    store_check(paper, read_kept_reply(RegistryName.ARXIV, body, known), MAY)
    assert [row.kind for row in paper.notices.all()] == kinds


def test_an_unknown_kind_is_for_editors_alone():
    paper = paper_with_doi()
    other = FoundNotice(NoticeKind.OTHER, None, None, "publisher", "Some new kind")
    store_check(paper, reply(notices=(other,)), MAY)
    paper.refresh_from_db()
    assert (paper.notice, Notice.objects.get().is_confirmed) == ("", False)


def test_a_paper_that_is_the_notice_of_another_tells_it_of_that_one():
    work = make_paper("Other things", identifiers=[("doi", "10.5555/two")])
    notice = paper_with_doi()
    store_check(notice, reply(is_notice_of=((NoticeKind.RETRACTION, Id("doi", "10.5555/two")),)))
    work.refresh_from_db()
    notice.refresh_from_db()
    assert (work.notice, notice.notice) == ("retraction", "")
    assert work.notices.get().notice_paper == notice


def test_store_check_is_safe_with_no_such_paper():
    paper = paper_with_doi()
    Paper.objects.all().delete()
    assert store_check(paper, reply()) is None
