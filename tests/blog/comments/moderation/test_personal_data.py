"""One person's comments and mail: handed out, and erased."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.comments.mail.letter_queue import note_wish
from blog.comments.moderation.personal_data import empty_comment, erase_person
from blog.models import Act, Comment, Letter, MailAddress, Subscription
from papers.models import CommentCitation, UnresolvedKey
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
MAIL = "ada@example.org"
SECRETS = ("Ada", "ada@", "ada.example", "Secret", "5ec2e7")


@pytest.fixture
def thread() -> list[Comment]:
    """Ada writes, somebody answers her, she answers that one."""
    post = make_post()
    make_paper("Radium", key="curie")
    text = "Secret, as [@curie] says."
    about_ada = {"name": "Ada", "website": "https://ada.example/", "source": text}
    first = make_comment(
        post, email=MAIL.upper(), sender="f" * 32, submission="5ec2e7", **about_ada
    )
    answer = make_comment(post, parent=first, name="Bob", email="bob@example.org")
    last = make_comment(post, parent=answer, email=MAIL, **about_ada)
    MailAddress.objects.create(address=MAIL, verified_at=timezone.now())
    for comment in (first, last):
        note_wish(comment, "replies")
    Letter.objects.create(kind="reply", address=MAIL, comment=answer)
    Letter.objects.create(kind="reply", address="bob@example.org", comment=last)
    return [first, answer, last]


def everything_stored() -> str:
    rows = [
        list(model.objects.values())
        for model in (Comment, CommentCitation, MailAddress, Subscription, Letter, Act)
    ]
    return str(rows)


def export(**person) -> dict:
    out = StringIO()
    call_command("export_comments", stdout=out, stderr=StringIO(), **person)
    return json.loads(out.getvalue())


def test_export_has_all_of_one_person_and_nothing_of_others(thread):
    exported = export(mail="Ada@example.org")
    assert [one["comment"] for one in exported["comments"]] == [thread[0].pk, thread[2].pk]
    assert exported["comments"][0]["text"].startswith("Secret")
    assert [one["address"] for one in exported["mail_addresses"]] == [MAIL]
    assert len(exported["subscriptions"]) == 2
    assert len(exported["letters"]) == 1
    assert "Bob" not in json.dumps(exported)
    assert export(name="ada")["comments"] == exported["comments"]


@pytest.mark.parametrize("person", [{"mail": MAIL}, {"name": "ADA"}])
def test_erasure_leaves_nothing_but_empty_places_above_answers(thread, person, client):
    assert all(secret in everything_stored() for secret in SECRETS)
    call_command("erase_comments", yes=True, stdout=StringIO(), **person)
    assert not [secret for secret in SECRETS if secret in everything_stored()]
    first, answer, _last = thread
    assert list(Comment.objects.order_by("pk")) == [first, answer]
    first.refresh_from_db()
    assert (first.state, first.sender) == ("removed", "")
    page = client.get(first.post.get_absolute_url()).content.decode()
    assert answer.anchor in page
    assert not [secret for secret in SECRETS if secret in page]
    assert "bob@example.org" in everything_stored()
    assert Act.objects.get(kind="erase").note.startswith("1 comments deleted, 1 emptied")


def test_a_name_does_not_forget_an_address_that_others_use(thread):
    make_comment(thread[0].post, name="Not her", email=MAIL)
    erase_person(None, name="Ada")
    assert MailAddress.objects.filter(address=MAIL).exists()


def test_nobody_is_everybody(thread):
    assert erase_person(None, mail=" ").deleted == 0
    assert Comment.objects.count() == 3


def test_erasing_asks_first(thread, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_comments", mail=MAIL)
    assert Comment.objects.count() == 3


def test_emptying_leaves_no_key_that_was_written_and_no_letter_to_the_writer(thread):
    first, *_rest = thread
    UnresolvedKey.objects.create(comment=first, value="secret2020")
    Letter.objects.create(kind="confirm", address=MAIL, comment=first)
    empty_comment(first)
    assert not UnresolvedKey.objects.exists()
    assert list(first.letters.values_list("address", flat=True)) == []


def person_page(client, comment: Comment, action: str = "erase_of", **values: object):
    values = {"action": action, "_selected_action": [comment.pk]} | values
    return client.post("/admin/blog/comment/?tab=published", values)


@pytest.fixture
def namesakes() -> list[Comment]:
    """Three comments by an Ada without a mail address, two of them from one network; one with."""
    about = {"name": "Ada", "source": "Words."}
    rows = [make_comment(sender=sender * 32, **about) for sender in "aab"]
    return [*rows, make_comment(email="other@example.org", sender="a" * 32, **about)]


@pytest.mark.parametrize("action", ["erase_of", "export_of"])
def test_a_moderator_chooses_among_namesakes(admin_client, namesakes, action):
    first, second, third, other = namesakes
    page = person_page(admin_client, first, action).content.decode()
    for one in namesakes:
        assert f'value="{one.pk}"' in page
        assert str(one.post) in page
        assert one.sender[:8] in page
    assert "other@example.org" in page
    ticked = [one.pk for one in namesakes if f'id="chosen-{one.pk}" checked' in page]
    assert ticked == [first.pk, second.pk]
    response = person_page(admin_client, first, action, sure="1", chosen=[first.pk, third.pk])
    if action == "export_of":
        assert [one["comment"] for one in response.json()["comments"]] == [first.pk, third.pk]
        assert "other@" not in response.content.decode()
    else:
        assert list(Comment.objects.order_by("pk")) == [second, other]


def test_nothing_ticked_is_nobody(admin_client, namesakes):
    person_page(admin_client, namesakes[0], sure="1")
    person_page(admin_client, namesakes[0], sure="1", chosen=["x", "9" * 30])
    stranger = make_comment(name="Bob")
    person_page(admin_client, namesakes[0], sure="1", chosen=[stranger.pk])
    assert Comment.objects.count() == 5


def test_the_command_shows_who_is_meant_and_takes_a_choice(namesakes):
    out = StringIO()
    call_command("erase_comments", name="Ada", only=[namesakes[2].pk], yes=True, stdout=out)
    assert f"{namesakes[2].pk}  " in out.getvalue()
    assert "bbbbbbbb" in out.getvalue()
    assert list(Comment.objects.order_by("pk")) == [*namesakes[:2], namesakes[3]]
