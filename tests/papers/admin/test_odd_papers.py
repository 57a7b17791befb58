"""Editors find papers of which something cannot be right, and lose them by mending."""

import pytest
from django.urls import reverse

from papers.checking import odd_papers as odd
from papers.checking.odd_papers import odd_papers
from papers.choices import SourceKind
from papers.library.duplicates import call_distinct
from papers.library.paper_rows import put_source
from papers.library.source_names import SourceName
from papers.library.versions import link_versions
from papers.models import Notice, Paper
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:papers_paper_odd")
CROSSREF = SourceName(SourceKind.REGISTRY, "crossref")


def told() -> dict[str, list[tuple[str, str]]]:
    return {
        row.paper.title: [(one.kind.value, one.value) for one in row.oddities]
        for row in odd_papers().papers
    }


def test_what_is_odd_is_listed_and_told_on_the_papers_page(admin_client, client):
    paper = make_paper("To come", year=2999, author="et al.")
    make_paper("Good", identifiers=[("doi", "10.5555/good")])
    assert told() == {"To come": [("future", "2999"), ("name", "Marie et al.")]}
    page = admin_client.get(PAGE).content.decode()
    assert "a year to come: <bdi>2999</bdi>" in page
    assert "Good" not in page
    own = admin_client.get(reverse("admin:papers_paper_change", args=[paper.pk]))
    assert "a year to come: <bdi>2999</bdi>" in own.content.decode()
    assert PAGE in admin_client.get(reverse("admin:papers_paper_changelist")).content.decode()
    assert "login" in client.get(PAGE).url


def test_one_identifier_on_two_works_is_told_until_they_are_called_two():
    holder = make_paper("Holder", identifiers=[("doi", "10.5555/one")])
    other = make_paper("Other", identifiers=[("doi", "10.5555/two")])
    said = {"type": "article-journal", "title": "Other", "DOI": "10.5555/one"}
    put_source(other, CROSSREF, "doi:10.5555/two", said)
    assert told() == {"Other": [("shared", "doi:10.5555/one")]}
    call_distinct(holder, other)
    assert told() == {}


def test_a_preprint_whose_published_version_is_there_is_told_until_they_are_linked():
    preprint = make_paper("Deep things", type="article", identifiers=[("arxiv", "1912.01703")])
    published = make_paper("Deep things, revised", identifiers=[("doi", "10.5555/deep")])
    assert told() == {}
    Notice.objects.create(
        paper=preprint, kind="published", by_scheme="doi", by_value="10.5555/deep"
    )
    assert told() == {"Deep things": [("published", "doi:10.5555/deep")]}
    link_versions(preprint, published)
    assert told() == {}


def test_a_preprint_and_the_paper_of_its_title_are_told():
    preprint = make_paper("Deep things", type="article", identifiers=[("arxiv", "1912.01703")])
    published = make_paper("Deep Things", identifiers=[("doi", "10.5555/deep")])
    (row,) = odd_papers().papers
    (one,) = row.oddities
    assert (row.paper, one.kind.value, one.other) == (preprint, "published", published)


def test_pages_have_every_odd_paper_once(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(odd, "SHOWN", 2)
    monkeypatch.setattr(odd, "READ_AT_ONCE", 3)
    papers = [make_paper(f"P {n}", year=2999 if n % 2 else 1999) for n in range(11)]
    seen, after = [], 0
    while True:
        page = odd_papers(after)
        seen += [row.paper for row in page.papers]
        after = page.following
        if not after:
            break
    assert seen == papers[1::2]
    monkeypatch.setattr(odd, "READ_AT_ONCE", 500)
    monkeypatch.setattr(odd, "SHOWN", 50)
    with django_assert_max_num_queries(9):
        assert len(odd_papers().papers) == Paper.objects.filter(issued_year=2999).count()
