import re

import pytest

from blog import sitemaps
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db


def locations(client, section: str) -> list[str]:
    text = client.get(f"/sitemap-{section}.xml").content.decode()
    return re.findall(r"<loc>https?://[^/]+(.*?)</loc>", text)


def test_every_kind_of_page_is_in_the_sitemap(client):
    paper = make_paper("Rays", author="Curie")
    post = make_post(tags=["Radium"])
    index = client.get("/sitemap.xml").content.decode()
    for section in ("pages", "posts", "tags", "papers", "people"):
        assert f"/sitemap-{section}.xml</loc>" in index
    assert locations(client, "papers") == [paper.get_absolute_url()]
    assert locations(client, "people") == ["/papers/people/marie-curie/"]
    assert locations(client, "posts") == [post.get_absolute_url()]
    lists = {"/papers/reading/", "/papers/notices/", "/corrections/"}
    assert lists <= set(locations(client, "pages"))
    for address in locations(client, "pages"):
        assert client.get(address).status_code == 200


def test_the_index_reads_no_rows_to_say_when_they_changed(client, django_assert_num_queries):
    for _number in range(3):
        make_post()
        newest = make_paper()
    with django_assert_num_queries(9) as queries:
        index = client.get("/sitemap.xml").content.decode()
    assert f"<lastmod>{newest.updated_at:%Y-%m-%d}" in index
    assert not any("body_html" in one["sql"] or '"record"' in one["sql"] for one in queries)


def test_a_part_has_the_rows_of_its_numbers_wherever_they_begin(client, monkeypatch):
    monkeypatch.setattr(sitemaps.SiteSitemap, "limit", 2)
    posts = [make_post() for _number in range(5)]
    hidden = make_post(is_unlisted=True)
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"/sitemap-posts\.xml(?:\?p=(\d+))?</loc>", index)
    assert len(parts) == -(-hidden.pk // 2)
    found = []
    for part in parts:
        text = client.get("/sitemap-posts.xml", {"p": part or "1"}).content.decode()
        some = re.findall(r"<loc>https?://[^/]+(.*?)</loc>", text)
        assert len(some) <= 2
        found += some
    assert found == [post.get_absolute_url() for post in posts]
    assert client.get("/sitemap-posts.xml", {"p": str(len(parts) + 1)}).status_code == 404
