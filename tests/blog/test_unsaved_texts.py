"""What was typed and not saved: kept for its user alone, offered again, never part of the post."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, UnsavedText
from blog.posts import unsaved_texts
from blog.posts.saving_posts import save_post
from blog.posts.unsaved_texts import forget_unsaved
from tests.blog.test_post_admin import post_form
from tests.blog.test_two_editors import change_page, opened
from tests.support.factories import make_post
from tests.support.forms import fields_of

ADD = "/admin/blog/post/add/"
KEEP = "/admin/blog/post/unsaved/"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def keep(client, values: dict, post: Post | None = None, turn: int = 1, **more):
    sent = values | {"_turn": turn, "_post": post.pk if post else ""} | more
    return client.post(KEEP, sent, headers=SCRIPT)


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_user("ed", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["change_post", "add_post"]))
    client.force_login(user)
    return client


def test_it_is_kept_beside_the_post_and_offered_again(editor, db):
    post = make_post(source="First.", tags=["a"])
    values = opened(editor, post) | {"source": "Mine.", "tags": "a, b"}
    for turn in (1, 2):
        answer = keep(editor, values | {"title": f"Turn {turn}"}, post, turn)
        assert answer.status_code == 200 and set(answer.json()) == {"kept"}
    before = post.version
    post.refresh_from_db()
    assert (post.source, post.version, post.revisions.count()) == ("First.", before, 1)
    row = UnsavedText.objects.get()
    assert (row.post, row.source, row.title) == (post, "Mine.", "Turn 2")
    assert "csrfmiddlewaretoken" not in row.fields
    page = editor.get(change_page(post)).content.decode()
    assert "that was not saved" in page and f'value="{row.pk}"' in page
    assert fields_of(page)["source"] == "First."
    address = reverse("admin:blog_post_unsaved_text", args=[row.pk])
    assert "<ins>+<b>Mine</b>.</ins>" in editor.get(address).content.decode()
    page = editor.post(change_page(post), {"_unsaved": row.pk}).content.decode()
    assert "it is not saved yet" in page
    again = fields_of(page)
    assert (again["source"], again["tags"], again["unsaved_form"]) == ("Mine.", "a, b", row.form)
    assert Post.objects.get().source == "First."
    assert editor.post(change_page(post), again).status_code == 302
    assert Post.objects.get().source == "Mine."
    assert not UnsavedText.objects.waiting().exists()
    assert "that was not saved" not in editor.get(change_page(post)).content.decode()


def test_what_comes_late_changes_nothing(editor, db):
    post = make_post(source="First.")
    values = opened(editor, post) | {"source": "Newer."}
    keep(editor, values, post, 5)
    keep(editor, values | {"source": "Older."}, post, 4)
    assert UnsavedText.objects.get().source == "Newer."
    assert editor.post(change_page(post), values).status_code == 302
    assert keep(editor, values, post, 9).status_code == 410
    row = UnsavedText.objects.get()
    assert (row.is_done, row.fields) == (True, {})


def test_two_tabs_are_two(editor, db):
    post = make_post()
    for number, text in enumerate(("One tab.", "Another tab.")):
        keep(editor, opened(editor, post) | {"source": text}, post, number)
    texts = {row.source for row in UnsavedText.objects.waiting()}
    assert texts == {"One tab.", "Another tab."}


def test_a_text_of_before_somebody_elses_edit_is_compared(editor, db):
    post = make_post(source="First.")
    keep(editor, opened(editor, post) | {"source": "Mine."}, post)
    post.source = "Theirs."
    save_post(post)
    row = UnsavedText.objects.get()
    page = editor.post(change_page(post), {"_unsaved": row.pk}).content.decode()
    assert "Somebody changed this" in page
    assert fields_of(page)["source"] == "Mine."
    assert Post.objects.get().source == "Theirs."


def test_the_text_of_a_deleted_post_is_offered_for_a_new_one(editor, db):
    post = make_post(source="First.")
    values = opened(editor, post) | {"source": "Mine."}
    keep(editor, values, post)
    gone = post.pk
    post.delete()
    answer = editor.post(KEEP, values | {"_turn": 2, "_post": gone}, headers=SCRIPT)
    assert answer.status_code == 200
    row = UnsavedText.objects.get()
    assert f'value="{row.pk}"' in editor.get(ADD).content.decode()
    page = editor.post(ADD, {"_unsaved": row.pk}).content.decode()
    assert editor.post(ADD, fields_of(page)).status_code == 302
    assert Post.objects.get().source == "Mine."


def test_a_new_posts_text_is_kept_and_discarded(editor, db):
    values = fields_of(editor.get(ADD).content.decode()) | {"source": "Mine.", "title": "T"}
    keep(editor, values)
    row = UnsavedText.objects.get()
    address = reverse("admin:blog_post_unsaved_text", args=[row.pk])
    assert editor.get(address).status_code == 200
    assert editor.post(address).status_code == 302
    assert not UnsavedText.objects.exists()


def test_it_is_its_users_alone(editor, admin_client, db):
    post = make_post()
    keep(editor, opened(editor, post) | {"source": "Secret."}, post)
    row = UnsavedText.objects.get()
    address = reverse("admin:blog_post_unsaved_text", args=[row.pk])
    assert admin_client.get(address).status_code == 404
    assert admin_client.post(address).status_code == 404
    assert admin_client.post(change_page(post), {"_unsaved": row.pk}).status_code == 404
    page = admin_client.get(change_page(post)).content.decode()
    assert "Secret." not in page and "that was not saved" not in page
    values = opened(admin_client, post) | {"source": "Other.", "unsaved_form": row.form}
    keep(admin_client, values, post)
    row.refresh_from_db()
    assert row.source == "Secret."
    assert UnsavedText.objects.count() == 2


def test_who_may_not_change_the_post_keeps_nothing(client, db, django_user_model):
    post = make_post()
    values = post_form(unsaved_form="a" * 36)
    assert keep(client, values, post).status_code == 302
    client.force_login(django_user_model.objects.create_user("ed", is_staff=True))
    assert keep(client, values, post).status_code == 403
    assert keep(client, values).status_code == 403
    assert keep(client, values, _post=post.pk + 1).status_code == 403  # as if it had been deleted
    assert not UnsavedText.objects.exists()


def test_who_may_not_see_the_post_any_more_sees_their_own_text_alone(editor, db):
    post = make_post(source="First.")
    keep(editor, opened(editor, post) | {"source": "Mine."}, post)
    post.source = "Secret."
    save_post(post)
    row = UnsavedText.objects.get()
    address = reverse("admin:blog_post_unsaved_text", args=[row.pk])
    assert "Secret" in editor.get(address).content.decode()
    row.user.user_permissions.clear()
    page = editor.get(address).content.decode()
    assert "Mine." in page and "Secret" not in page


@pytest.mark.parametrize(
    "forged",
    [
        {"unsaved_form": ""},
        {"unsaved_form": "x" * 41},
        {"unsaved_form": "../../../etc"},
        {"_turn": "x"},
        {"_turn": "-1"},
        {"_turn": "9" * 30},
    ],
)
def test_forged_forms_are_refused(editor, forged):
    sent = post_form(unsaved_form="a" * 36, _turn=1, _post="") | forged
    assert editor.post(KEEP, sent, headers=SCRIPT).status_code == 400
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "99999"])
def test_forged_numbers_are_no_fault(editor, db, number):
    assert editor.post(ADD, {"_unsaved": number}).status_code == 404
    values = post_form(unsaved_form="a" * 36, _turn=1, _post=number)
    assert editor.post(KEEP, values, headers=SCRIPT).status_code == 200


def test_size_and_rate_are_limited(editor, settings, monkeypatch):
    values = post_form(unsaved_form="a" * 36)
    assert keep(editor, values | {"source": "x" * 1_500_001}).status_code == 413
    settings.BLOG_UNSAVED_RATE_LIMIT = (3, 300)
    answers = [keep(editor, values, None, turn) for turn in range(1, 5)]
    assert [answer.status_code for answer in answers[-2:]] == [429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    settings.BLOG_UNSAVED_RATE_LIMIT = (300, 300)
    monkeypatch.setattr(unsaved_texts, "MOST_OF_USER", 2)
    for number in range(4):
        keep(editor, values | {"unsaved_form": f"form-{number:08}"})
    assert UnsavedText.objects.count() == 2


def test_those_that_were_saved_push_none_out(editor, monkeypatch):
    monkeypatch.setattr(unsaved_texts, "MOST_OF_USER", 2)
    values = post_form(unsaved_form="a" * 36)
    keep(editor, values | {"source": "Mine."})
    user = UnsavedText.objects.get().user
    for number in range(3):
        unsaved_texts.end_unsaved(user, f"form-{number:08}")
    keep(editor, values | {"unsaved_form": "b" * 36})
    assert [row.source for row in UnsavedText.objects.waiting()] == [values["source"], "Mine."]


def test_old_ones_go(editor, db):
    now = timezone.now()
    user = editor.session["_auth_user_id"]
    for days, is_done in ((1, False), (61, False), (1, True), (3, True)):
        at = now - timedelta(days=days)
        form = f"form-{days}-{is_done}"
        UnsavedText.objects.create(user_id=user, form=form, at=at, is_done=is_done)
    forget_unsaved()
    assert set(UnsavedText.objects.values_list("form", flat=True)) == {
        "form-1-False",
        "form-1-True",
    }


def test_a_form_that_comes_back_with_faults_keeps_its_name(editor, db):
    post = make_post()
    values = opened(editor, post)
    page = editor.post(change_page(post), values | {"title": ""}).content.decode()
    assert fields_of(page)["unsaved_form"] == values["unsaved_form"]
    assert fields_of(editor.get(change_page(post)).content.decode())["unsaved_form"] not in values
