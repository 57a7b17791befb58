"""What accounts and their sessions promise (docs/asvs.md, chapters 6 and 7)."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client

pytestmark = pytest.mark.django_db
PASSWORD = "  Blüten und Moos, 12 "  # blanks at its ends are part of it


@pytest.fixture
def ada():
    return get_user_model().objects.create_user("ada", "ada@example.org", PASSWORD, is_staff=True)


def log_in(client: Client, password: str = PASSWORD) -> bool:
    form = {"username": "ada", "password": password, "next": "/admin/"}
    return client.post("/admin/login/", form).status_code == 302


def test_passwords_are_long_and_not_the_usual_ones_and_else_any():
    for weak in ("1234567", "password1", "123456789012", "iloveyou", "ada@example.org"):
        with pytest.raises(ValidationError):
            validate_password(weak, get_user_model()(username="ada@example.org"))
    for good in ("korrekt pferd batterie", "ㅂㅣㅁㅣㄹ번호는 길다", "a" * 300 + "b"):
        validate_password(good)


def test_a_password_is_taken_as_it_is_typed(ada):
    for other in (PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:10], PASSWORD + "x"):
        assert not log_in(Client(), other)
    assert log_in(Client())


def test_the_fields_of_passwords_hide_them_and_let_managers_in(client, ada):
    pages = [client.get("/admin/login/")]
    assert log_in(client)
    pages.append(client.get("/admin/password_change/"))
    fields = [one for page in pages for one in re.findall("<input[^>]+>", page.content.decode())]
    fields = [one for one in fields if re.search('name="[^"]*password', one)]
    assert len(fields) == 4
    for field in fields:
        assert 'type="password"' in field
        assert re.search('autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field


def test_a_password_is_changed_by_who_knows_it_and_ends_other_sessions(client, ada):
    elsewhere = Client()
    assert log_in(client)
    assert log_in(elsewhere)
    new = "another one, of 2026"
    form = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    client.post("/admin/password_change/", form)
    assert not log_in(Client(), new)
    client.post("/admin/password_change/", {**form, "old_password": PASSWORD})
    assert log_in(Client(), new)
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_a_session_is_new_after_a_login_and_nowhere_after_its_end(client, ada):
    session = client.session
    session["a"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    assert log_in(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != before
    assert len(key) == 32  # of 36 signs each, by the system's source of random numbers
    client.post("/admin/logout/")
    assert not Session.objects.filter(session_key__in=[key, before]).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/admin/").status_code == 302


def test_who_is_not_active_any_more_is_out_at_once(client, ada):
    assert log_in(client)
    assert client.get("/admin/").status_code == 200
    get_user_model().objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert not log_in(Client())


def test_nobody_has_an_account_that_nobody_made():
    assert not get_user_model().objects.exists()
