"""Merging in the admin."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from papers.models import Contributor, Merge, Paper
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db
PAPERS = reverse("admin:papers_paper_changelist")
MERGES = reverse("admin:papers_merge_changelist")


def choose(client, model: str, rows) -> str:
    """What the list's action answers for these rows: an address, or its page."""
    data = {"action": "choose_to_merge", "_selected_action": [row.pk for row in rows]}
    response = client.post(reverse(f"admin:papers_{model}_changelist"), data)
    return response.url if response.status_code == 302 else response.content.decode()


def test_papers_are_chosen_compared_merged_and_taken_apart(admin_client) -> None:
    one, two = make_paper("Short title"), make_paper("Long title", key="long2001")
    make_post(source="[@long2001]")
    address = choose(admin_client, "paper", [one, two])
    page = admin_client.get(address).content.decode()
    assert f'aria-describedby="row-{two.pk}" checked' in page
    assert "Short title" in page
    assert "long2001" in page

    page = admin_client.post(address, {"kept": two.pk}, follow=True).content.decode()
    assert "Long title (long2001) ← Short title" in page
    assert Paper.objects.get() == two
    undoing = reverse("admin:papers_merge_undo", args=[Merge.objects.get().pk])
    assert undoing in page
    assert "its own address" in admin_client.get(undoing).content.decode()
    assert Paper.objects.count() == 1
    admin_client.post(undoing)
    assert Paper.objects.count() == 2
    page = admin_client.post(undoing, follow=True).content.decode()
    assert "undone already" in page


def test_people_are_merged_and_a_reason_against_it_is_told(admin_client) -> None:
    make_paper(author="Curie")
    make_paper(author="Sklodowska")
    one, two = Contributor.objects.order_by("pk")
    body = Contributor.objects.create(literal="CERN")
    address = choose(admin_client, "contributor", [one, two, body])
    page = admin_client.post(address, {"kept": one.pk}).content.decode()
    assert "A person and a body cannot be one." in page
    address = choose(admin_client, "contributor", [one, two])
    admin_client.post(address, {"kept": one.pk})
    assert list(Contributor.objects.filter(literal="")) == [one]


def test_what_cannot_be_merged_is_said(admin_client) -> None:
    rows = [make_paper() for _number in range(11)]
    data = {"action": "choose_to_merge", "_selected_action": [rows[0].pk]}
    page = admin_client.post(PAPERS, data, follow=True).content.decode()
    assert "Choose two to 10 of them." in page
    data["_selected_action"] = [row.pk for row in rows]
    page = admin_client.post(PAPERS, data, follow=True).content.decode()
    assert "Choose two to 10 of them." in page
    address = reverse("admin:papers_paper_merge")
    for query in ("", "?rows=1,x,99999999999999999999", f"?rows={rows[0].pk}"):
        page = admin_client.get(address + query, follow=True).content.decode()
        assert "Choose two rows to merge." in page
    pair = f"?rows={rows[0].pk},{rows[1].pk}"
    assert admin_client.post(address + pair, {"kept": rows[2].pk}).status_code == 200
    assert not Merge.objects.exists()


@pytest.mark.parametrize("rights", [["change_paper"], ["change_paper", "view_merge"]])
def test_merging_and_undoing_need_the_right_to_delete(client, rights) -> None:
    one, two = make_paper(), make_paper()
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    address = f"{reverse('admin:papers_paper_merge')}?rows={one.pk},{two.pk}"
    assert client.get(address).status_code == 403
    assert client.post(address, {"kept": one.pk}).status_code == 403
    merge = Merge.objects.create(kind="papers", kept_pk=1, gone_pks=[2], journal={})
    assert client.post(reverse("admin:papers_merge_undo", args=[merge.pk])).status_code == 403
    assert Paper.objects.count() == 2


def test_editors_open_every_list_of_the_library_and_may_merge(client) -> None:
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    models = [one for one in admin.site._registry if one._meta.app_label == "papers"]
    for model in models:
        address = reverse(f"admin:papers_{model._meta.model_name}_changelist")
        assert client.get(address).status_code == 200, model
    one, two = make_paper(), make_paper()
    assert client.get(choose(client, "paper", [one, two])).status_code == 200
