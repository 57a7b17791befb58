import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from papers.choices import State
from papers.citing.work_lookup import add_missing
from papers.library.waiting_papers import add_waiting_papers
from papers.models import Identifier, Key, Paper, Source
from papers.records.identifiers import Id

pytestmark = pytest.mark.django_db
DOI = Id("doi", "10.1145/3065386")


def test_a_waiting_paper_has_its_identifier_and_the_title_that_a_text_gives_it():
    paper = add_waiting_papers({DOI: "  Deep\n things "})[DOI]
    assert (paper.title, paper.state, paper.key) == (
        "Deep things",
        State.TO_LOOK_UP,
        "doi-10.1145-3065386",
    )
    assert (paper.is_in_library, paper.record["DOI"]) == (False, DOI.value)
    assert [(row.kind, row.identifiers) for row in Source.objects.all()] == [
        ("provisional", ["doi:10.1145/3065386"])
    ]


def test_without_a_title_it_is_called_by_its_identifier():
    assert add_waiting_papers({DOI: ""})[DOI].title == "DOI 10.1145/3065386"


def test_many_take_as_many_statements_as_one(django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        add_waiting_papers({DOI: "Deep things"})
    many = {Id("arxiv", f"2101.{number:05d}"): "" for number in range(1, 26)}
    with django_assert_num_queries(len(one)):
        add_waiting_papers(many)
    assert Paper.objects.count() == Identifier.objects.count() == Key.objects.count() == 26


def test_one_that_the_library_has_is_refused_and_taken_by_those_who_ask_for_it():
    known = add_waiting_papers({DOI: "Deep things"})[DOI]
    with pytest.raises(IntegrityError):
        add_waiting_papers({DOI: "Other"})
    assert add_missing({DOI: "Other"})[DOI].paper_id == known.pk


def test_two_spellings_of_one_address_are_one_paper():
    bare = Id("url", "https://doi.org/10/abc12")
    slash = Id("url", "https://doi.org/10/abc12/")
    works = add_missing({bare: "", slash: "A Title of Some Work"})
    assert works[bare] == works[slash]
    assert [paper.title for paper in Paper.objects.all()] == ["A Title of Some Work"]


def test_an_identifier_that_is_too_long_makes_none():
    assert add_waiting_papers({Id("url", "https://a.example/" + "x" * 5000): ""}) == {}
