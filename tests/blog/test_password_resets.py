"""A forgotten password."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail

from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/password/"
SENT = "/admin/password/sent/"


@pytest.fixture(autouse=True)
def letters(settings):
    settings.BLOG_SENDS_MAIL = True


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@example.org", "forgotten", is_staff=True)


def test_a_letter_leads_to_a_new_password(client, ada, do_jobs, settings):
    assert ADDRESS in client.get("/admin/login/").content.decode()
    page = client.post(ADDRESS, {"email": "Ada@example.org"}, HTTP_HOST="localhost")
    assert page.url == SENT
    assert mail.outbox == []
    do_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "Your user name: ada" in letter.body
    (link,) = re.findall(rf"{re.escape(settings.SITE_ORIGIN)}(/admin/password/\S+)", letter.body)
    form = client.get(link).url
    chosen = {"new_password1": "Tr1cky-enough", "new_password2": "Tr1cky-enough"}
    assert client.post(form, chosen).url == "/admin/password/set/"
    assert 'href="/admin/login/"' in client.get("/admin/password/set/").content.decode()
    ada.refresh_from_db()
    assert ada.check_password("Tr1cky-enough")
    assert "new_password1" not in client.get(link).content.decode()


def test_nobody_learns_who_is_known_here(client, ada, do_jobs, django_assert_num_queries):
    pages = [client.post(ADDRESS, {"email": one}) for one in ("ada@example.org", "b@example.org")]
    assert [page.url for page in pages] == [SENT, SENT]
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    guessed = client.get("/admin/password/MQ/none-guessed/").content.decode()
    assert guessed == client.get("/admin/password/OTk5/none-guessed/").content.decode()


def test_asking_is_limited_by_sender_and_by_address(client, ada, settings, do_jobs):
    settings.BLOG_RESET_RATE_LIMITS = ((3, 3600), (1, 3600))
    assert client.post(ADDRESS, {"email": "ada@example.org"}).status_code == 302
    again = client.post(ADDRESS, {"email": " ADA@example.org"})
    assert again.status_code == 429
    assert int(again["Retry-After"]) > 0
    assert client.post(ADDRESS, {"email": "b@example.org"}).status_code == 302
    assert client.post(ADDRESS, {"email": "c@example.org"}).status_code == 429
    do_jobs()
    assert len(mail.outbox) == 1


def test_a_site_without_letters_says_so(client, ada, settings, do_jobs):
    settings.BLOG_SENDS_MAIL = False
    page = client.get(ADDRESS).content.decode()
    assert "EMAIL_URL" in page
    assert "<form" not in page.partition('id="content"')[2]
    assert client.post(ADDRESS, {"email": "ada@example.org"}).status_code == 200
    do_jobs()
    assert mail.outbox == []


def test_a_host_that_the_request_names_is_not_in_the_letter(client, ada, do_jobs, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(ADDRESS, {"email": "ada@example.org"}, HTTP_HOST="evil.example")
    do_jobs()
    assert "evil.example" not in mail.outbox[0].body


def test_who_has_no_password_here_gets_no_letter(client, do_jobs):
    make_post()
    user = User.objects.create_user("bob", "bob@example.org")
    user.set_unusable_password()
    user.save()
    client.post(ADDRESS, {"email": "bob@example.org"})
    do_jobs()
    assert mail.outbox == []
