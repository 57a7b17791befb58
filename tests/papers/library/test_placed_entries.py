"""What many posts say of works, added together."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.choices import SourceKind
from papers.formats.item_repair import entry_of_item
from papers.library import placed_entries
from papers.library.adding_papers import Outcome, add_entries, add_from_sources
from papers.library.additions import Doubt
from papers.library.placed_entries import Repeats
from papers.library.source_names import SourceName
from papers.models import Paper, Source

DEEP = {
    "type": "article-journal",
    "title": "Deep Learning",
    "author": [{"family": "LeCun", "given": "Yann"}, {"family": "Bengio", "given": "Yoshua"}],
    "issued": {"date-parts": [[2015, 5]]},
    "container-title": "Nature",
    "DOI": "10.1038/nature14539",
}


def of_post(name: str) -> SourceName:
    return SourceName(SourceKind.POST, name)


def entry(key: str = "deep", **changes):
    record = {field: value for field, value in (DEEP | changes).items() if value is not None}
    return entry_of_item(key, 1, record)


def library() -> list:
    """Each paper with its record, identifiers and what says so, in no order. Its own key is made of
    what is known of it when it is stored."""
    return sorted(
        repr(
            (
                sorted(pair for pair in paper.record.items() if pair[0] != "id"),
                sorted(map(str, paper.identifiers.all())),
                sorted(paper.sources.values_list("name", "key", "digest", "identifiers"), key=repr),
                sorted(map(str, paper.contributors.all())),
            )
        )
        for paper in Paper.objects.all()
    )


SAID = st.builds(
    entry,
    st.sampled_from(["deep", "lecun2015deep", "other", ""]),
    title=st.sampled_from(["Deep Learning", "Deep Learning: a Review", "Editorial"]),
    author=st.sampled_from([DEEP["author"], DEEP["author"][:1], None]),
    issued=st.sampled_from([DEEP["issued"], {"date-parts": [[2016]]}, None]),
    volume=st.sampled_from(["1", None]),
    DOI=st.sampled_from([DEEP["DOI"], "10.5555/other", None]),
    type=st.sampled_from(["article-journal", "book"]),
)
POSTS = st.lists(st.lists(SAID, max_size=3, unique_by=lambda one: one.key), max_size=5)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(POSTS, st.integers(1, 5))
def test_together_comes_in_what_comes_in_one_by_one(db, posts, at_once):
    with transaction.atomic():
        for number, entries in enumerate(posts):
            add_entries(entries, Doubt.LIKELY, is_in_library=False, source=of_post(f"p{number}"))
        alone = library()
        transaction.set_rollback(True)
    with transaction.atomic():
        repeats = Repeats()
        for begin in range(0, len(posts), at_once):
            some = enumerate(posts[begin : begin + at_once], start=begin)
            add_from_sources(
                [(of_post(f"p{n}"), one) for n, entries in some for one in entries], repeats
            )
        assert library() == alone
        transaction.set_rollback(True)


def test_what_a_run_met_before_is_one_row_more(db):
    repeats = Repeats()
    (first,) = add_from_sources([(of_post("one"), entry())], repeats)
    with CaptureQueriesContext(connection) as queries:
        found = add_from_sources([(of_post(name), entry()) for name in ("two", "three")], repeats)
    assert (first.outcome, [one.outcome for one in found]) == (Outcome.NEW, [Outcome.MATCHED] * 2)
    assert {one.paper for one in found} == {first.paper}
    assert sorted(Source.objects.values_list("name", flat=True)) == ["one", "three", "two"]
    assert not [one for one in queries if "title_key" in one["sql"].partition("WHERE")[2]]


def test_a_paper_that_was_changed_meanwhile_is_compared_again(db):
    repeats = Repeats()
    (first,) = add_from_sources([(of_post("one"), entry(DOI=None))], repeats)
    Paper.objects.filter(pk=first.paper.pk).update(
        title="Of Rays", title_key="of rays", record={**first.paper.record, "title": "Of Rays"}
    )
    (second,) = add_from_sources([(of_post("two"), entry(DOI=None))], repeats)
    assert (second.outcome, Paper.objects.count()) == (Outcome.NEW, 2)


def test_a_run_remembers_so_many_entries(db, monkeypatch):
    monkeypatch.setattr(placed_entries, "MOST_KEPT", 2)
    repeats = Repeats()
    works = [entry(f"k{n}", title=f"Of {n} rays", DOI=None) for n in range(4)]
    add_from_sources([(of_post("one"), one) for one in works], repeats)
    assert [key for _kind, key, _digest in repeats.known] == ["k2", "k3"]
