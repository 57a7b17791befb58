import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from blog.folder.static_export import export_static
from blog.models import Post
from blog.posts.saving_posts import save_post
from blog.server.jobs import do_tidying
from blog.sharing import picture_jobs
from blog.sharing.picture_jobs import settle_share_pictures
from tests.support.factories import LONG_AGO, cite, make_author, make_paper, make_post, set_site
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8000"


def files(kind: str) -> set[str]:
    try:
        folders, _files = default_storage.listdir(f"shares/{kind}")
    except FileNotFoundError:
        return set()
    places = [f"shares/{kind}/{folder}" for folder in folders]
    return {f"{place}/{name}" for place in places for name in default_storage.listdir(place)[1]}


def shown(client, row) -> dict[str, str]:
    page = check_page(client.get(row.get_absolute_url()))
    found = re.findall(
        r'<meta (?:name|property)="(og:image[^"]*|twitter:card)" content="([^"]*)">', page
    )
    assert len(found) == len(dict(found))
    return {name: unescape(value) for name, value in found}


def test_a_published_post_has_a_picture(client, do_jobs):
    post = make_post(title="How <b>rays</b> & co. pass", authors=[make_author(name="Marie Curie")])
    assert shown(client, post) == {}, "nothing is drawn in a request"
    do_jobs()
    tags = shown(client, post)
    [name] = files("posts")
    assert tags == {
        "og:image": f"{ORIGIN}/media/{name}",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "How <b>rays</b> & co. pass · Marie Curie · Wellcited",
        "twitter:card": "summary_large_image",
    }
    with Image.open(default_storage.path(name)) as picture:
        assert picture.size == (1200, 630)


def test_drafts_and_scheduled_posts_have_none_before_their_time(client, do_jobs):
    make_post(title="Draft", published_at=None)
    make_post(title="Later", published_at=timezone.now() + timedelta(days=1))
    do_jobs()
    settle_share_pictures.call("posts")
    assert files("posts") == set()
    Post.objects.filter(title="Later").update(published_at=LONG_AGO)
    settle_share_pictures.call("posts")
    do_jobs()  # those of rows whose numbers are high
    assert len(files("posts")) == 1


def test_a_picture_goes_with_its_post(do_jobs, django_capture_on_commit_callbacks):
    first, second, third = make_post(), make_post(), make_post()
    do_jobs()
    assert len(files("posts")) == 3
    with django_capture_on_commit_callbacks(execute=True):
        first.published_at = None
        save_post(first)
    assert len(files("posts")) == 2
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert len(files("posts")) == 1
    with django_capture_on_commit_callbacks(execute=True):
        Post.objects.filter(pk=third.pk).delete()
    assert files("posts") == set()


def test_another_title_author_or_look_has_another_picture(client, do_jobs):
    author = make_author(name="Ada")
    post = make_post(title="One", authors=[author])
    do_jobs()
    names = files("posts")
    post.title = "Two"
    save_post(post)
    do_jobs()
    assert len(files("posts") - names) == len(files("posts")) == 1
    names |= files("posts")
    set_site(accent="#8a3b12", accent_dark="#eda77c")
    do_jobs()
    assert len(files("posts") - names) == len(files("posts")) == 1
    [name] = files("posts")
    assert shown(client, post)["og:image"].endswith(name)
    names |= files("posts")
    author.name = "Grace"
    author.save()
    do_tidying()
    do_jobs()
    assert len(files("posts") - names) == len(files("posts")) == 1


def test_a_renamed_author_is_drawn_at_once(admin_client, do_jobs):
    author = make_author(name="Ada")
    make_post(authors=[author])
    do_jobs()
    names = files("posts")
    form = {"name": "Grace", "slug": author.slug}
    admin_client.post(f"/admin/blog/author/{author.pk}/change/", form)
    do_jobs()
    assert files("posts").isdisjoint(names)


def test_a_title_without_glyphs_has_the_picture_of_the_site(client, do_jobs):
    post, twin = make_post(title="한국어로 쓴 글"), make_post(title="Rays")
    settle_share_pictures.call()
    do_jobs()
    [site] = files("site")
    assert shown(client, post)["og:image"] == f"{ORIGIN}/media/{site}"
    assert shown(client, post)["og:image:alt"] == "Wellcited"
    assert shown(client, twin)["og:image"] in {f"{ORIGIN}/media/{name}" for name in files("posts")}
    assert len(files("posts")) == 1
    home = check_page(client.get("/"))
    assert f'<meta property="og:image" content="{ORIGIN}/media/{site}">' in home


def test_a_site_without_glyphs_has_its_logo(client, do_jobs):
    post = make_post(title="한국어로 쓴 글")
    set_site(name="연구 일기")
    do_jobs()
    assert files("site") == set()
    assert shown(client, post) == {}
    set_site(logo=default_storage.save("images/logo.png", ContentFile(b"\x89PNG")))
    assert shown(client, post) == {
        "og:image": f"{ORIGIN}/media/images/logo.png",
        "og:image:alt": "연구 일기",
        "twitter:card": "summary",
    }


def test_a_discussed_paper_has_a_picture(client, do_jobs):
    paper, other = make_paper("On rays", year=1903), make_paper("Nobody cites it")
    cite(make_post(), paper)
    settle_share_pictures.call("papers")
    [name] = files("papers")
    assert shown(client, paper)["og:image"] == f"{ORIGIN}/media/{name}"
    assert shown(client, paper)["og:image:alt"] == "On rays · Marie Curie · Wellcited"
    assert shown(client, other) == {}


def test_works_of_a_new_post_are_drawn_with_it(do_jobs):
    make_paper("On rays", key="curie1903")
    make_post(source="As [@curie1903] says.")
    do_jobs()
    assert len(files("papers")) == 1


def test_tidying_makes_what_is_missing_and_removes_what_is_too_much(do_jobs, monkeypatch):
    monkeypatch.setattr(picture_jobs, "AT_ONCE", 2)
    posts = [make_post() for _ in range(5)]
    Post.objects.bulk_create([Post(pk=7_654_321, title="Far", slug="far", published_at=LONG_AGO)])
    stray = [
        f"shares/posts/{number // 1000}/{number}-0.png" for number in (posts[0].pk, 99_999_999)
    ]
    for name in stray:
        default_storage.save(name, ContentFile(b""))
    do_tidying()
    do_jobs()
    assert len(files("posts")) == 6
    assert not files("posts").intersection(stray)
    assert any("/7654/7654321-" in name for name in files("posts"))


def test_tidying_again_draws_nothing(do_jobs, monkeypatch):
    make_post()
    do_tidying()
    do_jobs()
    monkeypatch.setattr("blog.sharing.card_drawing.draw_card", None)
    do_tidying()
    do_jobs()
    assert len(files("posts")) == 1


def test_a_post_hidden_while_it_is_drawn_has_no_picture(monkeypatch, do_jobs):
    post = make_post()

    def hide(_card):
        Post.objects.filter(pk=post.pk).update(published_at=None)
        return b"PNG"

    monkeypatch.setattr("blog.sharing.card_drawing.draw_card", hide)
    do_jobs()
    assert files("posts") == set()


def test_a_static_site_has_the_pictures(tmp_path, do_jobs):
    make_post()
    do_jobs()
    export_static(tmp_path / "site")
    [name] = files("posts")
    assert (tmp_path / "site/media" / name).read_bytes().startswith(b"\x89PNG")
