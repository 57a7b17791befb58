"""Where two changed one text: both are shown, and each way out is the editor's."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from blog.models import Post, Series, Tag
from blog.posts.saving_posts import save_post
from papers.models import Paper
from tests.blog.test_two_editors import change_page, opened
from tests.support.factories import make_author, make_comment, make_page, make_paper, make_post
from tests.support.forms import fields_of

BASE = "One.\n\nTwo.\n\nThree.\n"


def edit(row, **values) -> None:
    post = Post.objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(post, name, value)
    save_post(post)


def conflict(client, mine: str, stored: str, title="Kept") -> tuple[Post, dict[str, str], str]:
    """A post, the form as it comes back and its page."""
    post = make_post(source=BASE, title=title)
    values = opened(client, post) | {"source": mine}
    edit(post, source=stored)
    answer = client.post(change_page(post), values)
    assert answer.status_code == 200
    assert Post.objects.get().source == stored
    page = answer.content.decode()
    return post, fields_of(page), page


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"choice-source": "mine"}, "One.\n\nTwo, mine.\n\nThree."),
        ({"choice-source": "theirs"}, "One.\n\nTwo, theirs.\n\nThree.\n"),
        ({"choice-source": "hand", "hand-source": "By hand."}, "By hand."),
        ({}, "One.\n\nTwo, mine.\n\nThree."),
    ],
)
def test_each_way_out_is_taken(admin_client, db, choice, expected):
    mine, stored = BASE.replace("Two", "Two, mine"), BASE.replace("Two", "Two, theirs")
    post, again, page = conflict(admin_client, mine, stored)
    assert "Two, <b>" in page or "<b>" in page
    assert page.index("Look at what follows") < page.index("What is to stand")
    assert again["choice-source"] == "mine"
    assert again["hand-source"].count("<<<<<<< mine") == 1
    assert admin_client.post(change_page(post), again | choice).status_code == 302
    assert Post.objects.get().source.strip() == expected.strip()


def test_changes_of_different_paragraphs_are_offered_as_one_text(admin_client, db):
    post, again, page = conflict(
        admin_client, BASE.replace("One", "One, mine"), BASE.replace("Three", "Three, theirs")
    )
    assert "no line was changed by both" in page
    assert again["choice-source"] == "hand"
    assert admin_client.post(change_page(post), again).status_code == 302
    assert Post.objects.get().source.strip() == "One, mine.\n\nTwo.\n\nThree, theirs."


def test_blanks_at_the_end_of_a_line_are_text(admin_client, db):
    """Two of them break a line of Markdown."""
    mine, stored = "One.  \nMore.\n\nTwo.\n\nThree.", "One.\nMore.\n\nTwo.\n\nThree.  \n!"
    post = make_post(source="One.\nMore.\n\nTwo.\n\nThree.")
    values = opened(admin_client, post) | {"source": mine}
    edit(post, source=stored)
    again = fields_of(admin_client.post(change_page(post), values).content.decode())
    assert again["choice-source"] == "hand"
    assert admin_client.post(change_page(post), again).status_code == 302
    assert Post.objects.get().source == "One.  \nMore.\n\nTwo.\n\nThree.  \n!"


def test_marks_that_were_left_are_told_and_never_stored(admin_client, db):
    post, again, _page = conflict(admin_client, "Mine.", "Theirs.")
    answer = admin_client.post(change_page(post), again | {"choice-source": "hand"})
    page = answer.content.decode()
    assert "Line 1 still has a mark" in page
    assert Post.objects.get().source == "Theirs."
    kept = fields_of(page)
    assert kept["source"] == again["hand-source"].strip("\n")
    assert admin_client.post(change_page(post), kept).status_code == 200
    assert admin_client.post(change_page(post), kept | {"source": "Both."}).status_code == 302


def test_a_third_change_meanwhile_is_a_conflict_again(admin_client, db):
    post, again, _page = conflict(admin_client, "Mine.", "Theirs.")
    edit(post, source="A third.")
    answer = admin_client.post(
        change_page(post), again | {"choice-source": "hand", "hand-source": "By hand."}
    )
    assert Post.objects.get().source == "A third."
    assert fields_of(answer.content.decode())["source"] == "By hand."
    answer = admin_client.post(change_page(post), again | {"choice-source": "theirs"})
    assert Post.objects.get().source == "A third."


def test_what_was_written_by_hand_outlives_a_post_that_goes_meanwhile(admin_client, db):
    post, again, _page = conflict(admin_client, "Mine.", "Theirs.")
    post.delete()
    for choice, kept in (("hand", "By hand."), ("theirs", "Mine."), ("mine", "Mine.")):
        sent = again | {"choice-source": choice, "hand-source": "By hand."}
        answer = admin_client.post(change_page(post), sent)
        assert answer.status_code == 200
        assert fields_of(answer.content.decode())["source"] == kept


def test_a_choice_of_a_field_without_a_text_to_merge(admin_client, db):
    post = make_post(title="First")
    values = opened(admin_client, post) | {"title": "Mine"}
    edit(post, title="Theirs")
    again = fields_of(admin_client.post(change_page(post), values).content.decode())
    assert "hand-title" not in again
    answer = admin_client.post(change_page(post), again | {"choice-title": "theirs"})
    assert answer.status_code == 302
    assert Post.objects.get().title == "Theirs"


@pytest.mark.parametrize("forged", ["", "none", "hand"])
def test_forged_choices_are_no_fault(admin_client, db, forged):
    post = make_post(source=BASE)
    values = opened(admin_client, post) | {"choice-source": forged, "choice-nothing": "theirs"}
    assert admin_client.post(change_page(post), values).status_code == 302
    assert Post.objects.get().source.strip() == BASE.strip()


def test_the_same_for_a_page(admin_client, db):
    page = make_page(source=BASE)
    values = opened(admin_client, page) | {"source": "Mine."}
    type(page).objects.filter(pk=page.pk).update(source="Theirs.", version=7)
    again = fields_of(admin_client.post(change_page(page), values).content.decode())
    assert "Theirs." in again["hand-source"] and "Mine." in again["hand-source"]
    sent = again | {"choice-source": "hand", "hand-source": "Both."}
    assert admin_client.post(change_page(page), sent).status_code == 302
    page.refresh_from_db()
    assert page.source == "Both."


@pytest.mark.parametrize("what", ["series", "author", "tag", "paper"])
def test_what_was_chosen_and_is_gone_loses_no_text(admin_client, db, what):
    series, author, paper = Series.objects.create(title="S"), make_author(), make_paper(key="curie")
    post = make_post(source="See [@curie].", tags=["old"], authors=[author], series=series)
    values = opened(admin_client, post) | {"source": "Mine, on [@curie].", "tags": "old, new"}
    if what == "series":
        values["series"] = series.pk
        series.delete()
    elif what == "author":
        gone = make_author()
        row = {"id": "", "post": post.pk, "author": gone.pk, "position": 2}
        values |= {f"bylines-1-{name}": value for name, value in row.items()}
        values["bylines-TOTAL_FORMS"] = 2
        gone.delete()
    elif what == "tag":
        post.tags.get().delete()
    else:
        post.cited_works.all().delete()
        paper.delete()
    answer = admin_client.post(change_page(post), values)
    if answer.status_code == 200:
        kept = fields_of(answer.content.decode())
        assert kept["source"] == values["source"]
        kept |= {"series": "", "publish_anyway": "on", "bylines-TOTAL_FORMS": 1}
        answer = admin_client.post(change_page(post), kept)
    assert answer.status_code == 302
    assert Post.objects.get().source == values["source"]


def test_who_may_not_add_posts_keeps_the_text_of_one_that_went(client, db, django_user_model):
    user = django_user_model.objects.create_user("ed", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_post"))
    client.force_login(user)
    post = make_post()
    values = opened(client, post) | {"source": "Mine."}
    address = reverse("admin:blog_post_change", args=[post.pk])
    post.delete()
    answer = client.post(address, values)
    assert answer.status_code == 409
    assert "Somebody deleted this" in answer.content.decode()
    assert "Mine." in answer.content.decode()
    assert client.post(address, {"source": "x"}).status_code == 302


@pytest.mark.parametrize(
    ("make", "field", "status"),
    [
        (make_post, "source", 200),
        (make_page, "source", 200),
        (make_author, "bio", 200),
        (lambda: Tag.objects.create(name="Tag"), "description", 200),
        (lambda: Series.objects.create(title="S"), "description", 200),
        (lambda: make_paper(key="curie"), "publisher", 200),
        (make_comment, "source", 409),  # nobody writes one in the admin
    ],
)
def test_what_was_written_of_a_row_that_goes_meanwhile_comes_back(
    admin_client, db, make, field, status
):
    row = make()
    values = opened(admin_client, row) | {field: "What I wrote."}
    address = change_page(row)
    if isinstance(row, Paper):
        row.authorships.all().delete()
    type(row).objects.filter(pk=row.pk).delete()
    answer = admin_client.post(address, values)
    assert answer.status_code == status
    assert "What I wrote." in answer.content.decode()
    assert "Somebody deleted this" in answer.content.decode()
