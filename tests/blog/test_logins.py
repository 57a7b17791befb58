"""Wrong passwords are limited, and lock out nobody but who sends them."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from blog.admin.login_attempts import login_limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada(settings):
    settings.BLOG_LOGIN_RATE_LIMITS = ((2, 600), (4, 600))
    return get_user_model().objects.create_superuser("ada", password="right")


def log_in(password: str, name: str = "ada", address: str = "203.0.113.1"):
    values = {"username": name, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post("/admin/login/", values)


def test_wrong_passwords_are_refused_after_some_without_looking_at_them(monkeypatch):
    assert [log_in("wrong").status_code for _number in range(2)] == [200, 200]
    looked = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *a, **k: looked.append(1))
    response = log_in("right")
    assert (response.status_code, looked) == (429, [])
    assert 290 < int(response.headers["Retry-After"]) <= 300
    page = response.content.decode()
    assert "at most 2 are taken in 10 minutes" in page
    assert "in 5 minutes, at " in page


def test_others_and_the_owner_elsewhere_get_in():
    for _number in range(9):
        log_in("wrong")
    assert log_in("right", address="198.51.100.1").status_code == 302
    get_user_model().objects.create_superuser("ben", password="right")
    assert log_in("right", name="ben").status_code == 302


def test_one_address_cannot_try_all_names():
    answers = [log_in("wrong", name=f"name{number}").status_code for number in range(6)]
    assert answers == [200] * 4 + [429] * 2


def test_the_right_password_costs_nothing():
    assert [log_in("right").status_code for _number in range(9)] == [302] * 9


def test_case_makes_no_second_name():
    assert [log_in("wrong", name=name).status_code for name in ("ada", "Ada", "ADA")][-1] == 429


def test_other_addresses_of_one_subscriber_make_no_second_one():
    addresses = [f"2001:db8::{number}" for number in range(1, 4)]
    assert [log_in("wrong", address=one).status_code for one in addresses] == [200, 200, 429]


def test_no_name_is_stored(rf):
    limits = login_limits(rf.post("/", REMOTE_ADDR="2001:db8::1"), "zoe")
    assert len(limits) == 3
    assert not any("zoe" in bucket or "2001:" in bucket for bucket in limits)


@pytest.mark.parametrize("place", ["", "//evil.example", "https://evil.example", "javascript:a"])
def test_who_is_led_elsewhere_by_the_address_of_the_log_in_comes_to_the_admin(place: str):
    values = {"username": "ada", "password": "right", "next": place}
    answer = Client().post("/admin/login/", values)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
