"""Editors link notices, look at them, and answer them in public."""

import pytest
from django.urls import reverse

from papers.checking.notice_rows import propose_from_library
from papers.models import Notice
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db


def send(client, address: str, **values):
    form = {"kind": "retraction", "is_confirmed": "on", "note": "", "reason": "", "day": ""}
    form |= {"by_scheme": "", "by_value": "", "notice_paper": ""}
    response = client.post(address, form | values)
    assert response.status_code == 302, response.context["errors"]


def test_an_editor_says_that_one_paper_is_the_notice_of_another(admin_client, admin_user):
    work = make_paper("On made things")
    date = {"issued": {"date-parts": [[2010, 2, 6]]}}
    notice = make_paper("Retraction", identifiers=[("doi", "10.5555/n")], **date)
    address = reverse("admin:papers_notice_add")
    send(admin_client, address, paper=work.pk, notice_paper=notice.pk)
    row = Notice.objects.get()
    assert (row.by_value, str(row.day), row.sources) == ("10.5555/n", "2010-02-06", ["editor"])
    assert row.looked_by == admin_user
    work.refresh_from_db()
    assert (work.notice, str(work.notice_day)) == ("retraction", "2010-02-06")
    page = admin_client.get(notice.get_absolute_url()).content.decode()
    assert "This is a notice about another work (retracted):" in page


def test_titles_propose_and_an_editor_confirms(admin_client):
    work = make_paper("On made things")
    make_paper("Retraction: On made things", identifiers=[("doi", "10.5555/n")])
    taken_back = make_paper("RETRACTED: On other things")
    assert (propose_from_library(), propose_from_library()) == (2, 0)
    assert {row.paper for row in Notice.objects.to_look_at()} == {work, taken_back}
    work.refresh_from_db()
    assert work.notice == ""
    row = Notice.objects.get(paper=work)
    send(
        admin_client,
        reverse("admin:papers_notice_change", args=[row.pk]),
        paper=work.pk,
        notice_paper=row.notice_paper_id,
        note="We know.",
    )
    work.refresh_from_db()
    assert work.notice == "retraction"
    assert Notice.objects.to_look_at().count() == 1


def test_a_notice_that_is_deleted_is_told_no_more(admin_client):
    work = make_paper("On made things")
    send(admin_client, reverse("admin:papers_notice_add"), paper=work.pk)
    row = Notice.objects.get()
    admin_client.post(reverse("admin:papers_notice_delete", args=[row.pk]), {"post": "yes"})
    work.refresh_from_db()
    assert work.notice == ""


def test_many_are_marked_as_looked_at_at_once(admin_client):
    row = Notice.objects.create(paper=make_paper(), kind="retraction")
    data = {"action": "look_at", "_selected_action": [row.pk]}
    admin_client.post(reverse("admin:papers_notice_changelist"), data)
    row.refresh_from_db()
    assert row.looked_at is not None
