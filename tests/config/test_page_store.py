"""Who is answered from the store, with what, and who can put something into it."""

import gzip
import threading
import time
from datetime import timedelta

import pytest
from django.db import InterfaceError, connection
from django.utils import timezone

from blog import urls
from blog.comments.moderation.form_stamps import EXPIRES_AFTER
from blog.models import Comment, Post, Rate
from blog.page_store.recording import LONGEST_LIFE
from config import page_store
from config.wsgi import Application
from tests.support.factories import (
    cite,
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)
from tests.support.kept_site import KeptSite, asked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATHS = [
    *("/", "/archive/", "/archive/2020/", "/tags/", "/tags/physics/", "/papers/", "/about/"),
    *("/posts/one/", "/posts/one/?comments=1", "/posts/one.md"),
    *("/authors/", "/authors/ada/", "/papers/radium/", "/papers/people/", "/papers/reading/"),
    *("/papers/notices/", "/feeds/posts.atom", "/feeds/posts.json", "/feeds/comments.atom"),
    *("/posts/one/comments/feed.atom", "/papers/radium/feed.atom", "/tags/physics/feed.json"),
    *("/sitemap.xml", "/sitemap-posts.xml", "/sitemap-pages.xml", "/robots.txt", "/own/"),
    "/.well-known/security.txt",
]
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


@pytest.fixture
def site():
    author, paper = make_author(name="Ada"), make_paper("On the Radium Question", key="radium")
    post = make_post(
        title="One", slug="one", source="Radium, *anew*. " * 90, authors=[author], tags=["physics"]
    )
    cite(post, paper)
    make_comment(post)
    make_page(address="own", title="Own")
    kept = KeptSite()
    yield kept
    kept.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_kept_page_is_what_django_answers(site: KeptSite, path: str):
    for more in ({}, GZIP):
        fresh = site.fresh(path, **more)
        assert fresh.status == "200 OK"
        assert site.get(path, **more).same == fresh.same
        with site.rendering(0):
            kept = site.get(path, **more)
            assert kept.same == fresh.same
            if more and kept["Content-Encoding"]:
                assert int(kept["Content-Length"]) == len(kept.body)
                plain = site.get(path)
                assert gzip.decompress(kept.body) == plain.body
            head = site.get(path, "HEAD", **more)
            assert (head.status, head.headers, head.body) == (kept.status, kept.headers, b"")
        for known in (kept["ETag"], f'"x", {kept["ETag"]}', "*"):
            told = {**more, "HTTP_IF_NONE_MATCH": known}
            unchanged = site.fresh(path, **told)
            assert unchanged.status == "304 Not Modified"
            with site.rendering(0):
                for method in ("GET", "HEAD"):
                    again = site.get(path, method, **told)
                    assert (again.status, again.body) == ("304 Not Modified", b"")
                    assert sorted(again.headers) == sorted(unchanged.headers)
                    assert "X-Frame-Options" not in dict(again.headers)
        with site.rendering(0):
            assert site.get(path, **more, HTTP_IF_NONE_MATCH='"other"').status == "200 OK"


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("POST", {}),
        ("PUT", {}),
        ("GET", {"HTTP_COOKIE": "sessionid=abc"}),
        ("GET", {"HTTP_COOKIE": "_ga=1; comments=abc"}),
        ("GET", {"HTTP_COOKIE": "csrftoken=abc"}),
        ("GET", {"HTTP_COOKIE": "messages=abc"}),
        ("GET", {"HTTP_COOKIE": "mail=abc"}),
        ("GET", {"HTTP_COOKIE": 'a="\\012"'}),
        ("GET", {"HTTP_AUTHORIZATION": "Bearer abc"}),
        ("GET", {"HTTP_RANGE": "bytes=0-9"}),
        ("GET", {"HTTP_IF_MATCH": '"x"'}),
        ("GET", {"HTTP_HOST": "127.0.0.1:81"}),
        ("GET", {"HTTP_HOST": "elsewhere.example"}),
        ("GET", {"SCRIPT_NAME": "/evil"}),  # gunicorn takes it from a header of who asks
        ("GET", {"HTTP_X_ODD": "a\x01b"}),
        ("GET", {"CONTENT_TYPE": "text/plain; charset=latin-1"}),
        ("GET", {"CONTENT_LENGTH": "3"}),
        ("GET", {"QUERY_STRING": "utm_source=a"}),
        ("GET", {"QUERY_STRING": "before=a&before=b"}),
        ("GET", {"QUERY_STRING": "q=radium"}),
        ("GET", {"QUERY_STRING": "before=" + "1" * 600}),
        ("GET", {"QUERY_STRING": "before=%00&x"}),
    ],
)
def test_who_says_more_than_an_address_neither_fills_nor_reads(site: KeptSite, method, more):
    """Twice each: had the first one filled, the second would be answered with it."""
    path = "/posts/one/"
    with site.rendering(2):
        site.get(path, method, **more)
        site.get(path, method, **more)
    assert len(site.store.pages) == len(site.store.pages_of_queries) == 0
    site.get(path)
    with site.rendering(1):
        site.get(path, method, **more)


