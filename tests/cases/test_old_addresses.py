"""Feeds and pages of an old site that readers know go on being found."""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from tests.support.cases import FEED, import_case, import_site, post_text

pytestmark = pytest.mark.django_db
QUARTO = {"_quarto.yml": "project:\n  type: website\n"}
HUGO = {"hugo.toml": 'title="H"\nbaseURL="https://h.example.org/"\n'}
ZOLA = {"config.toml": 'base_url="https://z.example.org"\ntitle="Z"\n'}
PELICAN = {"pelicanconf.py": "SITENAME = 'P'\nFEED_ALL_ATOM = 'feeds/all.atom.xml'\n"}


def leads_to(client, address: str) -> str:
    """Where an old address redirects for good; the page is there."""
    response = client.get(quote(address))
    assert response.status_code in (301, 308), f"{address}: {response.status_code}"
    target = urlsplit(response.headers["Location"]).path
    assert client.get(target).status_code == 200, f"{address} leads to {target}"
    return unquote(target)


@pytest.mark.parametrize("address", ["/feed.xml", "/atom.xml", "/rss.xml", "/feed/", "/feed"])
def test_old_feed_leads_to_the_new_one(client, address: str):
    import_case("a05-old-feeds")
    assert leads_to(client, address) == FEED


@pytest.mark.parametrize(
    ("site", "post", "address"),
    [
        (HUGO, "content/posts/a.md", "/index.xml"),
        (HUGO, "content/posts/a.md", "/posts/index.xml"),
        (QUARTO, "posts/a/index.qmd", "/index.xml"),
        (ZOLA, "content/a.md", "/atom.xml"),
        (PELICAN, "content/a.md", "/feeds/all.atom.xml"),
        ({"_config.yml": "feed:\n  path: blog.rss\n"}, "_posts/2024-05-16-a.md", "/blog.rss"),
        ({"_config.yml": "baseurl: /blog\n"}, "_posts/2024-05-16-a.md", "/blog/feed.xml"),
    ],
)
def test_old_feed_of_a_system_leads_to_the_new_one(
    client, tmp_path: Path, site: dict[str, str], post: str, address: str
):
    import_site(tmp_path, site | {post: post_text("Words.", date="2024-05-16")})
    assert leads_to(client, address) == FEED


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/tag/아마존/", "/tags/아마존/"),
        ("/tag/deep-learning/", "/tags/deep-learning/"),
        ("/category/notes/", "/tags/notes/"),
        ("/tag/deep-learning", "/tags/deep-learning/"),
        ("/tag/deep-learning/index.html", "/tags/deep-learning/"),
    ],
)
def test_old_page_of_a_tag_leads_to_the_tag(client, address: str, target: str):
    import_case("a06-old-tag-pages")
    assert leads_to(client, address) == target


ALFOLIO = {
    "_config.yml": "plugins: [jekyll-archives]\njekyll-archives:\n"
    "  enabled: [year, tags, categories]\n  permalinks:\n    year: /blog/:year/\n"
    "    tag: /blog/tag/:name/\n    category: /blog/category/:name/\n"
}
IN_JEKYLL, IN_HUGO = "_posts/2024-05-17-a.md", "content/posts/a.md"


@pytest.mark.parametrize(
    ("site", "post", "address", "target"),
    [
        (ALFOLIO, IN_JEKYLL, "/blog/tag/deep-learning/", "/tags/deep-learning/"),
        (ALFOLIO, IN_JEKYLL, "/blog/tag/c/", "/tags/c-plus-plus/"),
        (ALFOLIO, IN_JEKYLL, "/blog/category/notes/", "/tags/notes/"),
        (ALFOLIO, IN_JEKYLL, "/blog/2024/", "/archive/2024/"),
        (HUGO, IN_HUGO, "/categories/notes/", "/tags/notes/"),
        (HUGO, IN_HUGO, "/tags/deep-learning/index.html", "/tags/deep-learning/"),
    ],
)
def test_old_page_of_a_system_leads_here(
    client, tmp_path: Path, site: dict[str, str], post: str, address: str, target: str
):
    text = post_text("W.", tags='["C++", "deep learning"]', categories="[notes]", date="2024-05-17")
    import_site(tmp_path, site | {post: text})
    assert leads_to(client, address) == target
