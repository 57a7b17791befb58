"""Files that are corrected and imported again, with an editor's corrections between."""

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.choices import SourceKind, State
from papers.formats.bibtex_reading import written_entries
from papers.formats.bibtex_writing import write_entry
from papers.formats.entries import lines_of
from papers.formats.item_repair import entry_of_item
from papers.library.adding_papers import SeenKeys, SourceRun, add_entries
from papers.library.additions import Doubt, Outcome
from papers.library.corrections import keep_corrections
from papers.library.gone_entries import find_gone
from papers.library.merging import merge_papers, merge_people, undo_merge
from papers.library.paper_columns import set_columns
from papers.library.paper_rows import put_source, rebuild_record
from papers.library.source_names import SourceName
from papers.library.source_order import projected
from papers.models import Contributor, Identifier, Paper, Source
from papers.records.identifiers import Id
from tests.support.factories import make_paper, make_waiting

MINE = SourceName(SourceKind.FILE, "/home/me/mine.bib")
OTHER = SourceName(SourceKind.FILE, "other.bib")
CROSSREF = SourceName(SourceKind.REGISTRY, "crossref")
WORK = {"type": "article-journal", "title": "On the Shape of Water", "author": [{"family": "Abe"}]}


def entry(key: str = "abe", **said):
    return entry_of_item(key, 1, WORK | said)


def import_file(*entries, source: SourceName = MINE) -> list:
    """A whole file, written as BibTeX and read again; what became of its entries."""
    text = "".join(write_entry({"id": one.key, **one.record}) for one in entries)
    return import_written(written_entries(lines_of(text)), source)


def import_written(found, source: SourceName = MINE) -> list:
    seen = SeenKeys()
    done = SourceRun(source, seen, Doubt.ADD, is_trial=False).add(list(found))
    find_gone(source, seen)
    return done


FIELDS = {
    "volume": st.sampled_from(["", "1", "2"]),
    "page": st.sampled_from(["", "1-9", "3"]),
    "container-title": st.sampled_from(["", "J", "Proceedings of Water"]),
    "publisher": st.sampled_from(["", "P"]),
    "issued": st.sampled_from([None, {"date-parts": [[2001]]}, {"date-parts": [[2002, 5]]}]),
    "type": st.sampled_from(["article-journal", "paper-conference"]),
    "author": st.lists(
        st.sampled_from([{"family": "Berg"}, {"family": "Cruz", "given": "A."}, {"literal": "UN"}]),
        max_size=3,
        unique_by=str,
    ).map(lambda names: [{"family": "Abe"}, *names]),
}
VERSION = st.fixed_dictionaries({}, optional=FIELDS)
CORRECTION = st.one_of(
    st.tuples(st.just("volume"), st.sampled_from(["", "1", "2", "99"])),
    st.tuples(st.just("page"), st.sampled_from(["", "3", "77"])),
    st.tuples(st.just("publisher"), st.sampled_from(["", "P", "Q"])),
    st.tuples(st.just("issued_year"), st.sampled_from([1999, 2001])),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("mine"), VERSION),
        st.tuples(st.just("other"), VERSION),
        st.tuples(st.just("edit"), CORRECTION),
        st.tuples(st.just("gone"), st.sampled_from([MINE, OTHER])),
        st.tuples(st.just("again"), st.none()),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=VERSION, steps=STEPS)
def test_a_file_corrects_what_it_said_and_nothing_of_an_editors(db, first, steps):
    """The paper says what an editor corrected last, else what the file says now, or said when it
    had the work last; an unchanged file changes nothing."""
    with transaction.atomic():
        import_file(entry(**first))
        said, corrected = first, {}
        for kind, change in steps:
            if kind == "gone":
                import_file(source=change)
            elif kind == "again":
                import_file(entry(**said))
                (again,) = import_file(entry(**said))
                assert (again.outcome, again.changes) == (Outcome.MATCHED, {})
            elif kind == "edit":
                paper = Paper.objects.get()
                column, value = change
                setattr(paper, column, value)
                if column == "issued_year":
                    paper.issued_month = paper.issued_day = None
                keep_corrections(paper)
                base = shown_of(said, others_of(Paper.objects.get()))
                corrected[column] = value
                if (base[column] or "") == (value or "") and is_whole_date(column, base):
                    del corrected[column]
            else:
                import_file(entry(**change), source=MINE if kind == "mine" else OTHER)
                said = change if kind == "mine" else said
            check(Paper.objects.get(), said, corrected)
        transaction.set_rollback(True)


def is_whole_date(column: str, base: dict) -> bool:
    return column != "issued_year" or base["issued_month"] is None


def others_of(paper: Paper) -> dict:
    row = paper.sources.filter(name="other.bib").first()
    return row.record if row else {}


def shown_of(said: dict, other: dict) -> dict:
    """What the columns show of the file and, of its type, of the other one."""
    mine = WORK | {field: value for field, value in said.items() if value}
    other = other if other.get("type") == mine["type"] else {}
    shown = Paper(record=other | mine)
    set_columns(shown)
    names = ("volume", "page", "publisher", "container_title", "type", "issued_year")
    return {name: getattr(shown, name) for name in (*names, "issued_month")}


