from django.apps import apps
from django.core.management import call_command

from blog.demo import flush_demo, load_demo
from blog.models import Author, Comment, DemoObject, Post, Series, Tag
from papers.models import Contributor, Paper
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.pages import check_page


def rows() -> dict[str, int]:
    models = [
        *apps.get_app_config("blog").get_models(),
        *apps.get_app_config("papers").get_models(),
    ]
    return {model.__name__: model.objects.count() for model in models}


def images(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_every_page_of_the_demo_is_sound(client, db):
    load_demo()
    pages = ["/", "/archive/", "/archive/2026/", "/tags/", "/papers/", "/about/"]
    pages += ["/papers/reading/"]
    for model in (Post, Tag, Author, Paper, Contributor):
        pages += [row.get_absolute_url() for row in model.objects.all()]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        check_page(response)


def test_the_demo_shows_the_house_at_its_best(db):
    load_demo()
    assert Post.objects.published().count() == 5
    assert {state for (state,) in Comment.objects.values_list("state")} == {
        "pending",
        "published",
        "spam",
        "removed",
    }
    for post in Post.objects.all():
        assert post.problems == []
        assert post.bylines.exists()
        assert post.series is not None
        assert post.cited_works.filter(is_confirmed=True).exists()
    assert not Paper.objects.exclude(cited_works__is_confirmed=True).exists()
    roles = Post.objects.get(slug="pytorch-and-alexnet").cited_works.filter(role="about")
    assert {work.paper.key for work in roles} >= {"paszke2019pytorch", "krizhevsky2012imagenet"}
    assert (
        Paper.objects.get(key="paszke2019pytorch").authorships.filter(role="author").count() == 21
    )


def test_flushing_removes_exactly_the_demo(db, settings):
    make_comment(make_post(tags=["Mine"], source="#Own text"))
    make_paper("My own paper")
    before = rows()
    load_demo()
    assert rows() != before
    assert images(settings)
    call_command("flush_demo")
    assert rows() == before
    assert not images(settings)


def test_flushing_keeps_what_other_posts_use(db):
    load_demo()
    post = make_post(
        source="[It](https://arxiv.org/abs/1912.01703)",
        tags=["PyTorch"],
        authors=[Author.objects.get(slug="kenji-yomimono")],
        series=Series.objects.first(),
    )
    removed, kept = flush_demo()
    assert removed > kept > 4
    assert list(Post.objects.all()) == [post]
    assert post.cited_works.get().paper.authorships.count() > 20
    assert list(post.tags.names()) == ["PyTorch"]
    assert list(Paper.objects.values_list("key", flat=True)) == ["paszke2019pytorch"]
    assert not DemoObject.objects.exists()
