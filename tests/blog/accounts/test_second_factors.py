"""A second factor: turned on and off, asked for, and not got round."""

import re
from base64 import b32decode

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from blog.accounts.second_factors import accept_code, has_factor, new_key, turn_on
from blog.models import Event, Post
from config import lost_sessions
from tests.blog.test_post_admin import post_form
from tests.support.authenticators import Authenticator, stop_clock
from tests.support.form_reading import read_form
from tests.support.forms import fields_of
from tests.support.side_by_side import do_at_once

pytestmark = pytest.mark.django_db
FACTOR = "/admin/auth/user/account/factor/"
CODES = "/admin/auth/user/account/codes/"
ACCOUNT = "/admin/auth/user/account/"
ADD = "/admin/blog/post/add/"


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def ada() -> User:
    return User.objects.create_superuser("ada", "ada@example.org", "right")


@pytest.fixture
def phone(ada) -> Authenticator:
    """Of Ada, who has turned her second factor on; ``recovery`` are her codes."""
    return turn_on_anew(ada)


def turn_on_anew(user: User) -> Authenticator:
    phone = Authenticator(new_key())
    phone.recovery = turn_on(user, phone.key, phone.code())
    return phone


def log_in(password: str = "right", code: str = "", address: str = "203.0.113.1", **more):
    values = {"username": "ada", "password": password, "code": code, "next": "/admin/"} | more
    return Client(REMOTE_ADDR=address).post("/admin/login/", values)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_is_turned_on_by_a_code_and_its_recovery_codes_are_shown_once(ada):
    client, elsewhere = client_of(ada), client_of(ada)
    page = client.get(FACTOR).content.decode()
    assert not TOTPDevice.objects.exists()
    letters = re.search(r'typed-key">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert f"secret={letters}" in page and "otpauth://totp/Wellcited%3Aada?" in page
    assert re.search(r'<svg[^>]*viewBox="0 0 (\d+) \1"[^>]*>.*?<path d="M[\dMhvz -]+"', page)
    phone = Authenticator(b32decode(letters).hex())
    sent = fields_of(page, "factor_form") | {"code": phone.code()}
    wrong = client.post(FACTOR, sent | {"password": "wrong"}).content.decode()
    assert "This is not your password" in wrong and not has_factor(ada)
    assert fields_of(wrong, "factor_form")["signed"] and letters in wrong.replace(" ", "")
    client.post(FACTOR, sent | {"password": "right", "code": "000000"})
    assert not has_factor(ada)
    done = client.post(FACTOR, sent | {"password": "right"})
    codes = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", done.content.decode())
    assert len(set(codes)) == 10 and "no-store" in done.headers["Cache-Control"]
    assert codes[0] not in client.get(ACCOUNT).content.decode()
    assert client.post(FACTOR, sent | {"password": "right"}).url == ACCOUNT and has_factor(ada)
    assert elsewhere.get("/admin/").status_code == 302  # begun without the factor
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    assert log_in(code=phone.code()).status_code == 302


def test_a_forged_or_strange_key_is_not_taken(ada):
    ben = User.objects.create_superuser("ben", password="right")
    page = client_of(ben).get(FACTOR).content.decode()
    sent = {"signed": fields_of(page, "factor_form")["signed"], "password": "right"}
    for signed in (sent["signed"], "", "x:y"):
        answer = client_of(ada).post(FACTOR, sent | {"signed": signed, "code": "123456"})
        assert "scan the new key below" in answer.content.decode()
    assert not TOTPDevice.objects.exists()


def test_logging_in_takes_both_and_tells_nobody_which_was_wrong(ada, phone):
    assert "code" in fields_of(Client().get("/admin/login/").content.decode(), "login-form")
    code = phone.code()
    refused = [
        log_in("wrong", code=code),
        log_in("right"),
        log_in("right", code="000000"),
        log_in("right", code=code, username="nobody"),
    ]
    errors = {answer.context["form"].non_field_errors()[0] for answer in refused}
    assert len(errors) == 1 and "second factor" in errors.pop()
    assert log_in("right", code=f" {code[:3]} {code[3:]} ").status_code == 302
    assert log_in("right", code=code).status_code == 200  # each works once
    told = Event.objects.filter(kind="refused").values_list("subject", "details")
    assert list(told.order_by("pk")) == [
        ("ada", ""), ("ada", "code"), ("ada", "code"), ("", ""), ("ada", "code"),
    ]  # fmt: skip


def test_codes_are_limited_by_who_has_the_password_alone(ada, phone, settings):
    settings.BLOG_CODE_RATE_LIMIT = (3, 3600)
    for number in range(9):
        log_in("wrong", code="000000", address=f"198.51.100.{number}")
    answers = [log_in(code="000000", address=f"203.0.113.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "set a new one" in answers[-1].content.decode()
    assert int(answers[-1].headers["Retry-After"]) > 0
    settings.BLOG_LOGIN_RATE_LIMITS = ((2, 600), (9, 600))
    tries = [log_in(code="000000", address="192.0.2.1").status_code for _number in range(3)]
    assert tries == [429, 429, 429]


def test_a_recovery_code_works_once_and_new_ones_replace_the_old(ada, phone):
    code = phone.recovery[0]
    assert log_in(code=code.upper().replace("-", " ")).status_code == 302
    assert log_in(code=code).status_code == 200
    client = client_of(ada)
    assert "9 recovery codes left" in client.get(ACCOUNT).content.decode()
    sent = {"password": "right", "code": phone.code()}
    page = client.post(CODES, sent).content.decode()
    assert page.count("<li><code>") == 10
    assert client.post(CODES, sent).content.decode().count("<li><code>") == 0
    assert not accept_code(ada, phone.recovery[1])
    ben = User.objects.create_superuser("ben")
    assert not accept_code(ben, re.findall(r"<li><code>([^<]+)", page)[0])


def test_it_is_turned_off_with_password_and_code_by_an_administrator_or_a_command(ada, phone):
    client = client_of(ada)
    client.post(FACTOR, {"password": "right", "code": "nonsense"})
    client.post(FACTOR, {"password": "wrong", "code": phone.recovery[0]})
    assert has_factor(ada)
    assert client.post(FACTOR, {"password": "right", "code": phone.code()}).status_code == 302
    assert not has_factor(ada) and not StaticToken.objects.exists()
    with pytest.raises(CommandError):
        call_command("remove_factor", "ada")
    act = {"action": "turn_factors_off", "_selected_action": [ada.pk]}
    ben = User.objects.create_superuser("ben")
    for turn_off in (
        lambda: call_command("remove_factor", "ada"),
        lambda: client_of(ben).post("/admin/auth/user/", act),
    ):
        turn_on_anew(ada)
        assert has_factor(ada)
        turn_off()
        assert not has_factor(ada)
    turn_on_anew(ada)
    client_of(ada).post("/admin/auth/user/", act)
    assert has_factor(ada)  # one's own takes a code
    told = Event.objects.filter(kind="factor_off", subject="ada").order_by("pk")
    assert list(told.values_list("by", flat=True)) == ["ada", "manage.py", "ben"]


def test_who_may_change_users_but_is_no_administrator_turns_nobodys_off(ada, phone):
    eve = User.objects.create_user("eve", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    act = {"action": "turn_factors_off", "_selected_action": [ada.pk]}
    client_of(eve).post("/admin/auth/user/", act)
    assert has_factor(ada)


def test_a_new_password_by_a_letter_does_not_get_round_it(ada, phone, client, do_jobs, settings):
    settings.BLOG_SENDS_MAIL = True
    client.post("/admin/password/", {"email": "ada@example.org"})
    do_jobs()
    link = re.search(rf"{re.escape(settings.SITE_ORIGIN)}(\S+)", mail.outbox[0].body).group(1)
    chosen = {"new_password1": "Tr1cky-enough", "new_password2": "Tr1cky-enough"}
    client.post(client.get(link).url, chosen)
    assert client.get("/admin/").status_code == 302
    assert log_in("Tr1cky-enough").status_code == 200
    assert log_in("Tr1cky-enough", code=phone.code()).status_code == 302


def test_the_log_in_below_a_text_asks_for_it_too(ada, phone):
    client = Client(enforce_csrf_checks=True, headers={"origin": django_settings.SITE_ORIGIN})
    page = client.post(ADD, post_form(source="A thought.")).content.decode()
    page = client.get("/admin/login/")
    sent = post_form(source="A thought.\nMore.", csrfmiddlewaretoken=page.context["csrf_token"])
    fields, _buttons = read_form(client.post(ADD, sent).content.decode())
    assert lost_sessions.CODE in fields
    own = {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "right"}
    again = client.post(ADD, fields | own)
    assert again.status_code == 403 and "A thought." in again.content.decode()
    fields, _buttons = read_form(again.content.decode())
    assert client.post(ADD, fields | own | {lost_sessions.CODE: phone.code()}).status_code == 302
    assert Post.objects.get().source.split() == ["A", "thought.", "More."]


def test_secrets_are_on_no_page_of_the_admin(ada, phone):
    client = client_of(ada)
    index = client.get("/admin/").content.decode()
    assert "otp_totp" not in index and "otp_static" not in index
    device = TOTPDevice.objects.get()
    for address in ("/admin/otp_totp/totpdevice/", f"/admin/auth/user/{ada.pk}/change/", ACCOUNT):
        assert device.key not in client.get(address).content.decode()
    page = client.get(reverse("admin:auth_user_changelist"))
    assert page.status_code == 200 and "icon-yes" in page.content.decode()


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_of_one_code_at_the_same_time_one_is_taken(ada, phone):
    code = phone.code()
    taken = do_at_once("SELECT", *[lambda: accept_code(ada, code)] * 2)
    assert sorted(taken) == [False, True]