def check(paper: Paper, said: dict, corrected: dict) -> None:
    wanted = shown_of(said, others_of(paper)) | corrected
    if "issued_year" in corrected:
        wanted["issued_month"] = None
    assert {name: getattr(paper, name) for name in wanted} == wanted
    people = [row.contributor for row in paper.authorships.order_by("position")]
    names = (WORK | said)["author"]
    assert paper.record["author"] == names == [one.csl_name() for one in people]
    before = paper.record
    rebuild_record(paper)
    assert paper.record == before == {"id": paper.key, **projected(list(paper.sources.all()))}


def test_an_unchanged_entry_is_not_even_read(db, django_assert_num_queries):
    text = "@string{j = {Journal}}\n@article{a, title={Radium}, journal=j, crossref={b}}\n"
    text += "@book{b, title={Rays}, publisher={P}}\n"

    def written(changed: str = text) -> list:
        return list(written_entries(lines_of(changed)))

    import_written(written())
    seen = SeenKeys()
    turn = connection.vendor == "postgresql"
    with django_assert_num_queries(3 + turn):
        done = add_again(seen, written())
    assert [one.outcome for one in done] == ["matched", "matched"]
    assert [one.paper.title for one in done] == ["Radium", "Rays"]
    string = import_written(written(text.replace("{Journal}", "{Annals}")))
    assert [list(one.changes) for one in string] == [["container-title"], []]
    parent = import_written(written(text.replace("{Journal}", "{Annals}").replace("{P}", "{Q}")))
    assert [list(one.changes) for one in parent] == [["publisher"], ["publisher"]]


def add_again(seen: SeenKeys, found: list) -> list:
    return SourceRun(MINE, seen, Doubt.LEAVE, is_trial=False).add(found)


def test_an_identifier_that_a_file_corrects_is_corrected(db):
    import_file(entry(DOI="10.1000/wrong", volume="1"))
    (done,) = import_file(entry(DOI="10.1000/right", volume="1"))
    assert [str(row) for row in Identifier.objects.all()] == ["doi:10.1000/right"]
    assert Paper.objects.get().record["DOI"] == "10.1000/right"
    assert done.changes["DOI"] == ("10.1000/wrong", "10.1000/right")


def test_a_key_that_means_another_work_now_changes_no_paper(db):
    import_file(entry(DOI="10.1000/a"))
    other = entry_of_item(
        "abe",
        1,
        {"type": "book", "title": "Of Mice and Men", "author": [{"family": "Steinbeck"}]},
    )
    (done,) = import_file(other)
    assert (done.outcome, done.replaced.title) == ("new", "On the Shape of Water")
    assert "another work and stays" in done.problems()[0]
    assert sorted(Paper.objects.values_list("title", flat=True))[1] == "On the Shape of Water"
    (again,) = import_file(other)
    assert (again.outcome, again.paper.title) == ("matched", "Of Mice and Men")


def test_any_source_takes_the_place_of_a_provisional_title(db):
    paper = make_waiting(Id("doi", "10.1000/a"))
    assert (paper.state, paper.title) == (State.TO_LOOK_UP, "DOI 10.1000/a")
    put_source(paper, CROSSREF, "doi:10.1000/a", WORK, [Id("doi", "10.1000/a")])
    paper = Paper.objects.get()
    assert (paper.state, paper.title) == (State.UNCHECKED, WORK["title"])
    assert [row.contributor.family for row in paper.authorships.all()] == ["Abe"]
    import_file(entry(title="On the Shape of All Water", DOI="10.1000/a"))
    assert Paper.objects.get().title == "On the Shape of All Water"


def test_a_person_that_was_merged_stays_when_a_name_is_added(db):
    import_file(entry(author=[{"family": "Abe", "given": "K."}, {"family": "Berg"}]))
    whole = Contributor.objects.create(family="Abe", given="Kobo")
    merge_people(whole, [Contributor.objects.get(given="K.")])
    import_file(
        entry(author=[{"family": "Abe", "given": "K."}, {"family": "Berg"}, {"literal": "UN"}])
    )
    paper = Paper.objects.get()
    assert [name.get("given") for name in paper.record["author"]] == ["Kobo", None, None]
    assert paper.authorships.get(position=1).contributor == whole
    assert not Contributor.objects.filter(given="K.").exists()


def test_sources_go_with_a_merge_and_come_back(db):
    import_file(entry(volume="1"))
    kept = Paper.objects.get()
    (added,) = add_entries([entry("b", title="Other Water", page="7")], source=OTHER)
    other = added.paper
    other.publisher = "Q"
    keep_corrections(other)
    before = list(Source.objects.order_by("pk").values())
    merge = merge_papers(kept, [other])
    paper = Paper.objects.get()
    assert (paper.title, paper.volume, paper.page, paper.publisher) == (kept.title, "1", "7", "Q")
    import_file(entry("b", title="Other Water", page="8"), source=OTHER)
    assert Paper.objects.get().page == "8"
    undo_merge(merge)
    assert Paper.objects.get(pk=kept.pk).page == ""
    other = Paper.objects.get(pk=other.pk)
    assert (other.page, other.publisher) == ("8", "Q")
    assert len(before) == Source.objects.count()


def test_a_preprint_and_its_journal_do_not_mix(db):
    paper = make_paper("One", type="article")
    put_source(paper, CROSSREF, "x", {"type": "article-journal", "title": "One", "page": "1-9"})
    assert "page" not in paper.record
