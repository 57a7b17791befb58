"""What becomes of a comment, by the rows that are there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.moderation.assessment import SendingFacts, assess_comment
from blog.comments.moderation.bans import normal_ban_value
from blog.comments.moderation.sender_hashes import forget_addresses, hash_address, known_hashes
from blog.comments.rendering_comments import render_comment
from blog.models import AddressKey, Ban, Comment
from tests.blog.posts.test_query_plans import plan
from tests.support.factories import make_author, make_comment, make_post, set_site

pytestmark = pytest.mark.django_db
CALM = SendingFacts(address="203.0.113.7", seconds=60)
LONG = "A text that is long enough to be compared with others."


def new(**values) -> Comment:
    defaults = {"name": "Reader", "source": "I agree.", "email": "reader@example.org"}
    return Comment(**defaults | {"post": make_post()} | values)


def judged(comment: Comment, facts: SendingFacts = CALM) -> tuple[str, list[str]]:
    verdict = assess_comment(facts, comment)
    return verdict.status, [reason.code for reason in verdict.reasons]


def approved(**values) -> Comment:
    return make_comment(email="reader@example.org", is_email_verified=True, **values)


def test_the_first_comment_waits():
    assert judged(new()) == ("pending", ["first"])


def test_a_proven_address_with_an_approved_comment_is_trusted():
    approved()
    assert judged(new(is_email_verified=True)) == ("published", ["trusted"])


def test_an_address_that_was_only_typed_is_not_trusted():
    approved()
    assert judged(new()) == ("pending", ["unproven"])


def test_an_approved_comment_without_proof_gives_no_trust():
    make_comment(email="reader@example.org")
    assert judged(new(is_email_verified=True))[0] == "pending"


def test_trust_ends_with_spam():
    approved()
    approved(state="spam")
    assert judged(new(is_email_verified=True))[0] == "pending"


def test_trust_bears_two_links_but_not_six():
    approved()
    two, six = "https://a.example https://b.example", "https://a.example " * 6
    assert judged(new(is_email_verified=True, source=two))[0] == "published"
    assert judged(new(is_email_verified=True, source=six))[0] == "pending"


@pytest.mark.parametrize(("holds", "state"), [("all", "pending"), ("suspect", "published")])
def test_the_blog_chooses_what_is_held(holds, state):
    set_site(holds_comments=holds)
    assert judged(new())[0] == state


def test_signals_add_up_to_spam():
    facts = SendingFacts(seconds=1, honeypot="http://x.example")
    assert judged(new(), facts)[0] == "pending"
    assert judged(new(source="https://a.example https://b.example"), facts)[0] == "spam"


def test_same_text_is_noticed_and_that_of_spam_is_spam():
    first = make_comment(source=LONG)
    verdict = assess_comment(CALM, new(source=f"{LONG.upper()}!"))
    assert ("duplicate", first.pk) in [reason[:2] for reason in verdict.reasons]
    assert verdict.status == "pending"
    Comment.objects.update(state="spam")
    assert judged(new(source=LONG))[0] == "spam"


@pytest.mark.parametrize(
    ("kind", "value", "comment"),
    [
        ("mail", "reader@example.org", {}),
        ("mail", "@EXAMPLE.org", {}),
        ("site", "https://www.pills.example/buy", {"website": "https://shop.pills.example/"}),
        ("site", "pills.example", {"source": "See [it](https://pills.example/x)."}),
        ("words", "Cheap  PILLS", {"source": "Get cheap pills now"}),
        ("words", "pills", {"name": "Pills"}),
    ],
)
def test_bans_hold_at_posting_and_at_editing(kind, value, comment):
    approved()
    Ban.objects.create(kind=kind, value=normal_ban_value(kind, value))
    status, codes = judged(new(is_email_verified=True, **comment))
    assert (status, codes[0]) == ("spam", f"banned_{kind}")
    edited = make_comment(source="Innocent.", is_email_verified=True, email="reader@example.org")
    for name, text in comment.items():
        setattr(edited, name, text)
    assert judged(edited)[0] == "spam"


def test_a_ban_can_ask_for_a_review_only():
    Ban.objects.create(kind="words", value="politics", outcome="wait")
    assert judged(new(source="Politics!")) == ("pending", ["banned_words", "first"])


def test_an_ip_address_is_banned_by_its_hash_as_long_as_the_key_lives():
    Ban.objects.create(kind="sender", value=hash_address("2001:db8::1"))
    assert judged(new(), SendingFacts(address="2001:db8::ffff", seconds=60))[0] == "spam"
    assert judged(new(), SendingFacts(address="2001:db8:0:1::1", seconds=60))[0] == "pending"
    AddressKey.objects.update(day="2020-01-01")
    assert judged(new(), SendingFacts(address="2001:db8::1", seconds=60))[0] == "pending"


def test_keys_change_and_old_ones_are_deleted_with_their_hashes(settings):
    old = hash_address("203.0.113.7")
    comment = make_comment(sender=old)
    AddressKey.objects.update(day=timezone.now().date() - timedelta(days=1))
    assert hash_address("203.0.113.7") != old
    assert old in known_hashes("203.0.113.7")
    Comment.objects.update(created_at=timezone.now() - timedelta(days=1, hours=1))
    settings.BLOG_ADDRESS_DAYS = 1
    forget_addresses()
    comment.refresh_from_db()
    assert (AddressKey.objects.count(), comment.sender) == (1, "")


def test_a_sender_of_spam_is_remembered_and_one_who_writes_often_noticed():
    sender = hash_address(CALM.address)
    make_comment(sender=sender, state="spam", decided_at=timezone.now())
    for _number in range(3):
        make_comment(sender=sender)
    assert judged(new())[1][:2] == ["known_spammer", "often"]


def test_the_name_of_an_author_is_held():
    approved(name="Ada")
    make_author(name="Ada Lovelace")
    assert "author_name" in judged(new(name="ada  lovelace"))[1]


def test_what_a_moderator_took_down_stays_down():
    approved()
    taken = make_comment(state="removed", is_email_verified=True, email="reader@example.org")
    assert judged(taken)[0] == "removed"


def test_an_edit_after_approval_is_looked_at_again_without_trust():
    first, second = approved(), make_comment(name="Nobody")
    first.source = second.source = "Changed."
    assert judged(second) == ("pending", ["first", "edited"])
    approved()
    assert judged(first) == ("published", ["trusted", "edited"])


def test_the_verdict_is_kept_with_the_comment():
    comment = new()
    verdict = assess_comment(CALM, comment)
    verdict.apply_to(comment)
    comment.save()
    comment.refresh_from_db()
    assert comment.reasons == [["first", ""]]
    assert comment.sender == hash_address(CALM.address) != ""
    assert "203" not in comment.sender[:3]


@pytest.mark.sqlite
def test_what_is_asked_of_the_comments_is_found_by_an_index():
    comment = new(source=LONG, is_email_verified=True)
    with CaptureQueriesContext(connection) as queries:
        assess_comment(CALM, comment)
    asked = [query["sql"] for query in queries if 'FROM "blog_comment"' in query["sql"]]
    assert len(asked) == 4
    assert [step for sql in asked for step in plan(sql) if step.startswith("SCAN")] == []


@pytest.mark.parametrize(
    "source",
    ["[x](https:/spam.example)", r"[x](https://spam\.example/)", "[x](https://www.spam.example./)"],
)
def test_a_banned_site_is_found_however_it_is_spelled(source):
    Ban.objects.create(kind="site", value="spam.example")
    comment = new(source=source, body_html=render_comment(source))
    assert judged(comment)[0] == "spam"


def test_banned_words_are_found_under_their_markup():
    Ban.objects.create(kind="words", value="cheap pills")
    source = "Che**ap** pi\u200blls!"
    assert judged(new(source=source, body_html=render_comment(source)))[0] == "spam"


def test_trust_makes_up_for_no_ban():
    approved()
    writer = new(is_email_verified=True)
    assert judged(writer) == ("published", ["trusted"])
    Ban.objects.create(kind="mail", value="reader@example.org", outcome="wait")
    assert judged(writer)[0] == "pending"
