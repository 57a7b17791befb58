import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.choices import SourceKind, State
from papers.citing.work_lookup import works_by_identifier
from papers.formats.any_format import read_text
from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.entries import Entry
from papers.formats.item_repair import entry_of_item
from papers.formats.ris import write_ris
from papers.library.adding_papers import (
    Doubt,
    Outcome,
    SeenKeys,
    SourceRun,
    add_all,
    add_entries,
    plan_entries,
)
from papers.library.source_names import PASTED, SourceName
from papers.models import Contributor, Identifier, Key, Paper
from papers.records.identifiers import Id
from tests.support.factories import make_waiting

DEEP = {
    "type": "article-journal",
    "title": "Deep Learning",
    "author": [{"family": "LeCun", "given": "Yann"}, {"family": "Bengio", "given": "Yoshua"}],
    "issued": {"date-parts": [[2015, 5]]},
    "container-title": "Nature",
    "DOI": "10.1038/NATURE14539",
}


def entry(key="lecun", **changes) -> Entry:
    record = {field: value for field, value in (DEEP | changes).items() if value is not None}
    return entry_of_item(key, 1, record)


def outcomes(*entries, **options):
    return [addition.outcome for addition in add_entries(entries, **options)]


def records():
    return [paper.record for paper in Paper.objects.order_by("pk")]


def test_a_new_entry_is_a_whole_paper(db):
    (addition,) = add_entries([entry()])
    paper = Paper.objects.by_key("lecun").get()
    assert (addition.outcome, addition.paper) == (Outcome.NEW, paper)
    assert paper.record == {"id": "lecun2015deep", **entry().record, "DOI": "10.1038/nature14539"}
    assert [str(row) for row in paper.identifiers.all()] == ["doi:10.1038/nature14539"]
    assert [row.contributor.family for row in paper.authorships.all()] == ["LeCun", "Bengio"]
    assert (paper.title_key, paper.sort_year) == ("deep learning", 2015)


def test_again_changes_nothing(db):
    works = [entry(), entry("second", DOI=None, title="A Second One")]
    add_entries(works)
    before = records()
    assert outcomes(*works) == [Outcome.MATCHED, Outcome.MATCHED]
    assert records() == before


def test_what_a_batch_adds_is_found_by_what_follows_in_it(db):
    assert outcomes(entry("a"), entry("b", title="Spelt otherwise")) == ["new", "matched"]
    keys = Paper.objects.get().keys.values_list("value", flat=True)
    assert set(keys) == {"a", "b", "lecun2015deep"}


def test_a_paper_gets_what_it_lacks(db):
    add_entries([entry()])
    more = entry("other", volume="521", archive="arXiv", archive_location="1505.00001")
    assert outcomes(more) == [Outcome.CHANGED]
    paper = Paper.objects.get()
    assert (paper.volume, paper.record["archive_location"]) == ("521", "1505.00001")
    assert set(paper.keys.values_list("value", flat=True)) == {"lecun", "lecun2015deep", "other"}
    assert outcomes(entry("third", volume="1")) == [Outcome.CHANGED]  # by a key that is new
    assert Paper.objects.get().volume == "521"


def test_a_preprint_does_not_take_its_journals_pages(db):
    add_entries([entry(type="article", **{"container-title": None})])
    add_entries([entry("journal", page="436-444")])
    assert "page" not in Paper.objects.get().record


def test_a_resembling_title_only_proposes(db):
    add_entries([entry()])
    like = entry("like", DOI=None, volume="521")
    (addition,) = add_entries([like])
    assert (addition.outcome, addition.proposals) == (Outcome.DOUBTFUL, [Paper.objects.get()])
    assert Paper.objects.count() == 1
    assert outcomes(like, doubt=Doubt.SAME) == [Outcome.CHANGED]
    assert outcomes(entry("other", DOI="10.1000/other")) == [Outcome.NEW]
    assert outcomes(entry("third", DOI=None, volume="9"), doubt=Doubt.ADD) == [Outcome.NEW]