def test_what_only_one_visitor_may_see_is_not_kept(site: KeptSite, admin_client):
    make_post(title="Draft", slug="draft", published_at=None)
    session = f"sessionid={admin_client.cookies['sessionid'].value}"
    assert site.get("/posts/draft/").status == "404 Not Found"
    assert site.get("/posts/draft/", HTTP_COOKIE=session).status == "200 OK"
    assert site.get("/posts/draft/").status == "404 Not Found"
    assert len(site.store.pages) == 0


def test_headers_of_a_visitor_are_in_no_page(site: KeptSite):
    odd = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_ACCEPT_LANGUAGE": "de",
        "HTTP_REFERER": "https://evil.example/",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_COOKIE": "_ga=evil",
    }
    assert site.get("/posts/one/", **odd).same == site.fresh("/posts/one/").same
    with site.rendering(0):
        assert site.get("/posts/one/").same == site.fresh("/posts/one/").same


@pytest.mark.parametrize("path", ["/no/such/", "/posts/one", "/admin/", "/search/?q=a", "/healthz"])
def test_other_answers_are_djangos_each_time(site: KeptSite, path: str):
    for method in ("GET", "HEAD", "GET"):
        with site.rendering(1):
            assert site.get(path, method).status == site.fresh(path, method).status
    assert len(site.store.pages) == len(site.store.pages_of_queries) == 0


def test_pages_behind_a_proxy_are_those_of_their_scheme(site: KeptSite, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 100
    kept = KeptSite()
    told = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert kept.get("/").status == "301 Moved Permanently"
    kept.get("/", **told)
    with kept.rendering(0):
        assert kept.get("/", **told)["Strict-Transport-Security"] == "max-age=100"
        again = kept.get("/", **told, HTTP_IF_NONE_MATCH="*")
    fresh = kept.fresh("/", **told, HTTP_IF_NONE_MATCH="*")
    assert sorted(again.headers) == sorted(fresh.headers)
    assert kept.get("/").status == "301 Moved Permanently"
    assert kept.get("/", HTTP_X_FORWARDED_PROTO="http").status == "301 Moved Permanently"


def test_a_site_below_a_path_has_its_pages_there(site: KeptSite, settings):
    settings.SITE_PATH = settings.FORCE_SCRIPT_NAME = "/blog"
    below = Application()
    fresh = site.fresh("/posts/one/")
    assert b'"/blog/archive/"' in fresh.body
    for path in ("/blog/posts/one/", "/blog/posts/one/", "/posts/one/"):
        assert asked(below, path).same == fresh.same
    assert len(below.store.pages) == 1
    assert asked(below, "/blog/posts/one").status == "301 Moved Permanently"


def test_a_page_that_is_too_large_is_not_waited_for(site: KeptSite):
    kept = KeptSite(20_000)
    for _time in range(2):
        with kept.rendering(1):
            assert kept.get("/posts/one/").status == "200 OK"
    assert kept.store.unkept


def test_requests_that_write_elsewhere_leave_pages_kept(site: KeptSite):
    site.get("/posts/one/")
    for number in range(3):
        Rate.objects.create(bucket=str(number), free_at=1)
        make_comment(Post.objects.get(slug="one"), state="pending")
        with site.rendering(0):
            site.get("/posts/one/")


def test_a_comment_is_on_the_page_as_soon_as_it_is_published(site: KeptSite):
    site.get("/posts/one/")
    comment = make_comment(Post.objects.get(slug="one"), source="As seen.", state="pending")
    assert b"As seen." not in site.get("/posts/one/").body
    Comment.objects.filter(pk=comment.pk).update(state="published")
    with site.rendering(1):
        assert b"As seen." in site.get("/posts/one/").body
        assert b"As seen." in site.get("/posts/one/").body
    comment.delete()
    assert b"As seen." not in site.get("/posts/one/").body


def test_a_change_that_a_page_does_not_show_has_it_asked_again_and_kept(site: KeptSite):
    site.get("/posts/one/")
    make_author(name="Somebody Else")
    with site.rendering(0):
        site.get("/posts/one/")


def test_a_scheduled_post_appears_at_its_time(site: KeptSite, monkeypatch):
    now = timezone.now()
    make_post(title="To come", slug="to-come", published_at=now + timedelta(minutes=1))
    for path in ("/", "/archive/", "/feeds/posts.atom", "/tags/"):
        assert b"To come" not in site.get(path).body
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=2))
    for path in ("/", "/archive/", "/feeds/posts.atom"):
        assert b"To come" in site.get(path).body
        assert site.get(path).same == site.fresh(path).same


def test_a_post_that_is_published_at_once_appears(site: KeptSite):
    """Its time is after that of the page, with which the statements are asked again."""
    site.get("/")
    draft = make_post(title="Just now", published_at=None)
    with site.rendering(0):
        site.get("/")
    Post.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    assert b"Just now" in site.get("/").body


