import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.identifiers import Id
from papers.records.matching import Likeness, compared_work, likeness

RECORD = {
    "title": "Deep Learning",
    "author": [{"family": "LeCun"}, {"family": "Bengio"}],
    "issued": {"date-parts": [[2015, 5]]},
    "container-title": "Nature",
    "volume": "521",
}
DOI = Id("doi", "10.1038/nature14539")
SAME, DOUBTFUL, OTHER = Likeness.SAME, Likeness.DOUBTFUL, Likeness.OTHER


@pytest.mark.parametrize(
    ("change", "identifiers", "expected"),
    [
        ({"title": "Quite another title", "author": []}, {DOI}, SAME),
        ({"title": "Another", "author": [{"family": "Hinton"}]}, {DOI}, OTHER),
        ({"title": "Another"}, {DOI}, SAME),
        ({}, set(), SAME),
        ({"title": "DEEP LEARNING.", "issued": {"date-parts": [["2015"]]}}, set(), SAME),
        ({"volume": ""}, set(), DOUBTFUL),
        ({"volume": ""}, {Id("arxiv", "1505.00001")}, DOUBTFUL),
        ({"issued": {}}, set(), DOUBTFUL),
        ({"issued": {"date-parts": [[2017]]}}, set(), DOUBTFUL),
        ({"issued": {"date-parts": [[2018]]}}, set(), OTHER),
        ({"author": [{"family": "Hinton"}]}, set(), OTHER),
        ({}, {Id("doi", "10.1038/other")}, OTHER),
        ({"title": ""}, set(), OTHER),
    ],
)
def test_identifiers_decide_and_titles_propose(change, identifiers, expected):
    one, other = compared_work(RECORD, [DOI]), compared_work(RECORD | change, identifiers)
    assert likeness(one, other) == likeness(other, one) == expected


def test_accents_do_not_tell_names_apart():
    one = RECORD | {"author": [{"family": "Köpf"}], "volume": ""}
    other = RECORD | {"author": [{"family": "Kopf"}]}
    assert likeness(compared_work(one), compared_work(other)) == DOUBTFUL


@given(st.text(max_size=20), st.lists(st.fixed_dictionaries({"family": st.text(max_size=8)})))
def test_a_work_with_a_title_is_like_itself(title, names):
    work = compared_work({"title": title, "author": names})
    assert likeness(work, work) == (SAME if work.title else OTHER)
