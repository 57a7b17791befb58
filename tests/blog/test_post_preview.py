"""The preview of a post that is not saved: the public page, and nothing stored."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from blog.admin import posts
from blog.models import Post, Rate
from tests.blog.test_post_admin import post_form
from tests.blog.test_two_editors import opened
from tests.support.factories import LONG_AGO, make_author, make_paper, make_post, set_site

NEW = "/admin/blog/post/preview/"
NOT_OF_TEXTS = ("blog.usersession", "auth.user", "blog.rate")


def preview_page(post: Post) -> str:
    return reverse("admin:blog_post_preview", args=[post.pk])


def rows() -> dict[str, list]:
    """All that is stored, but for what counts requests."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label_lower not in NOT_OF_TEXTS
    }


@pytest.fixture
def curie(db):
    return make_paper("On the rays of uranium", author="Curie", key="curie")


def test_it_is_the_public_page_of_what_stands_in_the_form(admin_client, admin_user, curie):
    make_author(name="Ada Writes", user=admin_user)
    typed = post_form(
        title="On *rays*",
        source="## First\n\nAs [@curie, p. 3] says.[^1] #Rays\n\n[^1]: A note.",
        tags="Physics, rays",
    )
    before = rows()
    answer = admin_client.post(NEW, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert rows() == before
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert admin_client.post(reverse("admin:blog_post_add"), typed).status_code == 302
    post = Post.objects.get()
    public = admin_client.get(post.get_absolute_url()).content.decode()
    for shown in (page, public):
        assert "Ada Writes" in shown and "On *rays*" in shown and "cites 1 work" in shown
    body = page[page.index("data-post-body") : page.index('id="works-cited"')]
    assert body == public[public.index("data-post-body") : public.index('id="works-cited"')]
    listed = page[page.index('<ol class="references"') : page.index("</ol>", page.index("<ol c"))]
    assert listed in public and "uranium" in listed
    assert "Write a comment" not in page and "quote-parts" not in page


def test_it_stores_nothing_whatever_the_text_names(admin_client, curie):
    post = make_post(source="First.", tags=["old"], published_at=None)
    source = (
        "[@doi:10.9999/typo], <https://doi.org/10.1000/abc>, https://arxiv.org/abs/1706.03762, "
        "@arxiv:1912.01703, #NewTag, [@nobody] and [@curie]. ![x](https://example.org/a.png)"
    )
    values = opened(admin_client, post) | {"source": source, "tags": "new one, old"}
    before = rows()
    page = admin_client.post(preview_page(post), values).content.decode()
    assert rows() == before
    told = page[page.index("preview-told") : page.index("</section>")]
    assert "“nobody” leads to no paper" in told
    new = "arxiv:1706.03762, arxiv:1912.01703, doi:10.1000/abc, doi:10.9999/typo"
    assert f"gets them when the post is saved: {new}</li>" in told
    assert '<span class="state">Draft</span>' in page
    assert 'href="/tags/new-one/"' in page and 'href="/tags/old/"' in page


def test_what_stands_in_the_way_of_saving_is_told_with_it(admin_client, db):
    post = make_post(source="First.")
    values = opened(admin_client, post)
    values |= {"title": "", "published_at": "soon", "source": "See [@nobody]."}
    page = admin_client.post(preview_page(post), values).content.decode()
    assert "Title: This field is required." in page
    assert "Publication date: Write the day and the time" in page
    assert "See <span" in page
    assert page.count("leads to no paper") == 1


def test_a_text_that_cannot_be_rendered_is_told(admin_client, db):
    answer = admin_client.post(NEW, post_form(source="x" * 500_001))
    assert answer.status_code == 200
    assert "at most 500,000" in answer.content.decode()
    assert "xxx" not in answer.content.decode()


def test_authors_are_those_of_the_form_in_their_order(admin_client, db):
    first, second, third = (make_author(name=f"Name {word}") for word in ("One", "Two", "Three"))
    post = make_post(authors=[first, second])
    values = opened(admin_client, post)
    page = admin_client.post(preview_page(post), values).content.decode()
    assert page.index("Name One") < page.index("Name Two")
    values |= {"bylines-0-position": 9, "bylines-1-DELETE": "on", "bylines-TOTAL_FORMS": 3}
    values |= {"bylines-2-author": third.pk, "bylines-2-position": 3}
    page = admin_client.post(preview_page(post), values).content.decode()
    assert page.index("Name Three") < page.index("Name One")
    assert "Name Two" not in page


def test_roles_that_an_editor_gave_hold(admin_client, curie):
    post = make_post(source="See [@curie].")
    post.cited_works.update(role="about", found_by="editor")
    values = opened(admin_client, post)
    assert (
        "This post is about it." in admin_client.post(preview_page(post), values).content.decode()
    )
    post.cited_works.update(is_confirmed=False)
    page = admin_client.post(preview_page(post), values).content.decode()
    assert "cites 1 work" not in page


def test_it_costs_the_same_queries_for_few_works_and_for_many(
    admin_client, django_assert_max_num_queries, db
):
    keys = [make_paper(f"On {number}", key=f"work{number}").key for number in range(30)]
    for some in (keys[:2], keys):
        source = " ".join(f"As [@{key}] says." for key in some)
        post = make_post(source=source, published_at=LONG_AGO)
        values = opened(admin_client, post)
        with django_assert_max_num_queries(32):
            assert admin_client.post(preview_page(post), values).status_code == 200


def test_a_limit_is_counted_before_the_work(admin_client, settings, monkeypatch):
    settings.BLOG_POST_PREVIEW_RATE_LIMIT = (2, 300)
    for _time in range(2):
        assert admin_client.post(NEW, post_form()).status_code == 200
    monkeypatch.setattr(posts, "render_source", None)
    answer = admin_client.post(NEW, post_form())
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "at most 2" in answer.content.decode()
    assert Rate.objects.filter(bucket__startswith="post preview").count() == 1


def test_a_form_outlives_its_post(admin_client, db):
    post = make_post()
    values = opened(admin_client, post) | {"source": "Still *here*."}
    address = preview_page(post)
    post.delete()
    assert "Still <em>here</em>." in admin_client.post(address, values).content.decode()
    assert not Post.objects.exists()


def test_who_may_only_add_sees_nothing_of_other_posts(client, db, django_user_model):
    user = django_user_model.objects.create_user("new", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_post"))
    client.force_login(user)
    post = make_post(source="Secret.", published_at=None, tags=["secret"])
    answer = client.post(preview_page(post), post_form())
    assert answer.status_code == 403
    assert client.post(NEW, post_form()).status_code == 200
    user.user_permissions.clear()
    assert client.post(NEW, post_form()).status_code == 403


def test_a_forged_form_is_refused(db, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(NEW, post_form()).status_code == 403


def test_macros_and_language_of_the_site_hold(admin_client, db):
    set_site(tex_macros=r"\newcommand{\R}{\mathbb{R}}")
    page = admin_client.post(NEW, post_form(source=r"On $\R$.")).content.decode()
    assert "<mi>ℝ</mi>" in page or "ℝ" in page
