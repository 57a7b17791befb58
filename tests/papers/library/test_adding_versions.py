"""Preprints and their published papers come in as versions."""

import pytest

from papers.library.adding_papers import Doubt, add_entries
from papers.models import Paper
from tests.papers.library.test_adding_papers import entry, outcomes, records
from tests.support.factories import make_paper

TITLE = "Attention Is All You Need"
PREPRINT = {"title": TITLE, "type": "article", "container-title": None}
PUBLISHED = {"title": TITLE, "type": "paper-conference", "container-title": "NeurIPS"}


@pytest.mark.parametrize("doubt", [Doubt.ADD, Doubt.LEAVE, Doubt.LIKELY])
@pytest.mark.parametrize("is_preprint_first", [True, False])
@pytest.mark.parametrize("is_one_batch", [True, False])
def test_a_preprint_and_its_published_paper_come_in_as_versions(
    db, doubt, is_preprint_first, is_one_batch
):
    works = [
        entry("p", **PREPRINT | {"DOI": "10.1101/1706.03762"}),
        entry("c", **PUBLISHED | {"DOI": "10.5555/3295222"}),
    ]
    works = works if is_preprint_first else works[::-1]
    if is_one_batch:
        assert outcomes(*works, doubt=doubt) == ["new", "new"]
    else:
        assert [outcomes(one, doubt=doubt) for one in works] == [["new"], ["new"]]
    preprint, published = (Paper.objects.by_key(key).get() for key in "pc")
    assert (preprint.version_of, published.version_of) == (published, None)
    before = records()
    assert outcomes(*works, doubt=doubt) == ["matched", "matched"]
    assert records() == before


def test_a_version_needs_no_doi_and_is_no_doubt(db):
    (first, second) = add_entries(
        [entry("p", DOI=None, **PREPRINT), entry("c", DOI=None, **PUBLISHED)], Doubt.ADD
    )
    assert first.paper.version_of == second.paper
    assert (second.versions, second.proposals, second.problems()) == ([first.paper], [], [])


def test_a_preprint_that_an_editor_linked_stays_where_it_is(db):
    journal = make_paper(TITLE, author="LeCun", year=2016)
    (addition,) = add_entries([entry("p", **PREPRINT | {"DOI": None})], Doubt.ADD)
    assert addition.paper.version_of is None or addition.paper.version_of == journal
    Paper.objects.filter(pk=addition.paper.pk).update(version_of=journal)
    add_entries([entry("c", **PUBLISHED | {"DOI": "10.5555/3295222"})], Doubt.ADD)
    addition.paper.refresh_from_db()
    assert addition.paper.version_of == journal
