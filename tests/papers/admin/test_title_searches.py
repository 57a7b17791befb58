"""A search by title suggests, an editor confirms, the identifier gives the verdict."""

import json

import pytest
from django.urls import reverse

from papers.checking.asker import ask_within
from papers.checking.title_searches import make_title_searches
from papers.models import Paper, Question, TitleSearch
from tests.support.factories import make_paper
from tests.support.registry_server import reply_with

pytestmark = pytest.mark.django_db
WORK = {
    "DOI": "10.5555/made.9",
    "type": "journal-article",
    "title": ["On made things"],
    "author": [{"family": "Curie", "given": "Marie"}],
    "container-title": ["Journal of Made Things"],
    "issued": {"date-parts": [[1903]]},
}
OTHER = WORK | {"DOI": "10.5555/other", "title": ["Of quite another matter"]}
NAMESAKE = WORK | {"DOI": "10.5555/namesake", "author": [{"family": "Bohr", "given": "Niels"}]}


@pytest.fixture
def paper(registries) -> Paper:
    items = [OTHER | {"score": 90.5}, NAMESAKE | {"score": "x"}, WORK | {"score": 3}]
    answer = {"status": "ok", "message-type": "work-list", "message": {"items": items}}
    registries.answer_with("/crossref/works", reply_with(json.dumps(answer).encode()))
    one = {"status": "ok", "message": WORK}
    registries.answer_with("/crossref/works/10.5555/made.9", reply_with(json.dumps(one).encode()))
    return make_paper("On made things")


def address(paper: Paper, name: str = "change") -> str:
    return reverse(f"admin:papers_paper_{name}", args=[paper.pk])


def press(client, paper: Paper, **button: str) -> str:
    return client.post(address(paper, "search"), button, follow=True).content.decode()


def test_nothing_is_asked_while_an_editor_waits_and_what_is_found_only_suggests(
    admin_client, paper, registries
):
    assert "Look for its title" in admin_client.get(address(paper)).content.decode()
    assert "It waits to be looked for" in press(admin_client, paper)
    assert not registries.asked
    assert make_title_searches() == 1
    assert "query.bibliographic=On+made+things+Curie+1903" in registries.asked[0][0]
    page = admin_client.get(address(paper))
    found = [(one.doi, one.points) for one in page.context["candidates"]]
    assert found == [("10.5555/made.9", 100), ("10.5555/namesake", 75)]
    assert "the same title, other authors, the same year" in page.content.decode()
    paper.refresh_from_db()
    assert (paper.standing, paper.identifiers.count()) == ("unchecked", 0)
    assert make_title_searches() == 0


def test_what_an_editor_confirms_is_then_compared_by_its_identifier(admin_client, paper):
    press(admin_client, paper)
    make_title_searches()
    assert "has the DOI 10.5555/made.9 now" in press(admin_client, paper, confirm="10.5555/made.9")
    ask_within(None)
    paper.refresh_from_db()
    assert (paper.standing, paper.checked_with) == ("agrees", "crossref")
    assert paper.record["DOI"] == "10.5555/made.9"
    assert "title-search" not in admin_client.get(address(paper)).content.decode()
    assert "It has an identifier" in press(admin_client, paper)


def test_what_an_editor_confirms_is_asked_first_however_many_wait(admin_client, paper, monkeypatch):
    monkeypatch.setattr("papers.checking.asker.MOST_NEW", 1)
    waiting = make_paper("Another", identifiers=[("doi", "10.5555/other-one")])
    press(admin_client, paper)
    make_title_searches()
    press(admin_client, paper, confirm="10.5555/made.9")
    question = Question.objects.get(identifier__paper=paper)
    assert question.is_urgent
    assert not Question.objects.filter(identifier__paper=waiting).exists()


def test_what_was_not_suggested_or_belongs_to_another_paper_is_not_confirmed(admin_client, paper):
    press(admin_client, paper)
    make_title_searches()
    holder = make_paper("Holder", identifiers=[("doi", "10.5555/made.9")])
    page = admin_client.get(address(paper))
    assert page.context["candidates"][0].holder == holder
    for doi in ("10.5555/made.9", "10.5555/else"):
        assert "not suggested any more" in press(admin_client, paper, confirm=doi)
    assert not paper.identifiers.exists()


def test_what_an_editor_refuses_is_not_suggested_again(admin_client, paper):
    press(admin_client, paper)
    make_title_searches()
    press(admin_client, paper, refuse="10.5555/made.9")
    press(admin_client, paper)
    make_title_searches()
    assert [one["doi"] for one in TitleSearch.objects.get().found] == ["10.5555/namesake"]


def test_a_search_that_fails_says_why_and_keeps_what_was_found(admin_client, paper, registries):
    press(admin_client, paper)
    make_title_searches()
    registries.answer_with("/crossref/works", reply_with(b"", status=503))
    press(admin_client, paper)
    make_title_searches()
    page = admin_client.get(address(paper)).content.decode()
    assert "The search failed" in page
    assert "10.5555/namesake" in page


def test_who_may_not_change_papers_searches_for_nothing(client, paper, django_user_model):
    assert client.post(address(paper, "search")).status_code == 403
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.post(address(paper, "search")).status_code == 403
    assert not TitleSearch.objects.exists()
