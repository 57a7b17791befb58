"""Works that nobody knows: said when a post is saved, and asked once before it is published."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from blog.posts.saving_posts import save_post
from papers.models import Paper
from tests.support.factories import make_paper, make_post
from tests.support.forms import fields_of

ADD = "/admin/blog/post/add/"
TYPO = "One.\n\nTwo [@doi:10.9999/nonsense-typo] and [@curje; @curie]."
KEYS = "curje doi:10.9999/nonsense-typo"
UNKNOWN = "“doi:10.9999/nonsense-typo” is not in the library: there may be no such work."


@pytest.fixture
def curie(db) -> Paper:
    return make_paper("Recherches", key="curie")


def asked(response) -> list[tuple[int | None, str]]:
    question = response.context["adminform"].form.question
    return [(one.line, one.message) for one in question.get("works", [])]


def dated(**values) -> dict[str, str]:
    now = timezone.now()
    date = {"published_at": f"{now:%Y-%m-%d %H:%M:%S}"}
    return {"title": "New", "slug": "new"} | date | values


def new_form(client, **values) -> dict[str, str]:
    return fields_of(client.get(ADD).content.decode(), "post_form") | dated(**values)


def change_form(client, post: Post, **values) -> dict[str, str]:
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    return fields_of(page, "post_form") | values


def change(client, post: Post, **values):
    address = reverse("admin:blog_post_change", args=[post.pk])
    return client.post(address, change_form(client, post, **values))


def test_publishing_unknown_works_is_asked_once_and_nothing_is_stored_yet(admin_client, curie):
    form = new_form(admin_client, source=TYPO)
    response = admin_client.post(ADD, form)
    (first, said), (second, near) = asked(response)
    assert (first, said) == (3, UNKNOWN)
    assert second == 3
    assert near == "The citation key “curje” leads to no paper of the library. Nearest: @curie."
    text = response.content.decode()
    assert f'name="publish_with" value="{KEYS}">Publish anyway</button>' in text
    assert not Post.objects.exists()
    assert Paper.objects.count() == 1
    assert admin_client.post(ADD, form | {"publish_with": KEYS}).status_code == 302
    assert Post.objects.get().state == "published"
    assert Paper.objects.filter(state="to_look_up").count() == 1


def test_what_was_accepted_says_nothing_of_others(admin_client, curie):
    form = new_form(admin_client, source=f"{TYPO} [@10.9999/another]")
    response = admin_client.post(ADD, form | {"publish_with": KEYS})
    assert [said for _line, said in asked(response)] == [
        "“10.9999/another” is not in the library: there may be no such work."
    ]
    assert f'value="10.9999/another {KEYS}"' in response.content.decode()


def test_a_draft_is_saved_and_its_author_told_with_the_lines(admin_client, curie):
    form = new_form(admin_client, source=TYPO, published_at="")
    text = admin_client.post(ADD, form, follow=True).content.decode()
    assert "Line 3: “doi:10.9999/nonsense-typo” is not in the library yet" in text
    assert "Line 3: The citation key “curje”" in text
    post = Post.objects.get()
    assert post.state == "draft"
    page = admin_client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert page.count('data-line="3">Line 3</a>') == 2
    assert page.count("“doi:10.9999/nonsense-typo” is not in the library yet") == 1
    assert "to be looked up" in page


def test_what_a_draft_had_made_provisional_is_asked_too(admin_client, curie):
    post = make_post(source=TYPO, published_at=None)
    told = "“doi:10.9999/nonsense-typo” was not looked up yet: there may be no such work."
    assert asked(change(admin_client, post, **dated()))[0] == (3, told)
    Paper.objects.filter(state="to_look_up").update(standing="not_found")
    told = "“doi:10.9999/nonsense-typo”: the registries know no such work."
    assert asked(change(admin_client, post, **dated()))[0] == (3, told)
    assert change(admin_client, post, **dated(publish_with=KEYS)).status_code == 302
    assert Post.objects.get().state == "published"


def test_of_a_published_post_only_what_is_new_is_asked(admin_client, curie):
    post = make_post(source=TYPO)
    assert change(admin_client, post, source=f"{TYPO} More.").status_code == 302
    response = change(admin_client, post, source=f"{TYPO} [@dupont]")
    assert len(asked(response)) == 1
    assert "“dupont”" in asked(response)[0][1]


def test_a_post_that_is_to_be_published_later_is_asked_about_now(admin_client, curie):
    day = timezone.now() + timedelta(days=3)
    form = new_form(admin_client, source=TYPO, published_at=f"{day:%Y-%m-%d} 09:00")
    assert len(asked(admin_client.post(ADD, form))) == 2


@pytest.mark.parametrize(
    "source",
    [
        "[@curie] and [see @curie, p. 3].",
        "`[@doi:10.9999/x]` and mail@example.org and @nobody.",
        "[Words](https://doi.org/10.9999/linked)",
    ],
)
def test_what_cites_nothing_unknown_is_published_at_once(admin_client, curie, source: str):
    assert admin_client.post(ADD, new_form(admin_client, source=source)).status_code == 302


def test_works_for_the_list_alone_are_asked_about_too(admin_client, curie):
    form = new_form(admin_client, source="Text.", nocite="@doi:10.9999/x @curie")
    assert [said for _line, said in asked(admin_client.post(ADD, form))] == [
        "“doi:10.9999/x” is not in the library: there may be no such work."
    ]


def test_who_said_so_of_a_post_is_never_asked(admin_client, curie):
    form = new_form(admin_client, source=TYPO, publish_anyway="on")
    assert admin_client.post(ADD, form).status_code == 302


def test_a_revision_is_brought_back_after_the_same_question(admin_client, curie):
    post = make_post(source=TYPO)
    old = post.revisions.get()
    post.source = "Nothing is cited."
    save_post(post)
    address = reverse("admin:blog_post_revision", args=[post.pk, old.pk])
    response = admin_client.post(address)
    assert response.status_code == 200
    text = response.content.decode()
    assert UNKNOWN in text
    assert "Bring it back anyway" in text
    assert Post.objects.get().source == "Nothing is cited."
    assert admin_client.post(address, {"publish_with": KEYS}).status_code == 302
    assert Post.objects.get().source == TYPO


def test_a_revision_of_a_draft_is_brought_back_at_once(admin_client, curie):
    post = make_post(source=TYPO, published_at=None)
    old = post.revisions.get()
    post.source = "Nothing is cited."
    save_post(post)
    admin_client.post(reverse("admin:blog_post_revision", args=[post.pk, old.pk]))
    assert Post.objects.get().source == TYPO
