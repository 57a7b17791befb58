"""The page of the search, its box, its limit, and what browsers ask of it."""

import json
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.urls import reverse

from blog.models import Rate
from tests.support.factories import cite, make_comment, make_paper, make_post
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db
OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.mark.parametrize("path", ["/", "/archive/", "/papers/", "/search/", "/nowhere/", "/about/"])
def test_every_page_has_the_box(client, path: str):
    text = check_page(client.get(path))
    assert '<form class="site-search" role="search"' in text
    assert '<link rel="search" type="application/opensearchdescription+xml"' in text


def test_a_missing_page_has_the_words_of_its_address_in_a_box(client):
    text = check_page(client.get("/no/deep-residual_networks/"))
    assert '<input type="search" name="q" value="deep residual networks"' in text


def test_the_library_is_searched_from_its_own_page(client):
    make_paper("Radioactive substances")
    make_post(title="Radioactive days")
    assert (
        '<input type="hidden" name="kind" value="papers">'
        in client.get("/papers/").content.decode()
    )
    text = client.get("/search/?q=radioactive&kind=papers").content.decode()
    assert "substances" in text
    assert "days" not in text


def test_a_paper_leads_to_the_search_of_what_cites_it(client):
    paper = make_paper(key="curie1903")
    cite(make_post(title="On radium"), paper)
    address = "/search/?cites=curie1903"
    assert address in client.get(paper.get_absolute_url()).content.decode()
    assert "On radium" in client.get(address).content.decode()


def test_filters_stand_in_the_form_and_in_the_words(client):
    make_post(title="Tagged words", tags=["Theory"])
    make_post(title="Other words")
    for address in ("/search/?q=words&tag=theory", "/search/?q=words+tag:theory"):
        text = client.get(address).content.decode()
        assert "Tagged <mark>words</mark>" in text
        assert "Other <mark>" not in text
    both = client.get("/search/?q=words+tag:other&tag=theory").content.decode()
    assert "is no filter that can be used" in both


def test_more_of_a_kind_keeps_words_and_filters(client):
    for number in range(23):
        make_post(title=f"Word {number}", tags=["t"])
    first = client.get("/search/", {"q": "word", "tag": "t"}).content.decode()
    assert 'href="?q=word&amp;tag=t&amp;kind=posts"' in first
    page = client.get("/search/?q=word&tag=t&kind=posts")
    older = page.context["results"].kinds[0].page.older
    assert f'?q=word&amp;tag=t&amp;kind=posts&amp;before={older}"' in page.content.decode()
    last = client.get(f"/search/?q=word&tag=t&kind=posts&before={older}").content.decode()
    assert last.count("<h3>") == 3
    assert 'rel="prev"' not in last  # nobody looked for the page before


def test_a_corrected_search_has_further_pages(client):
    for number in range(23):
        make_post(title=f"Learning {number}")
    page = client.get("/search/?q=lerning&kind=posts").context["results"].kinds[0].page
    further = client.get(f"/search/?q=lerning&kind=posts&before={page.older}").context["results"]
    assert len(further.kinds[0].page.rows) == 3
    assert further.instead == "learning"


@pytest.mark.parametrize("typed", ["deep\0learning", "deep\x0clearning", "\ufffedeep\x7flearning"])
def test_what_nothing_can_show_is_a_blank(client, typed: str):
    make_post(title="Deep learning")
    response = client.get("/search/", {"q": typed})
    assert response.status_code == 200
    assert [kind.name for kind in response.context["results"].kinds] == ["posts"]


def test_titles_are_told_while_somebody_types(client):
    post = make_post(title="Transformers", source="Of attention.")
    make_post(title="Draft of transformers", published_at=None)
    make_comment(post, name="Transient")
    paper = make_paper("Transport <b>phenomena</b>")
    response = client.get("/search/titles/?q=trans")
    assert response.headers["Content-Type"] == "application/x-suggestions+json"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert json.loads(response.content) == [
        "trans",
        ["Transformers", "Transport <b>phenomena</b>"],
        ["Post", "Paper"],
        [post.get_absolute_url(), paper.get_absolute_url()],
    ]
    papers = json.loads(client.get("/search/titles/?q=trans&kind=papers").content)
    assert papers[1] == ["Transport <b>phenomena</b>"]
    assert json.loads(client.get("/search/titles/?q=atten").content) == ["atten", [], [], []]
    assert json.loads(client.get("/search/titles/").content) == ["", [], [], []]


def test_browsers_learn_how_to_search(client, settings):
    settings.SITE_ORIGIN = "https://blog.example"
    response = client.get("/search/description.xml")
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)
    assert len(root.find(f"{OPEN}ShortName").text) <= 16
    assert {one.get("template") for one in root.findall(f"{OPEN}Url")} == {
        "https://blog.example/search/?q={searchTerms}",
        "https://blog.example/search/titles/?q={searchTerms}",
    }


@pytest.mark.parametrize("name", ["search", "search_titles"])
def test_too_many_searches_are_refused_before_any_work(
    client, settings, django_assert_max_num_queries, name: str
):
    make_post(title="Word")
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"search": ((2, 60), (100, 60))}
    answers = [client.get(reverse(f"blog:{name}"), {"q": "word"}) for _one in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    with django_assert_max_num_queries(5):
        refused = client.get(reverse(f"blog:{name}"), {"q": "word"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert b"Word</a>" not in refused.content


def test_a_page_without_a_search_counts_nothing(client):
    assert "How to ask" in check_page(client.get("/search/?q=++"))
    assert not Rate.objects.exists()


def test_a_busy_site_looks_for_no_typing_errors(client, settings):
    make_post(title="Learning")
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"search": ((50, 60), (1, 60))}
    assert client.get("/search/?q=lerning").context["results"].instead == "learning"
    assert client.get("/search/?q=lerning").context["results"].instead == ""
    assert client.get("/search/?q=learning").context["results"].kinds
    assert json.loads(client.get("/search/titles/?q=learn").content)[1] == []


def test_words_are_made_anew_by_the_command(capsys):
    make_post(title="Word")
    call_command("rebuild_search")
    assert "blog.Post: 1 rows read, 0 of them had other words." in capsys.readouterr().out
