"""Series, authors and people have pages of their own, found by their indexes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import OldAddress, Series
from tests.support.factories import make_author, make_paper, make_post

pytestmark = pytest.mark.django_db


def make_series(title: str, posts: int, **values) -> Series:
    series = Series.objects.create(title=title, **values)
    for number in range(posts):
        when = timezone.now() - timedelta(days=posts - number)
        make_post(title=f"Part {number}", series=series, published_at=when)
    return series


def test_a_series_is_read_from_its_first_post_on(client, settings):
    settings.BLOG_POSTS_PER_PAGE = 2
    series = make_series("Radium", 5)
    address, seen = series.get_absolute_url(), []
    while address:
        response = client.get(address)
        page = response.context["page"]
        seen += [post.title for post in page.rows]
        address = f"{series.get_absolute_url()}?before={page.older}" if page.older else ""
    assert seen == [f"Part {number}" for number in range(5)]
    assert client.get(f"{series.get_absolute_url()}?before=x").status_code == 404


@pytest.mark.parametrize(
    ("title", "slug"), [("On Radium", "on-radium"), ("학습", "학습"), ("???", "series")]
)
def test_a_series_has_an_address_and_keeps_its_old_one(client, title: str, slug: str):
    series = make_series(title, 1)
    assert series.slug == slug
    series.slug = "anew"
    series.save()
    response = client.get(f"/series/{slug}/")
    assert (response.status_code, response.url) == (301, "/series/anew/")
    assert "no-store" in response.headers["Cache-Control"]  # the name may be taken back
    assert OldAddress.objects.get().target == series


def test_two_series_of_one_slug_get_two():
    assert [make_series(title, 0).slug for title in ("A b", "A-b")] == ["a-b", "a-b-2"]


def test_the_post_its_series_and_the_index_lead_to_one_another(client):
    series = make_series("On <Radium>", 2, description="Of\nall")
    post = client.get("/posts/part-0/").content.decode()
    assert f'href="{series.get_absolute_url()}"' in post
    page = client.get(series.get_absolute_url()).content.decode()
    assert "On &lt;Radium&gt;" in page
    assert 'href="/posts/part-1/"' in page
    assert 'href="/series/on-radium/feed.atom"' in page
    assert f'href="{series.get_absolute_url()}"' in client.get("/series/").content.decode()
    assert 'href="/series/"' in client.get("/archive/").content.decode()


def test_both_feeds_of_a_series_have_its_posts_newest_first(client):
    make_series("Radium", 3)
    items = client.get("/series/radium/feed.json").json()["items"]
    assert [item["title"] for item in items] == ["Part 2", "Part 1", "Part 0"]
    atom = client.get("/series/radium/feed.atom").content.decode()
    assert atom.index("Part 2") < atom.index("Part 0")


def test_a_series_is_told_only_of_listed_posts(client):
    series = make_series("Radium", 1)
    make_post(title="Secret", series=series, published_at=None)
    make_post(title="Unlisted", series=series, is_unlisted=True)
    page = client.get(series.get_absolute_url()).content.decode()
    assert "Part 0" in page
    assert "Secret" not in page
    assert "Unlisted" not in page
    assert "1 post<" in page


def test_authors_and_people_are_paged_though_some_have_one_name(client, monkeypatch):
    monkeypatch.setattr("blog.views.posts.AUTHORS_PER_PAGE", 2)
    monkeypatch.setattr("papers.views.people.PEOPLE_PER_PAGE", 2)
    authors = [make_author(name="Bo", slug=f"bo-{number}") for number in range(3)]
    make_post(authors=authors)
    make_author(name="Of no post")
    for name in ("Curie", "Noether", "de la Porte"):
        make_paper(author=name)
    for address, count in (("/authors/", 3), ("/papers/people/", 3)):
        seen, cursor = [], ""
        while cursor is not None:
            page = client.get(address, {"before": cursor} if cursor else {}).context["page"]
            seen += page.rows
            cursor = page.older or None
        assert len(seen) == len({row.pk for row in seen}) == count


def test_the_sitemap_names_series_and_authors(client):
    series, author = make_series("Radium", 1), make_author(name="Ada")
    make_post(authors=[author])
    assert series.get_absolute_url() in client.get("/sitemap-series.xml").content.decode()
    assert author.get_absolute_url() in client.get("/sitemap-authors.xml").content.decode()
    pages = client.get("/sitemap-pages.xml").content.decode()
    for path in ("/series/", "/authors/", "/papers/people/"):
        assert f"{path}</loc>" in pages
