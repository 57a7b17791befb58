import pytest

from papers.checking.candidate_scores import LEAST, nearness
from papers.records.identifiers import Id
from papers.registries.registry_record import RegistryName, RegistryRecord

OURS = {
    "title": "ImageNet classification with deep convolutional neural networks",
    "author": [{"family": "Krizhevsky", "given": "A."}, {"family": "Sutskever", "given": "I."}],
    "issued": {"date-parts": [[2012]]},
}


def theirs(title=OURS["title"], names=("Alex Krizhevsky", "Ilya Sutskever"), year=2012):
    authors = [dict(zip(("given", "family"), name.split(), strict=True)) for name in names]
    item = {"title": title, "author": authors, "issued": {"date-parts": [[year]]}}
    doi = Id("doi", "10.1/x")
    return RegistryRecord(RegistryName.CROSSREF, doi, item, titles=(title,))


def test_the_same_work_has_all_points_and_says_why():
    near = nearness(OURS, theirs())
    assert (near.points, near.reasons) == (100, ("title-same", "authors-same", "year-same"))
    later = nearness(OURS, theirs(year=2017))
    assert (later.points, later.reasons[2]) == (85, "year-other")


@pytest.mark.parametrize(
    "title", ["ImageNet classification with deep convolutional networks", OURS["title"].upper()]
)
def test_a_near_title_is_suggested(title: str):
    assert nearness(OURS, theirs(title)).points > 90


def test_another_title_is_no_suggestion_whoever_wrote_it():
    near = nearness(OURS, theirs("Sequence to sequence learning"))
    assert near.points < LEAST
    assert near.reasons[0] == "title-other"


def test_a_namesake_title_of_others_stands_lower():
    near = nearness(OURS, theirs(names=("Ada Lovelace",), year=1990))
    assert (near.points, near.reasons) == (60, ("title-same", "authors-other", "year-other"))


def test_what_is_not_known_counts_half():
    near = nearness({"title": OURS["title"]}, theirs())
    assert near.reasons[1:] == ("authors-unknown", "year-unknown")
    assert near.points == 80