def test_comments_close_at_their_time(site: KeptSite, monkeypatch):
    now = timezone.now()
    set_site(comment_days=3)
    post = make_post(slug="two", published_at=now - timedelta(days=3) + timedelta(minutes=1))
    assert b'name="stamp"' in site.get("/posts/two/").body
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=2))
    assert b'name="stamp"' not in site.get("/posts/two/").body
    Post.objects.filter(pk=post.pk).update(comment_days=9)
    assert b'name="stamp"' in site.get("/posts/two/").body


def test_a_page_holds_some_hours_and_to_midnight(site: KeptSite, monkeypatch):
    set_site(time_zone="Asia/Seoul")
    now = timezone.now().replace(hour=14, minute=58, second=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    site.get("/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=1))
    with site.rendering(0):
        site.get("/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=2))
    with site.rendering(1):
        site.get("/")
    assert timedelta(seconds=EXPIRES_AFTER) > 50 * LONGEST_LIFE


def test_a_picture_that_is_drawn_later_is_on_the_page(site: KeptSite, do_jobs):
    site.get("/posts/one/")
    do_jobs()
    kept = site.get("/posts/one/")
    assert kept.same == site.fresh("/posts/one/").same
    assert b"og:image" in kept.body


def test_memory_is_bounded_and_queries_push_nothing_out(site: KeptSite):
    kept = KeptSite(800_000)
    kept.get("/posts/one/")
    for number in range(60):
        kept.get(f"/posts/one/?before={number}")
    assert 0 < kept.store.pages_of_queries.bytes <= 200_000
    assert len(kept.store.pages_of_queries) < 20
    with kept.rendering(0):
        kept.get("/posts/one/")
    for number in range(60):
        make_post(slug=f"many-{number}", source="Word. " * 1000)
        kept.get(f"/posts/many-{number}/")
        assert kept.store.pages.bytes <= 600_000
    with kept.rendering(0):
        kept.get("/posts/many-59/")
    with kept.rendering(1):
        kept.get("/posts/one/")


def test_nothing_is_kept_where_it_is_switched_off(site: KeptSite):
    off = KeptSite(0)
    with off.rendering(2):
        off.get("/")
        off.get("/")


def test_a_page_that_reads_what_is_not_counted_is_not_kept(site: KeptSite, monkeypatch):
    def home(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM blog_rate")
        return views_home(request)

    views_home = urls.urlpatterns[0].callback
    monkeypatch.setattr(urls.urlpatterns[0], "callback", home)
    with site.rendering(2):
        site.get("/")
        site.get("/")
    assert len(site.store.pages) == 0


def test_what_changes_while_a_page_is_made_is_not_kept(site: KeptSite, monkeypatch):
    behind = site.store.django

    def meanwhile(environ, start_response):
        answer = behind(environ, start_response)
        Post.objects.filter(slug="one").update(title="Another")
        return answer

    site.store.django = meanwhile
    assert b">One<" in site.get("/").body
    assert len(site.store.pages) == 0
    site.store.django = behind
    assert b">Another<" in site.get("/").body


def test_a_crowd_has_a_page_made_once(site: KeptSite, monkeypatch):
    gate, lock, made = threading.Event(), threading.Lock(), []

    def slow(environ, start_response):
        with lock:
            made.append(environ["PATH_INFO"])
        gate.wait(5)
        start_response("200 OK", [("Content-Type", "text/html"), ("ETag", '"a"')])
        return Made([b"page"])

    site.store.django = slow
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask_and_close(site, "/"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    gate.set()
    for thread in threads:
        thread.join()
    assert [answer.body for answer in answers] == [b"page"] * 8
    assert made == ["/"]


def test_who_waits_too_long_makes_the_page_itself(site: KeptSite, monkeypatch):
    monkeypatch.setattr(page_store, "PATIENCE", 0.05)
    key = site.store.rules.key_of(
        {"REQUEST_METHOD": "GET", "HTTP_HOST": "127.0.0.1:8000", "PATH_INFO": "/"}
        | {"wsgi.url_scheme": "http"}
    )
    assert site.store.flights.begin(key)
    with site.rendering(1):
        assert site.get("/").status == "200 OK"
    site.store.flights.end(key)
    assert len(site.store.pages) == 0


def test_a_database_that_is_away_is_told_by_django(site: KeptSite, monkeypatch):
    site.get("/")
    reader = page_store.version_reader()
    reader.opened().connection.close()
    with site.rendering(1):
        assert site.get("/").status == "200 OK"
    with site.rendering(0):
        site.get("/")


def test_a_connection_that_goes_between_two_questions_is_told_by_django(site, monkeypatch):
    site.get("/posts/one/")

    def gone(*_asked):
        raise InterfaceError("the connection is gone")

    reader = page_store.version_reader()
    monkeypatch.setattr(reader.opened(), "cursor", gone)
    Post.objects.filter(slug="one").update(title="Other")
    with site.rendering(1):
        assert b"Other" in site.get("/posts/one/").body


class Made(list):
    streaming = False

    def close(self) -> None:
        pass


def ask_and_close(site: KeptSite, path: str):
    try:
        return site.get(path)
    finally:
        site.close()
        connection.close()