def test_another_work_with_the_identifier_is_a_paper_without_it(db):
    add_entries([entry()])
    other = entry("other", title="Quite Another", author=[{"family": "Hinton"}])
    (addition,) = add_entries([other])
    assert addition.outcome == Outcome.NEW
    (told,) = addition.problems()
    assert "“other” has doi:10.1038/nature14539" in told and "“Deep Learning”" in told
    assert Identifier.objects.get().paper.title == "Deep Learning"
    assert "DOI" not in addition.paper.record
    before = records()
    assert outcomes(other, entry()) == [Outcome.MATCHED, Outcome.MATCHED]
    assert records() == before


def test_two_entries_of_one_doi_the_second_with_an_editor(db):
    more = entry("b", editor=[{"family": "Curie", "given": "Marie"}])
    assert outcomes(entry("a"), more) == [Outcome.NEW, Outcome.MATCHED]
    roles = Paper.objects.get().authorships.order_by("role").values_list("role", flat=True)
    assert list(roles) == ["author", "author", "editor"]


def test_two_people_of_one_name_beside_a_page_full_of_neighbours(db):
    wei = {"family": "Aal", "given": "Wei"}
    add_entries([entry("z", DOI=None, title="Zero", author=[wei])])
    works = [entry("a", DOI=None, title="First", author=[{"family": "Aaa", "given": "Wei"}])]
    works += [
        entry(f"k{n}", DOI=None, title=f"Work {n}", author=[{"family": "Aal", "given": f"G{n:02}"}])
        for n in range(55)
    ]
    assert outcomes(*works, entry("t", DOI=None, title="Two", author=[wei, wei])) == ["new"] * 57
    assert Contributor.objects.filter(**wei).count() == 2


def test_a_waiting_paper_is_filled_once_in_a_batch(db):
    make_waiting(Id("doi", "10.1038/nature14539"))
    other = entry("other", title="Quite Another", author=[{"family": "Hinton"}])
    assert outcomes(entry(), other) == [Outcome.CHANGED, Outcome.NEW]
    assert {paper.title for paper in Paper.objects.all()} == {"Deep Learning", "Quite Another"}


def test_what_is_likely_the_same_is_taken_for_it_where_nobody_is_asked(db):
    title = "Attention Is All You Need"
    preprint = entry("p", DOI=None, type="article", title=title, **{"container-title": None})
    later = {"issued": {"date-parts": [[2016]]}}
    journal = entry("j", DOI=None, title=title, volume="30", **later)
    assert outcomes(preprint, journal, doubt=Doubt.LIKELY) == [Outcome.NEW, Outcome.MATCHED]
    first = entry("e1", DOI=None, title="Editorial")
    second = entry("e1", DOI=None, title="Editorial", **later)
    additions = [add_entries([one], Doubt.LIKELY)[0] for one in (first, second, second)]
    assert [one.outcome for one in additions] == ["new", "new", "matched"]
    was, resembles = additions[1].problems()
    assert "“e1” was “Editorial” in this file before, which is another work" in was
    assert "resembles “Editorial”" in resembles
    yearbook = "Annual Report of the Institute"
    reports = [
        entry("y1", DOI=None, title=yearbook, type="report"),
        entry("y2", DOI=None, title=yearbook, type="report", **later),
    ]
    assert outcomes(*reports, doubt=Doubt.LIKELY) == [Outcome.NEW, Outcome.NEW]


def test_a_slash_at_the_end_of_an_address_tells_no_pages_apart(db):
    page = {"type": "webpage", "DOI": None, "author": None, "title": "A Page"}
    first = entry("a", **page, URL="https://example.org/a/")
    again = entry("b", **page, URL="https://example.org/a", volume="3")
    (one, other) = add_entries([first, again], Doubt.ADD)
    assert (one.outcome, other.outcome, other.proposals) == ("new", "new", [one.paper])
    assert [row.value for row in Identifier.objects.all()] == ["https://example.org/a/"]
    for address in ("https://example.org/a", "https://example.org/a/"):
        found = works_by_identifier([Id("url", address)])
        assert found[Id("url", address)].paper_id == one.paper.pk
    assert other.paper.record["URL"] == "https://example.org/a"


def test_a_retitled_preprint_is_the_same_work(db):
    number = {"archive": "arXiv", "archive_location": "1505.00001", "DOI": None}
    assert outcomes(entry("a", **number), entry("b", title="On Depth", **number)) == [
        *("new", "matched"),
    ]


