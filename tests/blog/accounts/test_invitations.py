"""Invitations: a link that makes one account, once, for some days."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.accounts.invitation_links import forget_invitations
from blog.models import Author, Event, Invitation
from tests.support.factories import make_author
from tests.support.side_by_side import do_at_once

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/invitation/add/"
LIST = "/admin/blog/invitation/"
CHOSEN = {
    "first_name": "Marie Curie",
    "username": "marie",
    "password1": "Tr1cky-enough",
    "password2": "Tr1cky-enough",
}


@pytest.fixture
def administrator(admin_client: Client, settings) -> Client:
    settings.BLOG_SENDS_MAIL = True
    return admin_client


def invite(client: Client, email: str = "marie@example.org", group: str = "Editors", **more):
    groups = [Group.objects.get(name=group).pk] if group else []
    return client.post(ADD, {"email": email, "groups": groups} | more, follow=True)


def link_in(text: str) -> str:
    return re.search(r"https?://[^/]+(/admin/invitation/\d+\.[\w-]{43}/)", text).group(1)


def test_a_letter_leads_to_an_account_with_its_rights(administrator, do_jobs):
    make_author(name="Marie Curie")  # whom an import brought
    assert (
        "A letter with the link goes to marie@example.org" in invite(administrator).content.decode()
    )
    do_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["marie@example.org"] and "admin invites you to Wellcited" in letter.body
    link = link_in(letter.body)
    secret = link.split("/")[-2]
    assert not any(secret in f"{row.args_kwargs}" for row in DBTaskResult.objects.all())
    assert Invitation.objects.get().token_hash not in ("", secret)
    client = Client()
    assert "marie@example.org" in client.get(link).content.decode()
    refused = client.post(link, CHOSEN | {"password2": "other"})
    assert refused.status_code == 200 and 'value="marie"' in refused.content.decode()
    assert not User.objects.filter(username="marie").exists()
    assert client.post(link, CHOSEN).url == "/admin/"
    marie = User.objects.get(username="marie")
    assert (marie.email, marie.is_staff, marie.is_superuser) == ("marie@example.org", True, False)
    assert marie.check_password("Tr1cky-enough")
    assert [group.name for group in marie.groups.all()] == ["Editors"]
    assert Author.objects.get().user == marie
    assert client.get("/admin/blog/post/add/").status_code == 200
    kinds = ["invited", "invitation_taken", "account_made"]
    told = Event.objects.filter(kind__in=kinds).order_by("pk")
    assert list(told.values_list("kind", "by", "subject")) == [
        ("account_made", "manage.py", "admin"),
        ("invited", "admin", "marie@example.org"),
        ("account_made", "", "marie"),
        ("invitation_taken", "marie", "marie@example.org"),
    ]


@pytest.mark.parametrize(("group", "authors"), [("Authors", 1), ("Librarians", 0)])
def test_who_is_invited_to_write_is_an_author(administrator, do_jobs, group, authors):
    invite(administrator, group=group)
    do_jobs()
    Client().post(link_in(mail.outbox[0].body), CHOSEN)
    assert Author.objects.filter(user__username="marie").count() == authors


def test_a_link_that_was_used_ended_was_replaced_or_taken_back_says_the_same(
    administrator, settings
):
    settings.BLOG_SENDS_MAIL = False
    pages = []

    def open_link(link: str) -> None:
        answer = Client().post(link, CHOSEN | {"username": f"u{len(pages)}"})
        pages.append((answer.status_code, answer.content.decode()))

    used = link_in(invite(administrator, "a@example.org").content.decode())
    assert Client().post(used, CHOSEN).status_code == 302
    ended = link_in(invite(administrator, "b@example.org").content.decode())
    Invitation.objects.filter(email="b@example.org").update(expires_at=timezone.now())
    replaced = link_in(invite(administrator, "c@example.org").content.decode())
    row = Invitation.objects.get(email="c@example.org")
    again = {"action": "send_again", "_selected_action": [row.pk]}
    newer = link_in(administrator.post(LIST, again, follow=True).content.decode())
    assert newer != replaced and newer not in administrator.get(LIST).content.decode()
    back = link_in(invite(administrator, "d@example.org").content.decode())
    gone = Invitation.objects.get(email="d@example.org")
    assert administrator.post(f"{LIST}{gone.pk}/delete/", {"post": "yes"}).status_code == 302
    for link in (used, ended, replaced, back, f"/admin/invitation/{'x' * 43}/"):
        open_link(link)
    assert len(set(pages)) == 1 and pages[0][0] == 404
    assert set(User.objects.values_list("username", flat=True)) == {"admin", "marie"}
    assert Client().post(newer, CHOSEN | {"username": "c"}).status_code == 302


def test_one_that_ended_is_sent_again(administrator, do_jobs):
    invite(administrator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    row = Invitation.objects.get()
    administrator.post(LIST, {"action": "send_again", "_selected_action": [row.pk]})
    do_jobs()
    assert Client().post(link_in(mail.outbox[-1].body), CHOSEN).status_code == 302
    administrator.post(LIST, {"action": "send_again", "_selected_action": [row.pk]})
    do_jobs()
    assert len(mail.outbox) == 2  # none to who accepted


def test_a_moderator_is_no_author_and_an_administrator_may_all(administrator, settings):
    settings.BLOG_SENDS_MAIL = False
    link = link_in(invite(administrator, group="Moderators").content.decode())
    Client().post(link, CHOSEN)
    assert not Author.objects.exists()
    page = invite(administrator, "two@example.org", group="", is_superuser="on")
    Client().post(link_in(page.content.decode()), CHOSEN | {"username": "two"})
    assert User.objects.get(username="two").is_superuser


def test_who_is_here_or_invited_is_not_invited_again(administrator):
    User.objects.create_user("marie", "Marie@example.org")
    assert "has an account already" in invite(administrator).content.decode()
    invite(administrator, "b@example.org")
    assert "is invited already" in invite(administrator, "B@example.org").content.decode()
    assert Invitation.objects.count() == 1


def test_who_may_not_give_every_right_invites_nobody(administrator, django_user_model):
    invite(administrator)
    eve = django_user_model.objects.create_user("eve", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(content_type__model="invitation"))
    client = Client()
    client.force_login(eve)
    assert invite(client, "c@example.org").status_code == 403
    assert client.get(LIST).status_code == 403
    assert Invitation.objects.count() == 1


def test_invitations_are_forgotten_after_they_ended(administrator):
    invite(administrator)
    invite(administrator, "b@example.org")
    long_ago = timezone.now() - timedelta(days=30)
    Invitation.objects.filter(email="b@example.org").update(expires_at=long_ago)
    forget_invitations()
    assert Invitation.objects.get().email == "marie@example.org"


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_makes_an_account(admin_user, settings):
    settings.BLOG_SENDS_MAIL = False
    client = Client()
    client.force_login(admin_user)
    invited = {"email": "a@example.org", "is_superuser": "on"}
    link = link_in(client.post(ADD, invited, follow=True).content.decode())
    names = ("one", "two")
    send = [lambda name=name: Client().post(link, CHOSEN | {"username": name}) for name in names]
    answers = do_at_once("INSERT INTO .auth_user", *send)
    assert sorted(answer.status_code for answer in answers) == [302, 404]
    assert User.objects.filter(username__in=names).count() == 1
