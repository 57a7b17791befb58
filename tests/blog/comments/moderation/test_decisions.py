"""States, the log of who set them, undo, and what they cause."""

import pytest
from django.core import mail
from django.utils import timezone

from blog.comments.mail.letter_queue import note_wish
from blog.comments.moderation.decisions import (
    decide_comments,
    last_batches,
    settle_comments,
    undo_batch,
)
from blog.models import Act, Comment, Letter, MailAddress
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(django_user_model):
    return django_user_model.objects.create_user("mo", is_staff=True)


def waiting(number: int) -> list[int]:
    post = make_post()
    return [make_comment(post, state="pending").pk for _number in range(number)]


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def test_each_decision_is_in_the_log(moderator):
    pks = waiting(2)
    batch = decide_comments(pks, "spam", moderator)
    assert (batch.count, batch.left, states()) == (2, 0, ["spam", "spam"])
    acts = Act.objects.order_by("pk").values_list("number", "kind", "before", "after", "by_name")
    assert list(acts) == [(pk, "decide", "pending", "spam", "mo") for pk in pks]
    assert Comment.objects.filter(decided_at=None).count() == 0


def test_what_is_there_already_is_no_act(moderator):
    pks = waiting(1)
    decide_comments(pks, "published", moderator)
    assert decide_comments([*pks, 999], "published", moderator).count == 0
    assert Act.objects.count() == 1


def test_undo_gives_states_back_and_can_be_undone(moderator):
    pks = waiting(2)
    Comment.objects.filter(pk=pks[1]).update(state="published")
    batch = decide_comments(pks, "spam", moderator)
    undone = undo_batch(batch.pk, moderator)
    assert (undone.count, states()) == (2, ["pending", "published"])
    assert Comment.objects.get(pk=pks[0]).decided_at is None
    ((act, count),) = last_batches(moderator)
    assert (act.batch, count) == (undone.pk, 2)
    undo_batch(undone.pk, moderator)
    assert states() == ["spam", "spam"]


def test_undo_leaves_what_was_decided_anew(moderator):
    pks = waiting(2)
    batch = decide_comments(pks, "spam", moderator)
    decide_comments(pks[:1], "published", moderator)
    undone = undo_batch(batch.pk, moderator)
    assert (undone.count, undone.left, states()) == (1, 1, ["published", "pending"])
    assert undo_batch(batch.pk, moderator).count == 0


def test_log_outlives_comment_and_moderator(moderator):
    (pk,) = waiting(1)
    decide_comments([pk], "spam", moderator)
    Comment.objects.all().delete()
    moderator.delete()
    act = Act.objects.get()
    assert (act.number, act.comment, act.by, act.by_name) == (pk, None, None, "mo")


def test_hundreds_are_decided_in_few_statements(moderator, django_assert_max_num_queries):
    pks = waiting(200)
    with django_assert_max_num_queries(14):
        decide_comments(pks, "spam", moderator)
    with django_assert_max_num_queries(18):
        assert undo_batch(Act.objects.first().batch, moderator).count == 200


@pytest.mark.parametrize("way", ["decide", "settle", "undo"])
def test_every_way_to_published_tells_the_readers_once(moderator, do_jobs, way):
    first = make_comment(email="reader@example.org", is_email_verified=True)
    MailAddress.objects.create(address="reader@example.org", verified_at=timezone.now())
    note_wish(first, "replies")
    reply = make_comment(first.post, parent=first, state="spam")
    if way == "decide":
        decide_comments([reply.pk], "published", moderator)
    elif way == "undo":
        Comment.objects.filter(pk=reply.pk).update(state="published")
        undo_batch(decide_comments([reply.pk], "spam", moderator).pk, moderator)
    else:
        reply.state = "published"
        reply.save()
        settle_comments(reply)
        settle_comments(reply)
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [["reader@example.org"]]


def test_waiting_comments_are_told_to_moderators(admin_user, do_jobs):
    comment = make_comment(state="pending")
    settle_comments(comment)
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [[admin_user.email]]
    assert Letter.objects.get().kind == "held"


def test_undoing_publishes_nothing_that_was_edited_since(moderator):
    read, edited = (make_comment(), make_comment())
    batch = decide_comments([read.pk, edited.pk], "spam", moderator)
    Comment.objects.filter(pk=edited.pk).update(edited_at=timezone.now())
    undone = undo_batch(batch.pk, moderator)
    assert states() == ["published", "spam"]
    assert (undone.count, undone.left) == (1, 1)


def test_what_cannot_be_undone_is_not_said_to_be(moderator):
    act = Act.objects.create(kind="erase", note="2 comments deleted")
    undo_batch(act.batch, moderator)
    act.refresh_from_db()
    assert act.undone_at is None