WORKS = [
    {
        "type": "article-journal",
        "title": title,
        "author": [{"family": family, "given": "A"}],
        "issued": {"date-parts": [[year]]},
        "container-title": container,
    }
    for title, family, year, container in [
        ("On the Shape of Water", "Abe", 2001, "J"),
        ("Of Mice and Many Men", "Berg", 2008, "K"),
        ("Editorial", "Cruz", 2010, "J"),
        ("Editorial", "Cruz", 2011, "J"),
        ("Editorial", "Dahl", 2010, "K"),
        ("A Longer Way to Go", "Abe", 2003, "L"),
    ]
]
IDENTIFIERS = [{"DOI": "10.1000/a"}, {"DOI": "10.1000/b"}, {"PMID": "12345"}, {}, {}]
IDENTIFIERS += [{"archive": "arXiv", "archive_location": "1505.00001"}]
EXTRA = [{}, {"volume": "3"}, {"editor": [{"family": "Eco", "given": "U"}]}, {"abstract": "It is."}]
WRITTEN = st.tuples(
    st.integers(0, len(WORKS) - 1),
    st.sampled_from(IDENTIFIERS),
    st.sampled_from(IDENTIFIERS),
    st.sampled_from(EXTRA),
    st.sampled_from(["a", "b", "", "c"]),
)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    written=st.lists(WRITTEN, max_size=9),
    size=st.integers(1, 4),
    doubt=st.sampled_from([Doubt.ADD, Doubt.LIKELY]),
)
def test_any_batches_in_any_order_merge_no_two_works(db, written, size, doubt):
    """Where somebody decides, a key is a decision: there every work has keys of its own."""
    entries = [
        entry_of_item(
            f"{key}{number}" if doubt == Doubt.ADD else key, 1, WORKS[number] | ids | also | more
        )
        for number, ids, also, more, key in written
    ]
    with transaction.atomic():
        found: dict[int, set[int]] = {}
        run = SourceRun(PASTED, SeenKeys(), doubt, is_trial=False)
        for start in range(0, len(entries), size):
            additions = run.add(entries[start : start + size])
            for addition, row in zip(additions, written[start : start + size], strict=True):
                found.setdefault(addition.paper.pk, set()).add(row[0])
        assert all(len(works) == 1 for works in found.values())
        before, rows = records(), Identifier.objects.count()
        run = SourceRun(PASTED, SeenKeys(), doubt, is_trial=False)
        for start in range(0, len(entries), size):
            run.add(entries[start : start + size])
        assert (len(records()), Identifier.objects.count()) == (len(before), rows)
        again = records()
        add_entries(entries, doubt)
        assert records() == again
        transaction.set_rollback(True)


def test_a_paper_that_waits_takes_the_whole_record(db):
    waiting = make_waiting(Id("doi", "10.1038/nature14539"))
    assert outcomes(entry()) == [Outcome.CHANGED]
    waiting.refresh_from_db()
    assert (waiting.title, waiting.state) == ("Deep Learning", State.UNCHECKED)
    assert [name["family"] for name in waiting.record["author"]] == ["LeCun", "Bengio"]
    assert waiting.issued_month == 5


def test_two_people_of_one_name_are_two_contributors(db):
    wang = {"family": "Wang", "given": "Wei"}
    add_entries([entry(author=[wang, wang])])
    assert Contributor.objects.count() == 2
    assert Paper.objects.get().record["author"] == [wang, wang]


def test_what_columns_cannot_hold_stays_in_the_record(db):
    written = {
        "issued": {"date-parts": [[17000002]]},
        "container-title": "x" * 600,
        "original-date": {"date-parts": [[1850], [1851]], "circa": True},
        "author": [{"family": "A", "ORCID": "0000-0002-1825-0097"}],
        "custom": {"groups": "mine"},
    }
    add_entries([entry(**written)])
    paper = Paper.objects.get()
    assert paper.issued_year is None
    written["custom"] |= {"spelled": {"DOI": "10.1038/NATURE14539"}}
    assert {field: paper.record[field] for field in written} == written


