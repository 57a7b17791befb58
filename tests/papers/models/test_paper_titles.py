"""Formulas in the titles of papers: set on pages, signs in heads and columns, TeX in exports."""

import re

import pytest

from papers.citing.stored_references import store_references
from papers.formats.any_format import read_text
from papers.library.paper_rows import add_paper
from papers.models import Paper
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
BIB = r"@article{k, title={On $n^{5/2}$ {DNA} for \$5}, author={Doe, J}, journal={J}, year=2001}"


@pytest.fixture
def paper() -> Paper:
    (entry,) = read_text(BIB)
    added = add_paper(entry.record, (), key="doe")
    store_references(Paper.objects.all())
    return Paper.objects.get(pk=added.pk)


def test_a_paper_shows_its_formula(client, paper):
    post = make_post(source="As @doe says.")
    html = client.get(paper.get_absolute_url()).content.decode()
    assert re.search("<h1[^>]*>On <math.*?</math> DNA for [$]5</h1>", html)
    assert "<title>On n^(5/2) DNA for $5 · " in html
    assert 'name="citation_title" content="On n^(5/2) DNA for $5"' in html
    for address in ("/papers/", post.get_absolute_url(), "/search/?q=dna&kind=papers"):
        assert "<bdi>On <math" in (shown := client.get(address).content.decode()) or (
            "On <math" in shown
        )
    assert re.search('<p class="preview-title"[^>]*>On <math', post_html(client, post))


def post_html(client, post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def test_its_reference_has_the_formula_in_every_style_of_a_post(client, paper):
    assert "On <math" in paper.reference_html
    post = make_post(source="As @doe says.", style="ieee")
    assert "“On <math" in post_html(client, post)


def test_its_exports_have_the_tex_or_the_words(client, paper):
    assert "title = {On $n^{5/2}$ {DNA} for \\$5}" in client.get("/papers/doe.bib").content.decode()


def test_a_title_that_an_editor_changed_is_shown_as_it_is():
    record = {"title": "On β", "type": "book", "custom": {"tex": {"title": r"On $\alpha$"}}}
    assert add_paper(record, ()).title_html == "On β"
