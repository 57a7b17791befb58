"""A reader reports a comment: without an account, without a script, a few times an hour."""

import pytest
from django.db import OperationalError
from django.test import Client

from blog.models import Comment, Report
from tests.support.factories import make_comment
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return make_comment(source="Something *bad*.")


def send(client: Client, comment: Comment, note: str = "Rude.", **headers):
    return client.post(f"{comment.get_absolute_url()}report/", {"note": note}, headers=headers)


def test_a_report_goes_to_the_moderators(client, comment, admin_client):
    page = check_page(client.get(comment.post.get_absolute_url()))
    assert f'href="{comment.get_absolute_url()}report/"' in page
    form = check_page(client.get(f"{comment.get_absolute_url()}report/"))
    assert "Something <em>bad</em>." in form
    assert not Report.objects.exists()
    assert "A moderator will look" in check_page(send(client, comment))
    report = Report.objects.get()
    assert (report.comment, report.note, bool(report.sender)) == (comment, "Rude.", True)
    queue = admin_client.get("/admin/blog/comment/?tab=reported").content.decode()
    assert "Rude." in queue


def test_one_reader_counts_once_and_is_not_told(client, comment):
    for note in ("Rude.", "Rude again."):
        assert send(client, comment, note).status_code == 200
    assert Report.objects.get().note == "Rude."


def test_a_report_needs_no_words(client, comment):
    assert send(client, comment, "").status_code == 200
    assert Report.objects.get().note == ""


def test_reports_are_limited_in_rate_with_the_text_kept(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"report": ((1, 3600), (9, 60))}
    send(client, make_comment())
    response = send(client, make_comment(), "Also this one")
    assert response.status_code == 429
    assert "Also this one" in check_page(response)
    assert Report.objects.count() == 1


def test_a_report_too_long_keeps_its_text(client, comment):
    response = send(client, comment, "long " * 101)
    assert response.status_code == 422
    assert "long long" in check_page(response)


def test_other_sites_report_nothing(client, comment):
    assert send(client, comment, origin="https://evil.example").status_code == 403
    assert not Report.objects.exists()


def test_what_is_not_public_cannot_be_reported_and_the_text_is_kept(client, comment):
    Comment.objects.update(state="removed")
    response = send(client, comment, "Gone meanwhile")
    assert response.status_code == 404
    assert "Gone meanwhile" in check_page(response)


def test_a_fault_of_the_storage_keeps_the_note(client, comment, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("blog.views.comments.report_comment", fail)
    response = send(client, comment, "Not lost")
    assert response.status_code == 503
    assert 'name="note"' in check_page(response)
    assert "Not lost" in response.content.decode()
