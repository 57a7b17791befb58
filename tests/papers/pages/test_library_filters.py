import re

import pytest
from django.http import QueryDict

from papers.pages import library_filters
from papers.pages.library_filters import PaperFilterForm
from tests.support.factories import cite, make_paper, make_post
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db


def titles(query: str = "") -> list[str]:
    return [paper.title for paper in PaperFilterForm(QueryDict(query)).page("").rows]


@pytest.fixture
def papers():
    old = make_paper("Old", author="Curie", year=1903, **{"container-title": "Nature"})
    new = make_paper("New", author="Noether", year=2019, type="paper-conference")
    undated = make_paper("Undated", author="Curie", year=1903)
    undated.issued_year, undated.standing, undated.notice = None, "not_found", "retraction"
    undated.save(update_fields=["issued_year", "sort_year", "standing", "notice"])
    for _number in range(2):
        cite(make_post(tags=["C++"]), old)
    cite(make_post(tags=["Algebra"]), new)
    return old, new, undated


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["New", "Old", "Undated"]),
        ("sort=added", ["Undated", "New", "Old"]),
        ("sort=discussed", ["Old", "New", "Undated"]),
        ("year=1903", ["Old"]),
        ("year=1903&sort=discussed", ["Old"]),
        ("type=paper-conference", ["New"]),
        ("check=not_found", ["Undated"]),
        ("notice=retraction&check=not_found", ["Undated"]),
        ("venue=Nature", ["Old"]),
        ("tag=c-plus-plus", ["Old"]),
        ("tag=algebra&sort=added", ["New"]),
        ("tag=Algebra", ["New"]),
        ("person=Curie", ["Old", "Undated"]),
        ("person=marie-noether", ["New"]),
        ("person=Marie Noether", ["New"]),
        ("person=curie&tag=c-plus-plus&year=1903", ["Old"]),
        ("year=1903&venue=Nature&type=article-journal", ["Old"]),
        ("year=2019&venue=Nature", []),
        ("person=nobody", []),
        ("year=x", []),
        ("type=x", []),
        ("year=" + "9" * 40, []),
    ],
)
def test_the_list_is_narrowed_and_sorted(papers, query, expected):
    assert titles(query) == expected


def test_a_large_tag_or_value_is_read_on_the_way(papers, monkeypatch):
    monkeypatch.setattr(library_filters, "COUNT_CAP", 0)
    assert titles("tag=c-plus-plus") == ["Old"]
    assert titles("year=1903&venue=Nature") == ["Old"]
    assert titles("year=2019&venue=Nature") == []


def test_the_tag_of_a_hidden_post_finds_nothing(papers):
    assert titles("tag=algebra") == ["New"]
    papers[1].posts.get().save()
    post = papers[1].posts.get()
    post.is_unlisted = True
    post.save()
    assert titles("tag=algebra") == []


@pytest.mark.parametrize("order", ["", "added", "discussed"])
def test_the_list_pages_by_key_in_every_order(client, settings, order):
    settings.PAPERS_PER_PAGE = 2
    papers = {make_paper(year=1900 + number % 2).title for number in range(5)}
    seen, address = [], f"/papers/?person=curie&sort={order}"
    while address:
        text = check_page(client.get(address))
        seen += [title for title in papers if f">{title}</bdi></a></p>" in text]
        found = re.search(r'before=([^"]+)" rel="next"', text)
        address = found and f"/papers/?person=curie&sort={order}&before={found[1]}"
    assert sorted(seen) == sorted(papers)


def test_no_page_is_called_the_one_before_that_was_not_looked_for(client, settings):
    settings.PAPERS_PER_PAGE = 1
    for year in (2001, 2002, 2003):
        make_paper(year=year)
    second = client.get("/papers/").context["page"].older
    third = client.get(f"/papers/?before={second}").context["page"].older
    assert 'rel="prev"' in check_page(client.get(f"/papers/?before={third}"))
    narrowed = check_page(client.get(f"/papers/?person=curie&before={third}"))
    assert 'rel="prev"' not in narrowed and 'class="pager"' in narrowed


def test_a_page_keeps_the_filters_and_what_was_written(client, settings):
    settings.PAPERS_PER_PAGE = 1
    for _number in range(2):
        make_paper(**{"container-title": 'A & "B"'})
    text = check_page(client.get("/papers/", {"venue": 'A & "B"'}))
    assert "?venue=A+%26+%22B%22&amp;before=" in text
    assert 'value="A &amp; &quot;B&quot;"' in text


def test_a_list_without_matches_says_so(client):
    make_paper()
    text = check_page(client.get("/papers/?year=x"))
    assert "No paper of the library is like that" in text
    assert "Enter a whole number" in text
    assert client.get("/papers/?sort=added&before=x").status_code == 404


def test_each_paper_of_a_list_is_there_for_reference_managers(client, papers):
    for address in ("/papers/", "/papers/?sort=added", "/papers/people/marie-curie/"):
        page = client.get(address).content.decode()
        told = re.findall(r'<span class="Z3988" title="([^"]+)"></span>', page)
        assert any("rft.atitle=Old" in one and "&amp;rft.jtitle=Nature" in one for one in told)
    assert "Z3988" not in client.get(papers[0].get_absolute_url()).content.decode()
