import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.identifiers import Id
from papers.records.matching import Likeness, compared_work, is_version_of, likeness

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


LONG = RECORD | {"title": "Understanding Deep Learning Requires Rethinking Generalization"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"author": [{"family": "Bengio"}, {"family": "LeCun"}]}, DOUBTFUL),
        ({"author": [{"family": "Hinton"}, {"family": "Bengio"}]}, DOUBTFUL),
        ({"author": [{"family": "Hinton"}]}, OTHER),
        ({"author": []}, OTHER),
        ({"issued": {"date-parts": [[2021]]}}, DOUBTFUL),
        ({"issued": {"date-parts": [[2021]]}, "container-title": "Science"}, OTHER),
        ({"issued": {"date-parts": [[2021]]}, "container-title": ""}, OTHER),
        ({"title": "Understanding Deep Learning"}, OTHER),
    ],
)
def test_a_long_title_needs_one_common_author_and_a_near_year_or_venue(change, expected):
    one, other = compared_work(LONG), compared_work(LONG | change)
    assert likeness(one, other) == likeness(other, one) == expected


@pytest.mark.parametrize("title", ["Deep Learning", "A Short Title Indeed"])
def test_a_short_title_needs_the_first_author_and_a_near_year(title):
    work = RECORD | {"title": title}
    turned = work | {"author": [{"family": "Bengio"}, {"family": "LeCun"}]}
    later = work | {"issued": {"date-parts": [[2021]]}}
    for other in (turned, later):
        assert likeness(compared_work(work), compared_work(other)) == OTHER


def test_a_slash_at_the_end_tells_no_addresses_apart():
    one = compared_work({"title": "A Page"}, [Id("url", "https://example.org/a/")])
    other = compared_work({"title": "A Page"}, [Id("url", "https://example.org/a")])
    assert likeness(one, other) == SAME
    asked = compared_work({"title": "A Page!"}, [Id("url", "https://example.org/a?b=/")])
    assert asked.identifiers == {Id("url", "https://example.org/a?b=/")}


PREPRINT = LONG | {"type": "article", "container-title": "", "volume": ""}
PUBLISHED = LONG | {"type": "paper-conference", "container-title": "ICLR", "volume": ""}


@pytest.mark.parametrize(
    ("preprint", "published", "expected"),
    [
        ({}, {}, True),
        ({"issued": {"date-parts": [[2016]]}}, {"issued": {"date-parts": [[2018]]}}, True),
        ({"issued": {"date-parts": [[2016]]}}, {"issued": {"date-parts": [[2019]]}}, False),
        ({"issued": {}}, {}, False),
        ({"type": "article-journal", "container-title": "CoRR"}, {}, True),
        ({"type": "article-journal", "container-title": "bioRxiv"}, {}, True),
        ({}, {"author": [{"family": "LeCun"}, {"family": "Bengio"}, {"family": "Hinton"}]}, True),
        ({}, {"author": [{"family": "LeCun"}, {"family": "Hinton"}]}, False),
        ({}, {"author": [{"family": "Bengio"}, {"family": "LeCun"}]}, False),
        ({"author": []}, {"author": []}, False),
        ({"title": "Deep Learning"}, {"title": "Deep Learning"}, False),
        ({}, {"type": "thesis", "container-title": "MIT"}, False),
        ({}, {"type": "webpage", "container-title": ""}, False),
        ({}, {"type": "article", "container-title": ""}, False),
        ({"type": "article-journal", "container-title": "Nature"}, {}, False),
    ],
)
def test_a_preprint_is_a_version_of_what_it_was_published_as(preprint, published, expected):
    one, other = compared_work(PREPRINT | preprint), compared_work(PUBLISHED | published)
    assert is_version_of(one, other) == expected
    assert not is_version_of(other, one)
    assert (likeness(one, other) == Likeness.VERSION) == expected
    assert (likeness(other, one) == Likeness.VERSION) == expected


def test_versions_have_dois_of_their_own_but_no_two_numbers_of_arxiv():
    def version(ids, others):
        return is_version_of(compared_work(PREPRINT, ids), compared_work(PUBLISHED, others))

    assert version({Id("doi", "10.1101/1")}, {DOI})
    assert not version({Id("arxiv", "1611.03530")}, {DOI, Id("arxiv", "1611.03531")})
