import re

import pytest
from django.test import Client

from blog.models import Page
from blog.posts.own_pages import save_page
from papers.library.paper_rows import add_paper
from papers.models import Paper
from tests.support.factories import make_page, make_paper, make_post, set_site

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_page_is_rendered_and_cited_as_a_post_is(client):
    make_paper("Rays", key="curie1903")
    set_site(tex_macros=r"\newcommand{\R}{\mathbb{R}}", citation_style="ieee")
    page = make_page(title="People", address="people", source="See [@curie1903], in $\\R$.")
    text = text_of(client, "/people/")
    assert "<h1" in text
    assert "See <span" in text
    assert "[1]" in text
    assert "Rays" in text
    assert "ℝ" in text
    assert page.problems == []
    assert '<meta name="description" content="See [1]' in text
    formula = make_page(source="## Sums\n\n$$\\sum_{i=1}^n x_i$$\n\nA sum of words.")
    assert formula.excerpt == "A sum of words."


def test_what_a_page_cites_has_a_page_once_readers_may_read_of_it(client):
    record = {"type": "article", "title": "Rays"}
    paper = add_paper(record, key="curie1903", is_in_library=False)
    page = make_page(address="people", source="See [@curie1903].", is_draft=True)
    assert client.get(paper.get_absolute_url()).status_code == 404
    page.is_draft = False
    save_page(page)
    links = re.findall(r'href="(/papers/[^"]+)"', page.body_html)
    assert links == [paper.get_absolute_url()]
    assert client.get(links[0]).status_code == 200
    assert Paper.objects.listed().get() == paper


def test_citation_that_leads_nowhere_is_a_problem():
    page = make_page(source="First.\n\nSee [@nobody].")
    assert [(one["line"], "nobody" in one["message"]) for one in page.problems] == [(3, True)]


def test_page_has_its_own_language_and_direction(client):
    make_page(title="مقدمة", address="ar", language="ar")
    text = text_of(client, "/ar/")
    assert '<html lang="en">' in text  # what the interface speaks
    assert '<h1 lang="ar" dir="rtl">مقدمة</h1>' in text
    assert 'data-post-body lang="ar" dir="rtl"' in text


def test_address_without_its_slash_leads_to_the_page(client):
    make_page(address="people/alumni")
    response = client.get("/people/alumni")
    assert (response.status_code, response.url) == (301, "/people/alumni/")
    assert client.get("/people").status_code == 404


def test_draft_is_seen_by_editors_only(client, admin_client):
    make_page(address="people", is_draft=True)
    assert client.get("/people/").status_code == 404
    assert client.get("/people").status_code == 404
    response = admin_client.get("/people/")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "8000/people/" not in text_of(client, "/sitemap-pages.xml")


def test_own_page_about_the_blog_stands_for_ours(client):
    assert "Colophon" in text_of(client, "/about/")
    make_page(title="Who we are", address="about")
    text = text_of(client, "/about/")
    assert "Who we are" in text
    assert "Colophon" not in text


def test_page_comes_first_and_the_posts_stand_elsewhere(client):
    make_post(title="Newest")
    page = make_page(title="Welcome", address="welcome")
    assert client.get("/posts/").url == "/"
    set_site(home_page=page, posts_address="writing")
    home = text_of(client, "/")
    assert "Welcome" in home
    assert "Newest" not in home
    assert re.search(r'<link rel="canonical" href="http://[^/]+/">', home)
    assert re.search(r'rel="canonical" href="http://[^/]+/">', text_of(client, "/welcome/"))
    assert "Newest" in text_of(client, "/writing/")
    addresses = text_of(client, "/sitemap-pages.xml")
    assert "/writing/</loc>" in addresses
    assert "/welcome/</loc>" not in addresses
    Page.objects.update(is_draft=True)
    assert "Newest" in text_of(client, "/")
    page.delete()
    assert "Newest" in text_of(client, "/")


def test_pages_are_in_the_sitemap(client):
    make_page(address="people")
    assert "/people/</loc>" in text_of(client, "/sitemap-pages.xml")


@pytest.mark.parametrize(
    ("address", "most"), [("/people/", 2), ("/", 7), ("/about/", 3), ("/archive/", 5)]
)
def test_page_and_first_page_cost_few_queries(
    client, django_assert_max_num_queries, address: str, most: int
):
    make_post()
    make_page(address="people")
    client.get("/")
    with django_assert_max_num_queries(most):
        text_of(client, address)
