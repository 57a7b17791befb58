"""An editor takes over what a registry has, or keeps ours with a reason."""

import json

import pytest
from django.urls import reverse

from papers.checking.asker import ask_soon, ask_within
from papers.checking.differences import unanswered_papers
from papers.checking.standings import settle_standings
from papers.library.corrections import keep_corrections
from papers.models import Check, Paper, Question
from tests.support.factories import make_paper
from tests.support.registry_server import reply_with

pytestmark = pytest.mark.django_db
DOI = "10.5555/made.1"
TOLD = {
    "DOI": DOI,
    "type": "journal-article",
    "title": ["On made things"],
    "author": [{"family": "Curie", "given": "Marie"}],
    "container-title": ["Journal of Made Things"],
    "volume": "7",
    "issued": {"date-parts": [[1939]]},
}


def ask(registries, **more) -> None:
    body = json.dumps({"status": "ok", "message": TOLD | more}).encode()
    registries.answer_with(f"/crossref/works/{DOI}", reply_with(body))
    ask_soon(Question.objects.all())
    ask_within(None)


@pytest.fixture
def differing(registries) -> Paper:
    paper = make_paper("On made things", identifiers=[("doi", DOI)], volume="8", year=1938)
    ask(registries)
    paper.refresh_from_db()
    assert (paper.standing, paper.differences) == ("differs", 2)
    return paper


def shown(client, paper: Paper) -> dict[str, tuple[str, str, str]]:
    page = client.get(reverse("admin:papers_paper_change", args=[paper.pk]))
    return {one.name: (one.ours, one.theirs, one.reason) for one in page.context["differences"]}


def keep(client, paper: Paper, name: str, reason: str) -> str:
    check = paper.checks.order_by("-last_at", "-pk").first()
    address = reverse("admin:papers_paper_keep", args=[paper.pk])
    sent = {"check": check.pk, "name": name, "reason": reason}
    return client.post(address, sent, follow=True).content.decode()


def test_a_field_is_taken_over_and_differs_no_more(admin_client, differing):
    assert shown(admin_client, differing) == {
        "volume": ("8", "7", ""),
        "year": ("1938", "1939", ""),
    }
    page = admin_client.get(reverse("admin:papers_paper_change", args=[differing.pk]))
    (volume,) = (one for one in page.context["differences"] if one.name == "volume")
    sent = {"source": volume.source.pk, "field": volume.field}
    admin_client.post(reverse("admin:papers_paper_take", args=[differing.pk]), sent)
    differing.refresh_from_db()
    assert (differing.volume, differing.standing, differing.differences) == ("7", "differs", 1)
    assert shown(admin_client, differing) == {"year": ("1938", "1939", "")}


def test_what_is_kept_with_a_reason_still_differs_and_readers_see_why(
    admin_client, client, differing, registries
):
    page = keep(admin_client, differing, "year", "The <b>title page</b>  has 1938.")
    reason = "The <b>title page</b> has 1938."
    assert "Ours is kept" in page
    assert shown(admin_client, differing)["year"] == ("1938", "1939", reason)
    differing.refresh_from_db()
    assert (differing.standing, differing.differences) == ("differs", 2)
    read = client.get(differing.get_absolute_url()).content.decode()
    assert "An editor keeps ours: The &lt;b&gt;title page&lt;/b&gt; has 1938." in read
    ask(registries, volume="9")  # another answer, which says of the year what the last one did
    assert differing.checks.count() == 2
    assert shown(admin_client, differing)["year"] == ("1938", "1939", reason)
    ask(registries, issued={"date-parts": [[1940]]})
    assert shown(admin_client, differing)["year"] == ("1938", "1940", "")


def test_a_reason_can_be_taken_back_and_is_none_for_what_agrees(admin_client, differing):
    keep(admin_client, differing, "year", "So it is.")
    assert "No reason is given now" in keep(admin_client, differing, "year", " ")
    assert shown(admin_client, differing)["year"] == ("1938", "1939", "")
    assert "does not differ any more" in keep(admin_client, differing, "title", "So it is.")
    assert "at most 300" in keep(admin_client, differing, "year", "x" * 301)
    assert not Check.objects.get().kept


def test_a_reason_of_another_paper_is_refused(admin_client, differing):
    other = make_paper()
    sent = {"check": differing.checks.get().pk, "name": "year", "reason": "So it is."}
    admin_client.post(reverse("admin:papers_paper_keep", args=[other.pk]), sent)
    assert not Check.objects.get().kept


def test_who_may_not_change_papers_keeps_nothing(client, differing, django_user_model):
    sent = {"check": differing.checks.get().pk, "name": "year", "reason": "So it is."}
    address = reverse("admin:papers_paper_keep", args=[differing.pk])
    assert client.post(address, sent).status_code == 403
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.post(address, sent).status_code == 403
    assert not Check.objects.get().kept


def test_differences_wait_in_a_list_until_each_is_answered(admin_client, differing):
    make_paper("Agreeing")
    home, waiting = reverse("admin:index"), reverse("admin:papers_paper_unanswered")
    assert "A registry says something else about 1 paper" in admin_client.get(home).content.decode()
    page = admin_client.get(waiting).content.decode()
    assert [text in page for text in ("1938", "1939", "Crossref", "Agreeing")] == [
        *(True, True, True),
        False,
    ]
    keep(admin_client, differing, "year", "The title page has 1938.")
    page = admin_client.get(waiting).content.decode()
    assert ("1938" in page, str(differing.pk) in page) == (False, True)
    keep(admin_client, differing, "volume", "So it is printed.")
    assert "There are none" in admin_client.get(waiting).content.decode()
    assert waiting not in admin_client.get(home).content.decode()
    keep(admin_client, differing, "volume", "")
    assert Paper.objects.unanswered().get() == differing


def test_a_paper_that_is_corrected_waits_no_more(admin_client, differing):
    differing.volume, differing.issued_year = "7", 1939
    keep_corrections(differing)
    settle_standings([differing.pk])
    assert not Paper.objects.unanswered()


def test_pages_have_every_waiting_paper_once(admin_client, differing, monkeypatch):
    monkeypatch.setattr("papers.checking.differences.SHOWN", 1)
    papers = [differing, make_paper("Another"), make_paper("A third")]
    Paper.objects.update(unanswered=1)
    seen, after = [], 0
    for _page in papers:
        page = unanswered_papers(after)
        seen += [paper for paper, _values in page.papers]
        after = page.following
    assert (seen, after) == (papers, 0)


def test_who_may_not_change_papers_sees_no_waiting_differences(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(reverse("admin:papers_paper_unanswered")).status_code == 403
