"""Papers by what somebody types of them."""

import pytest

from papers.citing.found_papers import found_papers
from papers.models import Key, Paper
from tests.support.factories import make_paper


@pytest.fixture
def attention(db) -> Paper:
    make_paper("Attention in monkeys", author="Treue", year=1996)
    paper = make_paper(
        "Attention Is All You Need",
        author="Vaswani",
        year=2017,
        identifiers=[("arxiv", "1706.03762"), ("doi", "10.5555/3295222")],
        key="vaswani2017attention",
    )
    Key.objects.create(paper=paper, value="transformer")
    return paper


@pytest.mark.parametrize(
    "typed",
    [
        *("vaswani", "Vasw", "vaswni", "vaswni attention", "vaswani 2017", "need attention 2017"),
        *("1706.03762v3", "arXiv:1706.03762", "https://doi.org/10.5555/3295222", "10.5555/3295222"),
        *("vaswani2017attention", "vaswani2017att", "author:vaswani year:2017", "väswani"),
        "@transformer",
    ],
)
def test_a_paper_is_found_by_what_names_it(attention, typed: str):
    assert found_papers(typed, Paper.objects.all(), 20, is_being_typed=True) == [attention]


@pytest.mark.parametrize("typed", ["", " ", "@", "?!", "nothing at all", "10.9999/none", "-need"])
def test_nothing_is_found_by_what_names_nothing(attention, typed: str):
    assert found_papers(typed, Paper.objects.all(), 20, is_being_typed=True) == []


def test_what_is_named_comes_first_and_once(attention):
    other = make_paper("A transformer of all works", author="Kim", year=2020)
    assert found_papers("transformer", Paper.objects.all(), 20) == [attention, other]
    assert found_papers("transformer", Paper.objects.all(), 1) == [attention]
    assert found_papers("transformer", Paper.objects.exclude(pk=attention.pk), 20) == [other]


def test_a_keystroke_costs_few_queries(attention, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        found_papers("attention", Paper.objects.all(), 20, is_being_typed=True)
    with django_assert_max_num_queries(20):
        found_papers("vaswni atention", Paper.objects.all(), 20, is_being_typed=True)
