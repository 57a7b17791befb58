from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command

from blog.demo import flush_demo, load_demo
from blog.models import Author, Comment, DemoObject, Post, Series, TableVersion, Tag
from blog.posts.fact_check import facts_of_post
from papers.formats.entries import Entry
from papers.library.adding_papers import add_entries
from papers.library.merging import merge_papers
from papers.models import Contributor, Paper, Reading, Spelling
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.pages import check_page


def rows() -> dict[str, int]:
    models = [
        *apps.get_app_config("blog").get_models(),
        *apps.get_app_config("papers").get_models(),
    ]
    models.remove(Spelling)  # words that lead to nothing stay
    models.remove(TableVersion)  # each change counts, be it undone or not
    return {model.__name__: model.objects.count() for model in models}


def images(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_demo_is_sound_and_shows_the_house_at_its_best(client, db):
    load_demo()
    check_every_page(client)
    assert [told for post in Post.objects.all() for told in facts_of_post(post)] == []
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


def check_every_page(client):
    pages = ["/", "/archive/", "/archive/2026/", "/tags/", "/papers/", "/about/"]
    pages += ["/papers/reading/"]
    for model in (Post, Tag, Author, Paper, Contributor):
        pages += [row.get_absolute_url() for row in model.objects.all()]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        check_page(response)


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


def test_flushing_keeps_what_own_texts_comments_and_lists_name(db, do_jobs):
    load_demo()
    read, wanted, cited, noted, merged, version = Paper.objects.filter(reading=None)[:6]
    Reading.objects.create(paper=read, state="to_read")
    add_entries([Entry("mine", 1, wanted.record, ())])
    mentioning = make_post(source="Words of #PyTorch alone.")
    comment = make_comment(mentioning, source=f"See [@{cited.key}].")
    assert comment.citations.exists()
    noted.note = "My own words."
    noted.save()
    merge_papers(merged, [make_paper("My own")])
    make_paper("My version")
    Paper.objects.filter(title="My version").update(version_of=version)
    reading = Reading.objects.get(paper__key="kingma2015adam")
    reading.note = "What I think of it."
    reading.save()
    author = Author.objects.get(slug="kenji-yomimono")
    author.user = get_user_model().objects.create(username="kenji")
    author.save()
    call_command("flush_demo")
    kept = [read, wanted, cited, noted, merged, version, reading.paper]
    assert set(Paper.objects.exclude(title="My version")) == set(kept)
    assert set(Reading.objects.all()) == {read.reading, reading}
    assert [tag.name for tag in Tag.objects.all()] == ["PyTorch"]
    assert mentioning.hashtags.exists()
    assert comment.citations.exists()
    assert list(Author.objects.all()) == [author]


def test_what_stays_of_the_demo_is_public_only_where_something_public_names_it(db):
    load_demo()
    listed, hidden = Paper.objects.filter(reading=None)[:2]
    make_post(source=f"See [@{listed.key}].")
    make_post(source=f"See [@{hidden.key}].", published_at=None)
    flush_demo()
    assert list(Paper.objects.listed()) == [listed]
    assert Paper.objects.count() == 2
