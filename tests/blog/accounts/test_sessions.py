"""Sessions: listed to their owner, and ended."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from blog.models import Event, UserSession
from blog.models.user_sessions import SessionStore

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/auth/user/account/"
AGENTS = {
    "here": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "there": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
}


def logged_in(name: str = "ada", where: str = "here") -> Client:
    client = Client(headers={"user-agent": AGENTS[where]})
    sent = {"username": name, "password": "right", "next": "/admin/"}
    assert client.post("/admin/login/", sent).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def ada() -> User:
    return User.objects.create_superuser("ada", password="right")


@pytest.fixture
def ben() -> User:
    return User.objects.create_user("ben", password="right", is_staff=True)


def test_one_sees_where_one_is_logged_in_and_ends_the_others(ada, ben):
    here, there, other = logged_in(), logged_in(where="there"), logged_in("ben")
    page = here.get(ACCOUNT).content.decode()
    assert page.count("Firefox, Linux") == page.count("Chrome, Windows") == 1
    assert page.count("this one") == 1 and "130" not in page
    assert here.session.session_key not in page
    assert here.get(ACCOUNT).status_code == 200 and is_in(there)  # a GET ends nothing
    assert here.post(ACCOUNT).status_code == 302
    assert (is_in(here), is_in(there), is_in(other)) == (True, False, True)
    assert "Chrome" not in here.get(ACCOUNT).content.decode()
    there = logged_in(where="there")
    there.post("/admin/logout/")
    told = Event.objects.filter(kind__in=["sessions_ended", "logout"]).order_by("pk")
    assert list(told.values_list("kind", "by", "subject", "details")) == [
        ("sessions_ended", "ada", "ada", "1"),
        ("logout", "ada", "ada", ""),
    ]


def test_a_changed_password_ends_the_others_whoever_changed_it(ada, monkeypatch):
    here, there = logged_in(), logged_in(where="there")
    new = {"old_password": "right", "new_password1": "Tr1cky-one", "new_password2": "Tr1cky-one"}
    assert here.post("/admin/password_change/", new).status_code == 302
    assert is_in(here) and not is_in(there)
    assert UserSession.objects.count() == 1
    assert UserSession.objects.get().user == ada
    monkeypatch.setattr("getpass.getpass", lambda **_asked: "Tr1cky-two")
    call_command("changepassword", "ada", verbosity=0)
    assert not is_in(here) and not UserSession.objects.filter(user=ada).exists()
    told = Event.objects.filter(kind="password").order_by("pk")
    assert list(told.values_list("by", "subject")) == [("ada", "ada"), ("manage.py", "ada")]


def test_a_hash_made_anew_at_a_log_in_is_no_change_of_the_password(ada, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    client = logged_in()
    ada.refresh_from_db()
    assert ada.password.startswith("pbkdf2") and is_in(client)
    assert not Event.objects.filter(kind="password").exists()


def test_who_is_shut_out_has_no_session(ada, ben):
    client = logged_in("ben")
    ben.is_active = False
    ben.save()
    assert not is_in(client) and not UserSession.objects.filter(user=ben).exists()
    ben.is_active = True
    ben.save()
    assert not is_in(client)
    logged_in("ben")
    ben.delete()
    assert not UserSession.objects.exclude(user=None).exists()


def test_an_administrator_ends_anothers_and_keeps_theirs(ada, ben):
    own, client, other = logged_in(), logged_in("ben"), logged_in("ben", "there")
    act = {"action": "end_all_sessions", "_selected_action": [ben.pk, ada.pk]}
    assert client.post("/admin/auth/user/", act).status_code == 403
    assert is_in(other)
    page = own.post("/admin/auth/user/", act, follow=True).content.decode()
    assert "2 sessions were ended" in page
    key = logged_in("ben").session.session_key
    page = own.get(reverse("admin:auth_user_delete", args=[ben.pk])).content.decode()
    assert "Firefox, Linux" in page and key not in page
    assert (is_in(own), is_in(client), is_in(other)) == (True, False, False)


def test_a_session_of_before_goes_on_after_the_update(ada):
    """The migration copies what Django's own table had."""
    client = logged_in()
    row = UserSession.objects.get()
    ends = datetime.now(UTC) + timedelta(days=3)
    Session.objects.create(pk=row.pk, session_data=row.session_data, expire_date=ends)
    old = SessionStore().encode({"_auth_user_id": "987654"})
    Session.objects.create(pk="of-nobody", session_data=old, expire_date=ends)
    row.delete()
    key = client.cookies["sessionid"].value
    assert not is_in(client)
    client.cookies["sessionid"] = key
    import_module("blog.migrations.0015_accounts").keep_sessions(apps, None)
    assert is_in(client) and not Session.objects.exists()
    assert UserSession.objects.get().user == ada
