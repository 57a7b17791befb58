"""An editor answers for works that a title alone names, many at a time."""

import pytest
from django.urls import reverse

from blog.models import Post
from papers.models import CitedWork
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db
LIST = reverse("admin:papers_citedwork_changelist")
SOURCE = 'I read "Deep Learning of Things" today.\n'


def answer(client, action: str, works) -> None:
    response = client.post(LIST, {"action": action, "_selected_action": [one.pk for one in works]})
    assert response.status_code == 302


def works_named() -> list[CitedWork]:
    make_paper("Deep Learning of Things", author="LeCun", year=2015)
    for _number in range(2):
        make_post(source=SOURCE)
    return list(CitedWork.objects.order_by("pk"))


def test_those_that_wait_are_in_one_list_with_their_sentences(admin_client):
    first, second = works_named()
    assert not first.is_confirmed
    page = admin_client.get(LIST).content.decode()
    assert page.count("I read") == 2
    answer(admin_client, "confirm_mention", [first])
    answer(admin_client, "refuse", [second])
    assert "I read" not in admin_client.get(LIST).content.decode()
    assert admin_client.get(LIST, {"waits": "no"}).content.decode().count("I read") == 2


@pytest.mark.parametrize(
    ("action", "is_shown", "role"),
    [
        ("confirm_mention", True, "mentions"),
        ("confirm_subject", True, "about"),
        ("refuse", False, "mentions"),
    ],
)
def test_an_answer_outlives_the_next_reading_of_the_text(
    admin_client, client, django_capture_on_commit_callbacks, action, is_shown, role
):
    work, _other = works_named()
    with django_capture_on_commit_callbacks(execute=True):
        answer(admin_client, action, [work])
    row = CitedWork.objects.get(pk=work.pk)
    assert (row.is_confirmed, row.role, row.found_by) == (is_shown, role, "editor")
    page = client.get(Post.objects.get(pk=work.post_id).get_absolute_url()).content.decode()
    assert (f'id="work-{work.paper.key}"' in page) == is_shown


def test_one_alone_is_neither_changed_nor_deleted_here(admin_client):
    work = works_named()[0]
    page = reverse("admin:papers_citedwork_change", args=[work.pk])
    assert "<select" not in admin_client.get(page).content.decode()
    other = make_paper("Another")
    admin_client.post(page, {"paper": other.pk, "role": "about"})
    assert CitedWork.objects.get(pk=work.pk).paper_id == work.paper_id
    delete = reverse("admin:papers_citedwork_delete", args=[work.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in admin_client.get(LIST).content.decode()