def test_a_plan_stores_nothing(db):
    planned = plan_entries([entry(), entry("b"), entry("c", DOI=None, volume="1")])
    assert [one.outcome for one in planned] == ["new", "matched", "doubtful"]
    assert not Paper.objects.exists()
    assert [one.outcome for one in add_all([entry()], Doubt.LEAVE, is_trial=True)] == ["new"]
    assert not Key.objects.exists()


def test_what_a_text_names_alone_is_added_by_the_same_rule(db):
    (first,) = add_entries([entry("one")], Doubt.LIKELY, is_in_library=False)
    (again,) = add_entries([entry("two", title="Deep")], Doubt.LIKELY, is_in_library=False)
    assert first.paper == again.paper
    assert not first.paper.is_in_library
    keys = set(first.paper.keys.values_list("value", flat=True))
    assert keys == {"lecun2015deep", "one", "two"}


def test_a_batch_costs_the_same_queries_whatever_its_size(db, django_assert_max_num_queries):
    def works(first, count):
        return [
            entry(f"k{n}", DOI=f"10.1000/{n}", title=f"Work {n}", author=[{"family": f"N{n}"}])
            for n in range(first, first + count)
        ]

    add_entries(works(0, 1))
    with django_assert_max_num_queries(26) as one:
        add_entries(works(1, 1))
    with django_assert_max_num_queries(len(one.captured_queries)):
        add_entries(works(2, 20))
    assert Paper.objects.count() == 22


def test_corrections_cost_the_same_queries_however_many(db, django_assert_max_num_queries):
    mine = SourceName(SourceKind.FILE, "mine.bib")

    def works(count, family, volume):
        return [
            entry(f"k{n}", DOI=f"10.1000/{n}", title=f"Work {n}", volume=volume)
            if not family
            else entry(f"k{n}", DOI=None, title=f"Work {n}", author=[{"family": family}])
            for n in range(count)
        ]

    add_entries(works(20, "", "7"), source=mine)
    with django_assert_max_num_queries(34) as one:
        add_entries(works(1, "Newly", "8"), source=mine)
    with django_assert_max_num_queries(len(one.captured_queries)):
        done = add_entries(works(20, "Newer", "8"), source=mine)
    assert {one.outcome for one in done} == {Outcome.CHANGED}
    assert {paper.volume for paper in Paper.objects.all()} == {""}
    assert {paper.byline for paper in Paper.objects.all()} == {"Newer"}
    assert Identifier.objects.count() == 0


def test_equal_keys_are_told_apart_however_many(db):
    works = [entry(f"k{n}", DOI=f"10.1000/{n}") for n in range(50)]
    add_entries(works[:24])
    add_entries(works[24:])
    keys = set(Paper.objects.values_list("key", flat=True))
    assert keys == {"lecun2015deep", *(f"lecun2015deep-{n}" for n in range(2, 51))}


def test_an_export_comes_in_again_as_it_was(db):
    works = [
        entry(),
        entry("b", DOI=None, title="100% of {braces} & $x_1$", custom={"groups": "mine"}),
        entry("c", type="book", DOI=None, ISBN="0-262-03561-8", title="A Book"),
        entry("d", DOI=None, URL="https://openreview.net/forum?id=rJl-b3RcF7", title="Open"),
        entry("e", DOI=None, URL="https://example.org/a", title="Shared", author=None),
        entry("f", DOI=None, URL="https://example.org/a", title="Shared too"),
        entry("g", DOI="10.1000/g", URL="https://example.org/b", title="Two Addresses"),
    ]
    add_entries([entry("g", DOI="10.1000/g", URL="https://example.org/z", title="Two Addresses")])
    add_entries(works)
    before, rows = records(), Identifier.objects.count()
    texts = ["".join(write(before)) for write in (write_bibtex, write_ris, write_csljson)]
    for text in texts:
        assert outcomes(*read_text(text)) == [Outcome.MATCHED] * 7
        assert (records(), Identifier.objects.count()) == (before, rows)
    for text in texts:
        Paper.objects.all().delete()
        assert outcomes(*read_text(text)) == [Outcome.NEW] * 7
        assert (records(), Identifier.objects.count()) == (before, rows)
