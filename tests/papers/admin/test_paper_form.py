"""An editor sees the TeX of a title's formulas, and gives it to titles by typing it."""

import pytest
from django.urls import reverse

from papers.choices import SourceKind
from papers.formats.any_format import read_text
from papers.library.paper_rows import add_paper
from papers.models import Paper
from papers.records.formula_titles import tex_of
from tests.support.forms import fields_of

pytestmark = pytest.mark.django_db
BIB = r"@article{k, title={On $n^{5/2}$ for \$5}, author={Doe, J}, journal={On $L^2$}, year=2001}"
TYPED = r"On $n^{5/2}$ for $5"


@pytest.fixture
def paper() -> Paper:
    (entry,) = read_text(BIB)
    return add_paper(entry.record, (), key="doe")


def edit(client, paper: Paper, **values) -> Paper:
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    fields = fields_of(client.get(address).content.decode(), "paper_form")
    response = client.post(address, fields | values)
    assert response.status_code == 302, response.content.decode()
    return Paper.objects.get(pk=paper.pk)


def test_the_form_shows_what_is_typed_for_formulas(admin_client, paper):
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    fields = fields_of(admin_client.get(address).content.decode(), "paper_form")
    assert (fields["title"].strip(), fields["container_title"]) == (TYPED, "On $L^2$")


def test_a_title_that_was_left_alone_is_no_correction(admin_client, paper):
    changed = edit(admin_client, paper, volume="3")
    assert (changed.title, changed.volume) == ("On n^(5/2) for $5", "3")
    assert tex_of(changed.record, "title") == r"On $n^{5/2}$ for \$5"
    (own,) = changed.sources.filter(kind=SourceKind.EDITOR)
    assert set(own.record) == {"volume"}


def test_a_formula_that_an_editor_types_stays_with_the_title(admin_client, paper):
    changed = edit(admin_client, paper, title=r"On $\alpha$ for $6")
    assert changed.title == "On α for $6"
    again = edit(admin_client, paper, volume="3")
    assert tex_of(again.record, "title") == r"On $\alpha$ for \$6"
    assert again.title_html.startswith("On <math")
