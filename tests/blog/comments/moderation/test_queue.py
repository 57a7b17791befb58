"""The queue in the admin, as a moderator uses it without scripts."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.comments.moderation.assessment import SendingFacts, assess_comment
from blog.comments.moderation.reports import report_comment
from blog.comments.moderation.sender_hashes import hash_address
from blog.models import Act, AddressKey, Ban, Comment, Report
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
QUEUE = "/admin/blog/comment/"


@pytest.fixture
def moderator(django_user_model) -> Client:
    user = django_user_model.objects.create_user("mo", is_staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


def test_two_clicks_lead_from_home_to_an_approved_comment(moderator):
    comment = make_comment(state="pending")
    home = text(moderator.get("/admin/"))
    link = re.search(r'<a href="([^"]+)">1 comment waits</a>', home)[1]
    button = re.search(r'name="decide" value="([^"]+)" data-key="a"', text(moderator.get(link)))[1]
    response = moderator.post(link, {"decide": button}, follow=True)
    assert "The comment is now published." in text(response)
    comment.refresh_from_db()
    assert comment.state == "published"
    assert "Nothing waits for you" in text(moderator.get("/admin/"))


@pytest.mark.parametrize("is_bulk", [False, True])
def test_what_was_edited_since_it_was_seen_is_not_published(moderator, is_bulk):
    comment = make_comment(state="pending")
    pages = [QUEUE, reverse("admin:blog_comment_change", args=[comment.pk])]
    seen = [
        re.search(r'name="seen" value="([^"]+)"', text(moderator.get(page)))[1] for page in pages
    ]
    Comment.objects.filter(pk=comment.pk).update(source="Worse", edited_at=timezone.now())
    pressed = {"decide": f"{comment.pk} published"}
    if is_bulk:
        pressed = {"action": "approve", "_selected_action": [comment.pk]}
    for moment in seen:
        page = text(moderator.post(QUEUE, pressed | {"seen": moment}, follow=True))
        assert "edited" in page
        comment.refresh_from_db()
        assert comment.state == "pending"
    moderator.post(QUEUE, pressed | {"seen": timezone.now().isoformat()})
    comment.refresh_from_db()
    assert comment.state == "published"


def test_a_row_shows_text_post_parent_and_reasons(moderator):
    parent = make_comment(name="Marie", source="The *first* word")
    make_comment(
        parent.post, parent=parent, state="pending", name="<b>", source="Some **bold** text",
        reasons=[["links", 2], ["fast", 3], ["duplicate", 7]],
    )  # fmt: skip
    page = text(moderator.get(QUEUE))
    expected = [
        "Some <strong>bold</strong> text",
        f'<a href="{parent.post.get_absolute_url()}">',
        "In reply to Marie: “The first word”",
        "<li>2 links</li><li>sent after 3 s</li><li>same text as comment 7</li>",
        "&lt;b&gt;",
    ]
    assert [part for part in expected if part not in page] == []


@pytest.mark.parametrize("tab", ["pending", "spam", "published", "removed"])
def test_each_tab_has_its_comments_and_all_are_counted(moderator, tab):
    post = make_post()
    for number, state in enumerate(["pending", "spam", "published", "removed"], start=1):
        for _comment in range(number):
            make_comment(post, state=state, source=f"This is {state}")
    page = text(moderator.get(QUEUE, {"tab": tab}))
    shown = re.findall(r"This is (\w+)", page)
    assert set(shown) == {tab}
    labels = re.findall(r'href="\?tab=(\w+)"[^>]*>\w+ <span>(\d+)</span>', page)
    assert dict(labels) == {
        "pending": "1", "reported": "0", "mentions": "0",
        "spam": "2", "published": "3", "removed": "4",
    }  # fmt: skip


def test_a_reported_comment_is_kept_or_decided(moderator):
    post = make_post()
    kept, spam = (make_comment(post, source=source) for source in ("Kept", "Bad"))
    assert report_comment(kept, "I do <b>not</b> like it", "203.0.113.1")
    assert not report_comment(kept, "Still not", "203.0.113.1")
    assert report_comment(spam, "", "203.0.113.1")
    assert "2 comments are reported" in text(moderator.get("/admin/"))
    page = text(moderator.get(QUEUE, {"tab": "reported"}))
    assert "I do &lt;b&gt;not&lt;/b&gt; like it" in page
    moderator.post(f"{QUEUE}?tab=reported", {"decide": f"{kept.pk} keep"})
    moderator.post(f"{QUEUE}?tab=reported", {"decide": f"{spam.pk} spam"})
    page = text(moderator.get(QUEUE, {"tab": "reported"}))
    assert "Kept" not in page
    assert "Bad" not in page
    assert set(Comment.objects.values_list("pk", "state")) == {
        (kept.pk, "published"), (spam.pk, "spam")
    }  # fmt: skip
    for act in Act.objects.all():
        moderator.post(QUEUE, {"undo": str(act.batch)})
    assert Report.objects.unanswered().count() == 2
    assert Comment.objects.published().count() == 2


def test_many_reported_comments_are_kept_together(moderator):
    comments = [make_comment() for _number in range(2)]
    for comment in comments:
        report_comment(comment, "", "203.0.113.1")
    values = {"action": "keep", "_selected_action": [comment.pk for comment in comments]}
    page = text(moderator.post(f"{QUEUE}?tab=reported", values, follow=True))
    assert "2 comments kept." in page
    assert "2 comments kept, " in page
    assert not Report.objects.unanswered().exists()


def test_a_search_looks_in_every_tab(moderator):
    make_comment(source="needle one", state="spam")
    assert "needle one" not in text(moderator.get(QUEUE))
    assert "needle one" in text(moderator.get(QUEUE, {"q": "needle"}))


def test_queries_are_as_many_for_one_comment_as_for_three(moderator):
    parent = make_comment()

    def queries() -> int:
        make_comment(parent.post, parent=parent, state="pending", reasons=[["first", ""]])
        moderator.get(QUEUE)
        with CaptureQueriesContext(connection) as captured:
            moderator.get(QUEUE)
        return len(captured)

    assert queries() == queries() == queries() <= 16


def test_hundreds_of_spam_go_in_one_step_and_come_back_by_undo(moderator):
    post = make_post()
    pks = [make_comment(post, state="pending").pk for _number in range(60)]
    values = {"action": "mark_as_spam", "_selected_action": pks[:1], "select_across": 1}
    page = text(moderator.post(QUEUE, values, follow=True))
    assert "60 comments are now spam." in page
    assert Comment.objects.filter(state="spam").count() == 60
    batch = re.search(r'name="undo" value="([^"]+)"', page)[1]
    assert "60 comments are as they were" in text(
        moderator.post(QUEUE, {"undo": batch}, follow=True)
    )
    assert Comment.objects.pending().count() == 60


def test_spam_bans_the_address_it_came_from(moderator):
    comment = make_comment(state="pending", sender=hash_address("203.0.113.7"))
    values = {"action": "mark_as_spam_and_ban", "_selected_action": [comment.pk]}
    assert "1 address banned." in text(moderator.post(QUEUE, values, follow=True))
    ban = Ban.objects.get()
    assert ban.made_by.username == "mo"
    assert ban.expires_at - timezone.now() <= timedelta(days=14)
    new = Comment(post=comment.post, name="X", source="Something else")
    assert assess_comment(SendingFacts(address="203.0.113.7", seconds=60), new).status == "spam"


def test_letters_lead_to_a_page_with_buttons_and_the_log(moderator):
    comment = make_comment(state="pending", email="x+y@example.org")
    page = reverse("admin:blog_comment_change", args=[comment.pk])
    opened = text(moderator.get(page))
    assert f'value="{comment.pk} spam"' in opened
    ban = re.search(r'href="(/admin/blog/ban/add/[^"]+)"', opened)[1].replace("&amp;", "&")
    assert 'value="x+y@example.org"' in text(moderator.get(ban))
    response = moderator.post(page, {"decide": f"{comment.pk} spam"}, follow=True)
    assert "The comment is now spam." in text(response)
    assert "· mo · spam" in text(moderator.get(page))
    log = text(moderator.get(reverse("admin:blog_act_changelist")))
    assert "decided: pending → spam" in log
    assert f'<a href="{page}">{comment.pk}</a>' in log


@pytest.mark.parametrize(
    "pressed",
    [
        *({"decide": "x spam"}, {"decide": "1 liked"}, {"undo": "x"}, {"decide": "999 spam"}),
        *({"decide": f"{'9' * 30} spam"}, {"decide": f"{'9' * 30} keep"}),
    ],
)
def test_forged_buttons_change_nothing(moderator, pressed):
    make_comment(state="pending")
    assert moderator.post(QUEUE, pressed, follow=True).status_code == 200
    assert not Act.objects.exists()


def test_an_edit_is_in_the_log(moderator):
    comment = make_comment()
    page = reverse("admin:blog_comment_change", args=[comment.pk])
    moderator.post(page, {"name": "Reader", "source": "Shorter."})
    assert Act.objects.values_list("kind", "note", "number").get() == ("edit", "source", comment.pk)


def test_deleting_leaves_answers(moderator):
    answer = make_comment(parent=make_comment(name="Secret"), post=None)
    page = reverse("admin:blog_comment_delete", args=[answer.parent_id])
    assert answer.name not in text(moderator.get(page))
    moderator.post(page, {"post": "yes"})
    assert Comment.objects.get(pk=answer.parent_id).state == "removed"
    assert not Comment.objects.filter(name="Secret").exists()
    assert Act.objects.get().kind == "erase"


@pytest.mark.parametrize("action", ["export_of", "erase_of"])
def test_one_persons_comments_are_handed_out_or_erased(moderator, action):
    comment = make_comment(email="ada@example.org", name="Ada")
    make_comment(comment.post, email="ada@example.org", source="Another")
    make_comment(comment.post, name="Bob", source="Stays")
    values = {"action": action, "_selected_action": [comment.pk]}
    response = moderator.post(f"{QUEUE}?tab=published", values)
    if action == "export_of":
        assert len(response.json()["comments"]) == 2
        assert "attachment" in response.headers["Content-Disposition"]
    else:
        assert "2 comments" in text(response)
        assert Comment.objects.count() == 3
        moderator.post(f"{QUEUE}?tab=published", values | {"sure": "1"}, follow=True)
        assert Comment.objects.get().name == "Bob"


def test_a_ban_is_made_by_hand_without_storing_an_address(moderator):
    page = reverse("admin:blog_ban_add")
    values = {"kind": "sender", "value": "203.0.113.7", "outcome": "spam"}
    assert moderator.post(page, values).status_code == 302
    assert Ban.objects.get().value == hash_address("203.0.113.7")
    assert "203.0.113.7" not in text(moderator.get(reverse("admin:blog_ban_changelist")))
    for wrong in ({"value": "nothing"}, {"kind": "mail"}, {"kind": "words", "value": "a"}):
        assert "errorlist" in text(moderator.post(page, values | wrong))
    moderator.post(reverse("admin:blog_ban_delete", args=[Ban.objects.get().pk]), {"post": "yes"})
    assert list(Act.objects.values_list("kind", flat=True)) == ["lift", "ban"]


@pytest.mark.parametrize(
    ("group", "opens", "closed"),
    [
        ("Moderators", ["comment", "ban", "act", "mailaddress"], ["post", "tag", "author"]),
        ("Editors", ["comment", "post", "tag", "author"], []),
    ],
)
def test_roles(client, django_user_model, group, opens, closed):
    user = django_user_model.objects.create_user("someone", is_staff=True)
    client.force_login(user)
    user.groups.add(Group.objects.get(name=group))
    for name in opens:
        assert client.get(reverse(f"admin:blog_{name}_changelist")).status_code == 200, name
    for name in closed:
        assert client.get(reverse(f"admin:blog_{name}_changelist")).status_code == 403, name
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_who_may_only_look_changes_nothing(client, django_user_model):
    user = django_user_model.objects.create_user("looker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    comment = make_comment(state="pending")
    assert client.get(QUEUE).status_code == 200
    assert client.post(QUEUE, {"decide": f"{comment.pk} spam"}).status_code == 403
    assert not AddressKey.objects.exists()
    comment.refresh_from_db()
    assert comment.state == "pending"


def change(client: Client, comment: Comment, **values):
    texts = {name: getattr(comment, name) for name in ("name", "email", "website", "source")}
    return client.post(f"{QUEUE}{comment.pk}/change/", texts | values)


def test_what_a_moderator_takes_out_of_a_comment_leaves_the_papers_page(moderator, client):
    page = make_paper("Radium", key="curie").get_absolute_url()
    comment = make_comment(source="A slander of [@curie] stands here.")
    assert b"A slander of" in client.get(page).content
    assert change(moderator, comment, source="Taken out.").status_code == 302
    assert b"A slander of" not in client.get(page).content


def test_another_mail_address_is_not_proven(moderator):
    comment = make_comment(email="ada@example.org", is_email_verified=True)
    change(moderator, comment, name="Ada")
    comment.refresh_from_db()
    assert comment.is_email_verified
    change(moderator, comment, email="bob@example.org")
    comment.refresh_from_db()
    assert not comment.is_email_verified


def test_a_ban_that_is_changed_is_stored_as_a_new_one_is(admin_client):
    ban = Ban.objects.create(kind="mail", value="ada@example.org")
    Ban.objects.create(kind="mail", value="bob@example.org")
    values = {"outcome": "spam", "note": "", "expires_at": ""}
    address = f"/admin/blog/ban/{ban.pk}/change/"
    response = admin_client.post(address, values | {"value": "Bob@example.org"})
    assert response.status_code == 200  # there is such a ban: said in the form
    assert admin_client.post(address, values | {"value": "@Example.ORG"}).status_code == 302
    ban.refresh_from_db()
    assert (ban.kind, ban.value) == ("mail", "@example.org")


def test_undo_goes_back_further_each_time(admin_client):
    rows = [make_comment(state="pending") for _number in range(3)]
    for row in rows:
        admin_client.post(QUEUE, {"decide": f"{row.pk} spam"})
    for back in range(1, 4):
        page = admin_client.get(QUEUE)
        admin_client.post(QUEUE, {"undo": page.context["last"].act.batch})
        states = [Comment.objects.get(pk=row.pk).state for row in rows]
        assert states == ["spam"] * (3 - back) + ["pending"] * back
    page = admin_client.get(QUEUE)
    assert page.context["last"] is None
    assert len(page.context["earlier"]) == 3
    assert "More that can be undone" in page.content.decode()
    admin_client.post(QUEUE, {"undo": page.context["earlier"][0].act.batch})
    assert Comment.objects.get(pk=rows[0].pk).state == "spam"


def test_an_earlier_decision_is_undone_alone(admin_client):
    first, second = (make_comment(state="pending") for _number in range(2))
    for row in (first, second):
        admin_client.post(QUEUE, {"decide": f"{row.pk} removed"})
    (earlier,) = admin_client.get(QUEUE).context["earlier"]
    admin_client.post(QUEUE, {"undo": earlier.act.batch})
    states = [Comment.objects.get(pk=row.pk).state for row in (first, second)]
    assert states == ["pending", "removed"]


def test_comments_are_found_by_their_post(admin_client):
    post, other = make_post(title="Of radium"), make_post(title="Of other things")
    wanted, _other = make_comment(post), make_comment(other)
    for query in ({"q": "radium"}, {"post__exact": post.pk}):
        page = admin_client.get(QUEUE, query)
        assert list(page.context["cl"].queryset) == [wanted]
    assert "Comments on “Of radium”." in page.content.decode()
    assert admin_client.get(QUEUE, {"post__exact": "x"}, follow=True).status_code == 200
