import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from papers.library.corrections import keep_corrections
from papers.library.paper_rows import add_paper, rebuild_record
from papers.models import Contributor, Identifier, Paper
from tests.support.factories import make_paper


def test_a_papers_record_keeps_what_has_no_column(db):
    record = {
        "type": "paper-conference",
        "title": "A Title",
        "author": [{"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}],
        "editor": [{"literal": "The Society"}],
        "issued": {"date-parts": [[2012, 12]]},
        "event-place": "Vienna",
    }
    paper = add_paper(record, [("doi", "https://doi.org/10.1000/ABC"), ("arxiv", "1912.01703v2")])
    paper.refresh_from_db()
    assert paper.key == "beethoven2012title"
    assert paper.record == record | {
        "id": "beethoven2012title",
        "DOI": "10.1000/abc",
        "archive": "arXiv",
        "archive_location": "1912.01703",
    }
    before = paper.record
    rebuild_record(paper)
    assert paper.record == before


def test_one_name_is_one_contributor(db):
    make_paper(author="Curie")
    make_paper(author="Curie")
    assert Contributor.objects.get().papers.count() == 2


def test_an_identifier_names_one_paper(db):
    make_paper(identifiers=[("doi", "10.1000/abc")])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_paper(identifiers=[("doi", "doi:10.1000/ABC")])
    assert (Paper.objects.count(), Identifier.objects.count()) == (1, 1)


def test_equal_keys_are_told_apart(db):
    assert [make_paper("One").key for _number in range(2)] == ["curie1903one", "curie1903one-2"]


def test_a_key_that_leads_elsewhere_is_refused(db):
    make_paper(key="first").keys.create(value="alias")
    paper = make_paper(key="second")
    paper.key = "alias"
    with pytest.raises(ValidationError, match="another paper"):
        paper.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()


@pytest.mark.parametrize(
    "values", [{"issued_month": 13}, {"issued_year": None, "issued_month": 5}, {"title": ""}]
)
def test_the_database_keeps_papers_true(db, values):
    paper = make_paper()
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**values)


def test_an_address_that_an_editor_deletes_leaves_the_record(db):
    paper = make_paper(identifiers=[("url", "https://example.org/a")], ISBN="0-262-03561-8")
    assert paper.record["URL"] == "https://example.org/a"
    paper.identifiers.all().delete()
    keep_corrections(paper)
    assert "URL" not in paper.record
    assert paper.record["ISBN"] == "0-262-03561-8"
    paper.identifiers.create(scheme="url", value="https://example.org/a")
    keep_corrections(paper)
    assert paper.record["URL"] == "https://example.org/a"
    assert not paper.sources.filter(kind="editor").exists()
