"""The log of events: what it hears by itself, and that nobody changes it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.accounts.event_log import forget_events
from blog.comments.moderation.sender_hashes import forget_addresses
from blog.models import Comment, Event, Post
from papers.queries.secret_tokens import give_secret
from papers.watching.upload_tokens import revoke_token
from tests.guards.rows import make_row
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
WHERE = "203.0.113.77"


@pytest.fixture
def ada() -> User:
    return User.objects.create_superuser("ada", "ada@example.org", "right")


@pytest.fixture
def client_of_ada(ada) -> Client:
    client = Client()
    client.force_login(ada)
    Event.objects.all().delete()
    return client


def told(*fields: str) -> list[tuple]:
    return list(Event.objects.order_by("pk").values_list(*fields or ("kind", "by", "subject")))


def test_log_ins_are_told_without_passwords_addresses_or_names_of_nobody(ada):
    Event.objects.all().delete()
    client = Client(REMOTE_ADDR=WHERE, headers={"user-agent": "Firefox/140.0 (X11; Linux)"})
    for name, password in (("ada", "wr0ng-secret"), ("my-passw0rd", "x"), ("ada", "right")):
        client.post("/admin/login/", {"username": name, "password": password})
    assert told("kind", "by", "subject", "details") == [
        ("refused", "", "ada", ""),
        ("refused", "", "", ""),
        ("login", "ada", "ada", "Firefox, Linux"),
    ]
    (sender,) = {event.sender for event in Event.objects.all()}
    assert len(sender) == 32
    stored = str(list(Event.objects.values()))
    assert not any(secret in stored for secret in (WHERE, "wr0ng", "passw0rd", "ada@"))
    Event.objects.update(created_at=timezone.now() - timedelta(days=20))
    forget_addresses()
    assert {event.sender for event in Event.objects.all()} == {""}


def test_no_flood_of_refused_log_ins_fills_the_log(ada, settings):
    Event.objects.all().delete()
    settings.BLOG_REFUSED_LOGINS_KEPT = (3, 3600)
    for number in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(
            "/admin/login/", {"username": "ada", "password": "no"}
        )
    assert len(told()) == 3


def test_accounts_and_rights_are_told_whichever_way_they_change(ada, client_of_ada):
    moderators = Group.objects.get(name="Moderators")
    see = Permission.objects.get(codename="view_post")
    ben = User.objects.create_user("ben", password="x")  # as a command does
    form = {"username": "ben", "is_active": "on", "is_staff": "on", "groups": [moderators.pk]}
    times = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    address = reverse("admin:auth_user_change", args=[ben.pk])
    assert client_of_ada.post(address, form | times).status_code == 302
    see.user_set.add(ben)
    moderators.permissions.add(see)
    moderators.user_set.clear()
    ben.refresh_from_db()
    ben.username = "benjamin"
    ben.save()
    ben.delete()
    number = moderators.pk
    moderators.delete()
    assert told("kind", "by", "subject", "details") == [
        ("account_made", "manage.py", "ben", "is_active"),
        ("account_changed", "ada", "ben", "is_staff: True"),
        ("rights_given", "ada", "ben", "Moderators"),
        ("rights_given", "manage.py", "ben", "blog.view_post"),
        ("rights_given", "manage.py", "Moderators", "blog.view_post"),
        ("rights_taken", "manage.py", "all", "Moderators"),
        ("account_changed", "manage.py", "benjamin", "username, ben → benjamin"),
        ("deleted", "manage.py", "benjamin", "User"),
        ("deleted", "manage.py", "Moderators", f"group {number}"),
    ]


def test_deletions_by_people_are_told_one_by_one_and_tidying_is_not(client_of_ada):
    one, two, three = (make_post(title=title) for title in ("One", "Two", "Three"))
    comment = make_comment(one, name="A reader's name")
    client_of_ada.post(reverse("admin:blog_post_delete", args=[one.pk]), {"post": "yes"})
    act = {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"}
    client_of_ada.post("/admin/blog/post/", act)
    three.delete()
    assert not Post.objects.exists() and not Comment.objects.filter(pk=comment.pk).exists()
    assert told("kind", "by", "subject") == [("deleted", "ada", "One"), ("deleted", "ada", "Two")]


def test_exports_erasures_and_private_addresses_are_told(ada, client_of_ada, tmp_path):
    make_comment(name="Zoe Reader", email="zoe@example.org")
    call_command(
        "export_comments", "--mail", "zoe@example.org", stdout=StringIO(), stderr=StringIO()
    )
    call_command("erase_comments", "--mail", "zoe@example.org", "--yes", stdout=StringIO())
    call_command("export_site", str(tmp_path / "out"), stdout=StringIO(), stderr=StringIO())
    watch = make_row("papers.watch", kind="upload", place="The list")
    give_secret(watch)
    revoke_token(watch)
    make_row("blog.backup", folder="/backups/one")
    assert told() == [
        ("exported", "manage.py", "comments"),
        ("deleted", "manage.py", "comments"),
        ("exported", "manage.py", str(tmp_path / "out")),
        ("secret_made", "manage.py", "The list"),
        ("secret_ended", "manage.py", "The list"),
        ("exported", "manage.py", "backup"),
    ]
    assert "oe" not in str(list(Event.objects.values_list("subject", "details"))[:2])


def test_nobody_adds_changes_or_deletes_an_event(ada, client_of_ada):
    event = Event.objects.create(kind="login", by="eve", subject="eve")
    page = reverse("admin:blog_event_change", args=[event.pk])
    act = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    assert client_of_ada.get(page).status_code == 200
    assert client_of_ada.post(page, {"by": "ada"}).status_code == 403
    assert client_of_ada.post(reverse("admin:blog_event_add"), {"kind": "login"}).status_code == 403
    assert client_of_ada.post(f"{page[: -len('change/')]}delete/", act).status_code == 403
    client_of_ada.post("/admin/blog/event/", act)
    assert Event.objects.get(pk=event.pk).by == "eve"
    rights = Permission.objects.filter(content_type__model="event")
    assert [right.codename for right in rights] == ["view_event"]


def test_old_events_go(settings):
    settings.BLOG_EVENT_DAYS = 30
    for days in (29, 31):
        at = timezone.now() - timedelta(days=days)
        Event.objects.create(kind="login", by=f"{days}", created_at=at)
    forget_events()
    assert [event.by for event in Event.objects.all()] == ["29"]
