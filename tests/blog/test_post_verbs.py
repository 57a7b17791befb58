"""The buttons of a post's form, and its date in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from tests.blog.test_post_admin import post_form
from tests.blog.test_two_editors import change_page, opened
from tests.support.factories import LONG_AGO, make_post, set_site
from tests.support.forms import fields_of

ADD = "/admin/blog/post/add/"
SAVE_DRAFT = {"_continue": "draft"}
BACK = {"_continue": "unpublish"}


def faults(answer, name: str) -> str:
    assert answer.status_code == 200
    return " ".join(answer.context["adminform"].form.errors[name])


def test_a_saved_draft_stays_on_its_form(admin_client):
    answer = admin_client.post(ADD, post_form(**SAVE_DRAFT), follow=True)
    post = Post.objects.get()
    assert (post.state, answer.request["PATH_INFO"]) == ("draft", change_page(post))
    page = answer.content.decode()
    assert f"Saved {timezone.localtime():%H:}" in page
    answer = admin_client.post(
        change_page(post), fields_of(page) | {"source": "More."} | SAVE_DRAFT, follow=True
    )
    assert answer.request["PATH_INFO"] == change_page(post)
    post.refresh_from_db()
    assert (post.state, post.source) == ("draft", "More.")


def test_publishing_sets_the_date_where_it_is_empty(admin_client):
    before = timezone.now().replace(microsecond=0)
    answer = admin_client.post(ADD, post_form(_publish="1"), follow=True)
    post = Post.objects.get()
    assert before <= post.published_at <= timezone.now()
    page = answer.content.decode()
    assert f'It is public: <a href="{post.get_absolute_url()}">New</a>' in page


def test_a_date_to_come_schedules_and_is_told_in_words(admin_client):
    set_site(time_zone="Asia/Seoul")
    day = f"{timezone.now().year + 1}-03-02 09:00"
    told = f"2 March {day[:4]}, 09:00, Seoul"
    answer = admin_client.post(ADD, post_form(_publish="1", published_at=day), follow=True)
    assert f"It is published by itself on {told}." in answer.content.decode()
    post = Post.objects.get()
    assert (post.state, post.published_at.hour) == ("scheduled", 0)
    page = admin_client.get(change_page(post)).content.decode()
    assert f"Scheduled: {told}" in page
    assert "By the clocks of Seoul, like this: 2027-03-02 09:00. Empty: a draft." in page


def test_a_published_post_goes_back_to_a_draft_when_that_is_said(admin_client):
    post = make_post()
    values = opened(admin_client, post)
    emptied = admin_client.post(change_page(post), values | {"published_at": "", "_save": "1"})
    assert "press “Back to draft”" in faults(emptied, "published_at")
    assert Post.objects.get().state == "published"
    answer = admin_client.post(change_page(post), values | BACK)
    assert answer.url == change_page(post)
    assert Post.objects.get().state == "draft"


def test_a_draft_with_a_date_is_not_published_by_saving_it(admin_client):
    answer = admin_client.post(ADD, post_form(published_at="2020-01-02 03:04", **SAVE_DRAFT))
    assert "A draft has no date yet" in faults(answer, "published_at")
    assert fields_of(answer.content.decode())["published_at"] == "2020-01-02 03:04"
    assert not Post.objects.exists()


def test_a_draft_that_somebody_published_meanwhile_is_not_saved_into_public(admin_client):
    post = make_post(published_at=None)
    values = opened(admin_client, post)
    Post.objects.update(published_at=LONG_AGO)
    answer = admin_client.post(change_page(post), values | {"source": "Half."} | SAVE_DRAFT)
    assert "Somebody published this post" in faults(answer, "published_at")
    page = answer.content.decode()
    assert 'name="_publish"' not in page and 'value="unpublish"' in page
    assert Post.objects.get().source == "Some text."


def test_a_form_sent_without_a_button_is_taken_as_its_date_says(admin_client):
    post = make_post()
    values = opened(admin_client, post)
    assert admin_client.post(change_page(post), values | {"published_at": ""}).status_code == 302
    assert Post.objects.get().state == "draft"


def test_a_date_left_alone_stays_to_the_microsecond(admin_client):
    at = datetime(2021, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    post = make_post(published_at=at)
    values = opened(admin_client, post)
    assert values["published_at"] == "2021-05-06 07:08:09"
    assert admin_client.post(change_page(post), values | {"source": "More."}).status_code == 302
    assert Post.objects.get().published_at == at


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2. März 2027", "Write the day and the time like this: 2027-03-02 09:00."),
        ("2027-02-30 09:00", "Write the day and the time like this: 2027-03-02 09:00."),
        (
            "2026-03-29 02:30",
            "The clocks of Berlin are put forward then, so that this time never comes. "
            "Choose another one, such as 2026-03-29 01:30 or 2026-03-29 03:30.",
        ),
        (
            "2026-10-25 02:30",
            "The clocks of Berlin are put back then, so that this time comes twice. Which one "
            "is it? Write 2026-10-25 02:30 +02:00 or 2026-10-25 02:30 +01:00.",
        ),
        ("2026-10-25 02:30 +05:00", "never so far from UTC at that time."),
    ],
)
def test_a_time_that_is_none_is_told_in_words(admin_client, typed: str, told: str):
    set_site(time_zone="Europe/Berlin")
    answer = admin_client.post(ADD, post_form(published_at=typed, _publish="1"))
    assert told in faults(answer, "published_at")
    assert fields_of(answer.content.decode())["published_at"] == typed
    assert not Post.objects.exists()


def test_a_time_that_comes_twice_is_kept_by_a_save(admin_client):
    set_site(time_zone="Europe/Berlin")
    post = make_post(published_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    values = opened(admin_client, post)
    assert values["published_at"] == "2026-10-25 02:30 +01:00"
    assert admin_client.post(change_page(post), values | {"source": "More."}).status_code == 302
    assert Post.objects.get().published_at == post.published_at


def test_the_bar_has_the_verbs_of_the_state(admin_client):
    soon = timezone.now() + timedelta(days=1)
    verbs = {
        ADD: ("Save draft", "Publish"),
        change_page(make_post(published_at=None)): ("Save draft", "Publish"),
        change_page(make_post(published_at=soon)): ("Update and go on", "Update"),
        change_page(make_post()): ("Update and go on", "Update"),
    }
    for address, (first, last) in verbs.items():
        page = admin_client.get(address).content.decode()
        bar = page[page.index("post-bar") :]
        assert f">{first}</button>" in bar and f">{last}</button>" in bar
        assert (f">{first}" in bar, ">Preview</button>" in bar) == (True, True)


def test_who_may_only_add_saves_a_draft_and_is_not_sent_where_they_may_not_go(
    client, django_user_model
):
    user = django_user_model.objects.create_user("new", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_post"))
    client.force_login(user)
    page = client.get(ADD).content.decode()
    assert 'name="_draft" value="draft"' in page and "_continue" not in page
    answer = client.post(ADD, post_form(_draft="draft", published_at="2020-01-02 03:04"))
    assert "A draft has no date yet" in faults(answer, "published_at")
    answer = client.post(ADD, post_form(_draft="draft"), follow=True)
    assert answer.status_code == 200
    assert Post.objects.get().state == "draft"


def test_who_may_only_look_has_no_verbs(client, django_user_model):
    post = make_post()
    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(user)
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert post.source in page and "Published: 17 May 2020, 12:00, UTC" in page
    form = page[page.index('<form method="post" id="post_form"') :]
    for verb in ("_save", "_continue", "_publish", "formaction", "Back to draft"):
        assert verb not in form
