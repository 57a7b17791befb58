"""Formulas in the titles of posts: set where pages show a title, words everywhere else."""

import json
import re

import pytest

from blog.feeds.post_feeds import PostFeed
from blog.models import Post, Series
from tests.support.factories import make_page, make_post, set_site

pytestmark = pytest.mark.django_db
TITLE = r"Why $x^2 \le \alpha$ costs $5 and $10 < 20"
WORDS = "Why x² ≤ α costs $5 and $10 < 20"
SHOWN = re.compile(r"Why <math.*?</math> costs \$5 and \$10 &lt; 20")


def text_of(response) -> str:
    return response.content.decode()


def test_the_heading_shows_the_formula_and_the_head_words(client):
    post = make_post(title=TITLE)
    html = text_of(client.get(post.get_absolute_url()))
    assert SHOWN.search(re.search("<h1.*?</h1>", html, re.S)[0])
    escaped = WORDS.replace("<", "&lt;")
    assert f"<title>{escaped} · " in html
    for name in ('name="citation_title"', 'property="og:title"'):
        assert f'<meta {name} content="{escaped}">' in html
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    assert json.loads(data)["headline"] == WORDS
    assert str(post) == WORDS


def test_lists_show_the_formula(client):
    series = Series.objects.create(title="On $L^p$", slug="lp")
    make_post(title=TITLE, series=series, tags=["a"])
    other = make_post(title="Other", series=series, tags=["a"])
    other_page = other.get_absolute_url()
    for address in ("/", "/archive/", "/tags/a/", "/series/lp/", other_page, "/search/?q=costs"):
        assert SHOWN.search(text_of(client.get(address))), address
    assert "On <math" in text_of(client.get("/series/"))
    assert "<title>On Lᵖ · " in text_of(client.get("/series/lp/"))


def test_a_page_has_one_too(client):
    html = text_of(client.get(make_page(title="On $L^p$").get_absolute_url()))
    assert "<title>On Lᵖ · " in html
    assert re.search("<h1[^>]*>On <math", html)


def test_feeds_searches_and_letters_tell_words(client):
    post = make_post(title=TITLE)
    assert PostFeed().item_title(post) == WORDS
    found = client.get("/search/titles/", {"q": "costs"}).json()
    assert found[1] == [WORDS]


def test_a_post_is_cited_with_its_formula(client):
    post = make_post(title="On $x^2$", slug="a")
    assert "title = {On $x^2$}" in text_of(client.get("/posts/a/cite.bib"))
    assert client.get("/posts/a/cite.json").json()[0]["title"] == "On x²"
    assert post.title == Post.objects.get().title == "On $x^2$"
    reference = re.search('<p class="reference".*?</p>', text_of(client.get("/posts/a/")), re.S)[0]
    assert "On <math" in reference


def test_titles_know_the_commands_of_the_site():
    set_site(tex_macros=r"\newcommand{\Field}{\mathbb{R}}")
    post = make_post(title=r"In $\Field^n$ and $\unknown$")
    assert "ℝ" in post.title_html
    assert post.title_html.endswith(r" and $\unknown$")


def test_markup_in_a_title_is_text():
    post = make_post(title="<b>$x$</b> $a<b$ <script>")
    assert post.title_html.startswith("&lt;b&gt;<math")
    assert post.title_html.endswith("&lt;script&gt;")
