"""Questions to registries in the admin: what gave no record, why, and tried again."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from papers.checking.asker import Asker, ask_within
from papers.models import Question
from tests.support.factories import make_paper
from tests.support.registry_server import reply_with

pytestmark = pytest.mark.django_db
LIST = reverse("admin:papers_question_changelist")


def listed(client, **query) -> set[str]:
    rows = client.get(LIST, query).context["cl"].result_list
    return {row.identifier.value for row in rows}


@pytest.fixture
def answered(registries) -> None:
    """One that no registry has, one that fails, one that is not asked yet."""
    registries.answer_with("/crossref/works/10.5555/made.1", reply_with(b"", status=503))
    make_paper(identifiers=[("doi", "10.5555/nothing")])
    make_paper(identifiers=[("doi", "10.5555/made.1")])
    ask_within(None)
    make_paper(identifiers=[("doi", "10.5555/new")])
    ask_within(0)


def test_what_gave_no_record_is_found_by_its_outcome(admin_client, answered):
    assert listed(admin_client) == {"10.5555/nothing", "10.5555/made.1", "10.5555/new"}
    assert listed(admin_client, outcome="failed") == {"10.5555/nothing", "10.5555/made.1"}
    assert listed(admin_client, outcome="missing") == {"10.5555/nothing"}
    assert listed(admin_client, outcome="failing") == {"10.5555/made.1"}
    assert listed(admin_client, outcome="new") == {"10.5555/new"}
    assert "(503)" in admin_client.get(LIST).content.decode()


def test_what_failed_is_tried_again_by_an_action(admin_client, answered, registries):
    registries.answer_with(
        "/crossref/works/10.5555/made.1",
        reply_with(b'{"status":"ok","message":{"DOI":"10.5555/made.1","title":["A work"]}}'),
    )
    failing = Question.objects.get(tries=1)
    assert failing.due_at > timezone.now()
    sent = {"action": "try_again", "_selected_action": [failing.pk]}
    page = admin_client.post(LIST, sent, follow=True).content.decode()
    assert "1 question is asked soon." in page
    assert Asker().ask_next(urgent_only=True)
    failing.refresh_from_db()
    assert (failing.problem, failing.tries) == ("", 0)
    assert failing.identifier.paper.is_checked


def test_the_home_of_the_admin_tells_how_far_the_looking_up_is(
    admin_client, client, answered, django_user_model, settings
):
    home = admin_client.get(reverse("admin:index")).content.decode()
    assert "1 identifier is not looked up yet" in home
    assert f'<a href="{LIST}?outcome=failed">2 identifiers gave no record</a>' in home
    moderator = django_user_model.objects.create_user("moderator", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(moderator)
    assert "gave no record" not in client.get(reverse("admin:index")).content.decode()
    settings.PAPERS_REGISTRY_URLS = {}
    assert "gave no record" not in admin_client.get(reverse("admin:index")).content.decode()
