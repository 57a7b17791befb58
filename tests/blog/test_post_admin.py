import pytest
from django.urls import reverse

from blog.admin.tags_field import join_tag_names, split_tag_names
from blog.models import Comment, OldAddress, Post
from papers.models import Paper
from tests.support.factories import make_author, make_comment, make_paper, make_post


def post_form(**values):
    """A filled-in form for a post, with empty inlines."""
    inlines = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    return inlines | {"title": "New", "source": "Some *text*.", "commenting": "open"} | values


def test_an_author_writes_a_post(admin_client, admin_user):
    author = make_author(user=admin_user)
    response = admin_client.post(
        reverse("admin:blog_post_add"),
        post_form(
            tags="C++, deep learning, Deep Learning",
            published_at="2024-05-01 12:00",
        ),
    )
    assert response.status_code == 302, response.context["errors"]
    post = Post.objects.get()
    assert post.body_html.strip() == "<p>Some <em>text</em>.</p>"
    assert list(post.tags.names()) == ["C++", "deep learning"]
    assert list(post.authors.all()) == [author]
    assert post.tagged_posts.first().published_at == post.published_at
    assert admin_client.get("/posts/new/").status_code == 200


def test_a_text_that_cannot_be_rendered_stays_in_the_form(admin_client):
    response = admin_client.post(
        reverse("admin:blog_post_add"), post_form(source="kept " + "x" * 500_001)
    )
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["source"]
    assert "kept xxx" in response.content.decode()
    assert not Post.objects.exists()


def test_renaming_in_the_admin_keeps_the_old_address(admin_client):
    post = make_post(slug="old")
    address = reverse("admin:blog_post_change", args=[post.pk])
    assert admin_client.post(address, post_form(slug="new")).status_code == 302
    assert OldAddress.objects.get().path == "/posts/old/"


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", "published"), ("mark_as_spam", "spam"), ("remove", "removed")],
)
def test_comments_are_decided_together(admin_client, action, state):
    post = make_post()
    rows = [make_comment(post, state="pending") for _number in range(3)]
    response = admin_client.post(
        reverse("admin:blog_comment_changelist"),
        {"action": action, "_selected_action": [row.pk for row in rows]},
        follow=True,
    )
    assert f"3 comments are now {state}." in response.content.decode()
    assert set(Comment.objects.values_list("state", flat=True)) == {state}
    assert Comment.objects.filter(decided_at=None).count() == 0


def test_a_corrected_comment_is_rendered_again(admin_client):
    comment = make_comment(state="pending")
    address = reverse("admin:blog_comment_change", args=[comment.pk])
    values = {"name": "Reader", "source": "**Better**", "state": "published"}
    assert admin_client.post(address, values).status_code == 302
    comment.refresh_from_db()
    assert "<strong>Better</strong>" in comment.body_html


def paper_form(**values):
    inlines = {}
    for prefix in ("authorships", "identifiers", "keys"):
        inlines |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return inlines | {"type": "article-journal", "title": "A Title Worth Keeping"} | values


def test_a_paper_is_entered_by_hand(admin_client):
    curie = make_paper(author="Curie").contributors.get()
    response = admin_client.post(
        reverse("admin:papers_paper_add"),
        paper_form(
            **{
                "issued_year": 1911,
                "authorships-TOTAL_FORMS": 1,
                "authorships-0-contributor": curie.pk,
                "authorships-0-role": "author",
                "authorships-0-position": 1,
                "identifiers-TOTAL_FORMS": 1,
                "identifiers-0-scheme": "doi",
                "identifiers-0-value": "https://doi.org/10.1000/ABC",
            }
        ),
    )
    assert response.status_code == 302, response.context["errors"]
    paper = Paper.objects.get(title="A Title Worth Keeping")
    assert paper.key == "curie1911title"
    assert [key.value for key in paper.keys.all()] == [paper.key]
    assert paper.record["DOI"] == "10.1000/abc"
    assert paper.record["author"] == [{"family": "Curie", "given": "Marie"}]


def test_an_identifier_that_is_none_is_explained(admin_client):
    response = admin_client.post(
        reverse("admin:papers_paper_add"),
        paper_form(
            **{
                "identifiers-TOTAL_FORMS": 1,
                "identifiers-0-scheme": "arxiv",
                "identifiers-0-value": "1913.99999",
            }
        ),
    )
    assert "an arXiv number looks like 1912.01703" in response.content.decode()


@pytest.mark.parametrize("names", [["b", "a"], ["one, two", "three"], ['say "so"'], []])
def test_tags_stand_in_the_form_as_they_are(names):
    assert split_tag_names(join_tag_names(names)) == names
