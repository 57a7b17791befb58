"""The box that adds papers: a page without scripts, and JSON with them."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from papers.models import Paper

BOX = "/admin/papers/paper/add-named/"
SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def test_the_page_tells_every_key(admin_client):
    text = "10.1000/one\n10.1000/two"
    response = admin_client.post(BOX, {"text": text})
    told = response.content.decode()
    assert "[@doi-10.1000-one]" in told
    assert "[@doi-10.1000-two]" in told
    assert "to be looked up" in told
    assert LogEntry.objects.count() == Paper.objects.count() == 2


def test_what_is_unreadable_stays_in_the_box(admin_client):
    response = admin_client.post(BOX, {"text": "10.1000/one\n<b>"})
    told = response.content.decode()
    assert "Line 2: “&lt;b&gt;” is no identifier, and no entry." in told
    assert "10.1000/one\n&lt;b&gt;</textarea>" in told
    assert "Nothing was added yet." in told
    assert not Paper.objects.exists()


def test_a_script_is_answered_in_json(admin_client):
    added = admin_client.post(BOX, {"text": "10.1000/one"}, **SCRIPT).json()["added"]
    assert [one["cite"] for one in added] == ["doi-10.1000-one"]
    refused = admin_client.post(BOX, {"text": "one"}, **SCRIPT)
    assert refused.status_code == 400
    assert refused.json() == {
        "added": [],
        "problems": ["Line 1: “one” is no identifier, and no entry."],
    }


@pytest.mark.parametrize(("right", "status"), [("change_paper", 403), ("add_paper", 200)])
def test_who_may_not_add_papers_may_not_here(client, django_user_model, right: str, status: int):
    user = django_user_model.objects.create_user("ana", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename=right))
    client.force_login(user)
    assert client.get(BOX).status_code == status
    assert client.post(BOX, {"text": "10.1000/one"}).status_code == status
    assert Paper.objects.exists() == (status == 200)


def test_the_list_of_papers_leads_there(admin_client):
    assert BOX in admin_client.get("/admin/papers/paper/").content.decode()
