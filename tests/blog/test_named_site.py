"""A blog of another name, zone and language: nothing on it speaks of ours."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import escape

from blog.comments.mail.letter_queue import comment_was_held, comment_was_published, note_wish
from blog.models import Comment, Post, stored_site
from tests.support.factories import (
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)
from tests.support.sending import send

pytestmark = pytest.mark.django_db
NAME = "Carnet d’Ada"
OURS = re.compile(r"(?i:wellcited)|\bUTC\b")
LINK = re.compile(r'(?:href|src|action)="(?:http://127\.0\.0\.1:\d+|http://testserver)?(/[^"#]*)')
LOCATION = re.compile(r"<loc>https?://[^/<]+([^<]*)</loc>")
EVENING = datetime(2022, 12, 31, 22, 30, tzinfo=UTC)  # of the next year in Seoul
NOT_PAGES = ("/static/", "/media/")
EXPORTS = re.compile(r"\.(?:bib|ris|json)\Z")


@pytest.fixture
def blog() -> Post:
    set_site(
        name=NAME,
        tagline="Des plantes",
        description="Un carnet.",
        language="fr",
        time_zone="Asia/Seoul",
        licence="CC BY 4.0",
        social="Mastodon https://example.social/@ada",
        footer="Écrit à Séoul.",
        accent="#7a2e6a",
        accent_dark="#e7a8d8",
    )
    make_paper("Rays", key="curie1903")
    make_page(title="Publications", address="publications", source="See [@curie1903].")
    author = make_author(name="Ada", slug="ada")
    values = {"published_at": EVENING, "tags": ["Plants"], "authors": [author]}
    post = make_post(slug="a", title="Un billet", source="See [@curie1903].", **values)
    make_post(slug="closing", comment_days=30_000, published_at=EVENING)
    make_comment(post, created_at=EVENING, email="reader@example.org")
    return post


def walk(client: Client) -> dict[str, str]:
    """Every page that links and sitemaps lead to, from the first one on, by its address."""
    waiting, found = ["/", "/sitemap.xml", "/robots.txt", "/papers/reading/", "/none/"], {}
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in found or address.startswith(NOT_PAGES):
            continue
        response = client.get(address, follow=True)
        found[address] = response.getvalue().decode()
        assert response.status_code == (404 if address == "/none/" else 200), address
        waiting += [*LINK.findall(found[address]), *LOCATION.findall(found[address])]
    return found


def test_no_page_speaks_of_another_name_or_zone(client, blog):
    pages = walk(client)
    assert len(pages) > 30
    assert {"/archive/2023/", "/posts/a/", "/feeds/posts.atom", "/authors/ada/"} <= set(pages)
    assert {"/publications/", "/about/", "/papers/curie1903/", "/tags/plants/"} <= set(pages)
    for address, text in pages.items():
        assert not OURS.search(text), address
        if text.startswith("<!doctype"):
            assert '<html lang="en">' in text, address  # there are no French words
            title = re.search(r"<title>(.*?)</title>", text)[1]
            assert title.endswith(escape(NAME)), address
            assert "Écrit à Séoul." in text, address
        elif ".atom" in address:
            assert 'xml:lang="fr"' in text, address


def test_no_date_is_that_of_another_zone(client, blog):
    """It was the evening before in Greenwich, of which feeds and sources tell with the offset."""
    for address, text in walk(client).items():
        if "/feeds/" not in address and not address.endswith((".atom", "feed.json", ".md")):
            assert "2022" not in text, address
    page = client.get("/posts/a/").content.decode()
    assert "1 January 2023" in page
    assert '<meta name="citation_publication_date" content="2023/01/01">' in page
    assert "2023-01-01T07:30:00+09:00" in page
    assert '<meta property="og:site_name" content="Carnet d’Ada">' in page
    assert '<meta name="citation_language" content="fr">' in page
    assert '"inLanguage":"fr"' in page
    assert '"license":"CC BY 4.0"' in page
    assert "1 January 2023, 07:30" in page, "of the comment"
    closing = client.get("/posts/closing/").content.decode()
    assert "KST" in closing
    assert client.get("/archive/2022/").status_code == 404
    feed = client.get("/feeds/posts.atom").content.decode()
    assert "2022-12-31T22:30:00+00:00" in feed or "2023-01-01T07:30:00+09:00" in feed


def test_year_of_the_archive_begins_in_the_sites_zone(client):
    set_site(time_zone="America/Los_Angeles")
    make_post(slug="late", published_at=datetime(2023, 1, 1, 7, 30, tzinfo=UTC))
    assert "/posts/late/" in client.get("/archive/2022/").content.decode()
    assert client.get("/archive/2023/").status_code == 404
    archive = client.get("/archive/").content.decode()
    assert ("/archive/2022/" in archive, "/archive/2023/" in archive) == (True, False)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("year", [0, 1, 2, 9998, 9999])
def test_ends_of_the_calendar_are_no_years_with_posts(client, zone: str, year: int):
    set_site(time_zone=zone)
    assert client.get(f"/archive/{year}/").status_code == 404


def test_letters_are_the_sites(blog, do_jobs, admin_user):
    post = Post.objects.get(slug="a")
    comment = make_comment(post, email="new@example.org")
    note_wish(comment, "replies")
    comment_was_published(comment)
    admin_user.email = "admin@example.org"
    admin_user.save()
    comment_was_held(make_comment(post, state="pending"))
    do_jobs()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        said = f"{letter.subject} {letter.body} {letter.alternatives[0].content}"
        assert NAME in said
        assert '<html lang="en" dir="ltr">' in said  # there are no French words
        assert not OURS.search(said)


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/password_change/"])
def test_admin_is_the_sites(client, admin_client, blog, address: str):
    text = (client if "login" in address else admin_client).get(address).content.decode()
    assert NAME in text
    assert not OURS.search(text)


def test_blog_from_right_to_left(client):
    set_site(language="ar")
    assert '<html lang="en" dir="rtl">' in client.get("/").content.decode()


def test_navigation_is_the_owners(client):
    assert 'href="/tags/"' in client.get("/archive/").content.decode()
    set_site(navigation="Billets /archive/\nCode https://example.org/code")
    text = client.get("/archive/").content.decode()
    assert '<a href="/archive/" aria-current="page">Billets</a>' in text
    assert '<a href="https://example.org/code">Code</a>' in text
    assert 'href="/tags/"' not in text


def test_words_and_languages_of_comments_are_the_sites(client):
    site = stored_site()
    assert "casino" in site.words
    set_site(suspect_words="cabbage\n\n  red  leaf ", other_languages="ru")
    post = make_post()
    send(client, post, source="Buy cabbage. Спасибо за статью, это хорошая статья.")
    reasons = dict(Comment.objects.get().reasons)
    assert reasons["words"] == "cabbage"
    assert "script" not in reasons
