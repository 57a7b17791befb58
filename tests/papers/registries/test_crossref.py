import json
from contextlib import nullcontext

import pytest

from papers.records.identifiers import Id
from papers.registries.crossref import (
    fetch_from_crossref,
    find_agency,
    read_crossref,
    search_crossref,
)
from papers.registries.door_faults import InvalidReply, NotThere
from papers.registries.registry_record import RegistryName
from papers.registries.registry_request import NoRegistry, Validators
from tests.support.registry_server import DATA, reply_with


def record(name: str, doi: str):
    return read_crossref((DATA / "crossref" / f"{name}.json").read_bytes(), Id("doi", doi))


def made(**work) -> bytes:
    message = {"DOI": "10.5555/made.1", "title": ["A work"], "type": "journal-article", **work}
    return json.dumps({"status": "ok", "message": message}).encode()


def read(**work):
    return read_crossref(made(**work), Id("doi", "10.5555/made.1"))


def test_a_preprint_knows_what_it_was_published_as():
    found = record("10.1002-essoar.10503377.3", "10.1002/essoar.10503377.3")
    assert found.record["type"] == "article"
    published = [one.by for one in found.notices if one.kind == "published"]
    assert published == [Id("doi", "10.1029/2020jg005891")]
    assert found.venues == ("Earth and Space Science Open Archive", "Geochemistry")
    assert found.record["author"][0] == {
        "family": "Ladd",
        "given": "Sarah Nemiah",
        "ORCID": "0000-0002-0132-5785",
        "affiliation": ["Eawag"],
    }


def test_an_articles_number_is_its_page():
    found = record("10.7717-peerj.12090", "10.7717/peerj.12090")
    assert found.record["page"] == "e12090"


def test_a_title_has_its_subtitle_and_every_other_form():
    found = record("10.1007-s00120-007-1345-2", "10.1007/s00120-007-1345-2")
    german = "Penisverletzung durch eine Moulinette"
    english = "Penile injury caused by a Moulinette"
    assert found.record["title"].startswith(f"{german}: Folge")
    assert found.titles[1:] == (german, english, f"{english}: Result of autoerotic self-mutilation")


def test_mathml_and_escaped_tags_become_the_markup_of_records():
    found = record("10.1155-2013-539573", "10.1155/2013/539573")
    assert found.record["title"] == "Endpoints in T0-Quasimetric Spaces: Part II"
    assert "in T<sub>0</sub>-Quasi" in found.record["custom"]["rich"]["title"]
    found = record("10.1002-2050-7038.12616-v2-review2", "10.1002/2050-7038.12616/v2/review2")
    assert found.titles[0].startswith('Review for "MMC‐HVDC system')
    assert found.record["type"] == "review"


def test_what_publishers_programs_wrote_for_nothing_is_nothing():
    found = record("10.21326-ksdt.2008..18.018", "10.21326/ksdt.2008..18.018")
    assert "volume" not in found.record
    assert found.record["issue"] == "18"


def test_a_work_without_a_title_is_a_record():
    found = record("10.1001-archderm.111.8.1071", "10.1001/archderm.111.8.1071")
    assert (found.record["title"], found.titles) == ("", ())
    assert found.record["issued"] == {"date-parts": [[1975, 8, 1]]}


def test_a_book_and_a_thesis_have_their_own_fields():
    book = record("10.1017-9781108348843", "10.1017/9781108348843")
    assert book.record["type"] == "book"
    assert Id("isbn", "9781108348843") in book.identifiers
    thesis = record("10.14264-uql.2020.791", "10.14264/uql.2020.791")
    assert (thesis.record["type"], thesis.record["genre"]) == ("thesis", "PhD Thesis")


def test_a_chapter_of_a_series_stands_in_its_book():
    found = read(type="book-chapter", **{"container-title": ["Lecture Notes", "Proc. of X"]})
    assert found.record["container-title"] == "Proc. of X"
    assert found.record["collection-title"] == "Lecture Notes"
    assert found.venues == ("Lecture Notes", "Proc. of X")


def test_all_of_a_works_dates_count():
    dates = {"issued": 2019, "published-print": 2020, "published-online": 2019}
    found = read(
        created={"date-parts": [[2001]]},
        **{name: {"date-parts": [[year]]} for name, year in dates.items()},
    )
    assert found.years == {2019, 2020}
    assert found.record["issued"] == {"date-parts": [[2019]]}


def test_an_alias_is_answered_with_the_work_that_it_became():
    found = read(DOI="10.5555/NEW", aliases=["10.5555/MADE.1"])
    assert found.identifiers == (Id("doi", "10.5555/new"), Id("doi", "10.5555/made.1"))


def test_a_doi_is_another_ones_whatever_its_case():
    assert read(DOI="https://doi.org/10.5555/MADE.1").identifiers == (Id("doi", "10.5555/made.1"),)
    with pytest.raises(InvalidReply, match=r"10\.5555/made\.1 and answered with another work"):
        read(DOI="10.5555/made.10")
    with pytest.raises(InvalidReply):
        read(DOI=None)


@pytest.mark.parametrize(
    "work",
    [
        {"title": "A string", "author": "Ada", "issued": [], "type": ["book"], "relation": 3},
        {"title": [None, 5, {"a": 1}], "author": [None, [], {}, {"given": {}}, {"family": 3}]},
        {"issued": {"date-parts": [[None]]}, "published": {"date-parts": [["x", 1]]}},
        {"issued": {"date-parts": [[99999, 13, 40]]}, "page": 7, "volume": True, "ISBN": "x"},
        {"author": [{"family": "A", "affiliation": "B", "ORCID": "http://orcid.org/0"}]},
        {"title": ["\ud800 lone"], "container-title": [["deep"]], "event": [], "institution": 0},
        {"relation": {"is-preprint-of": [{"id-type": 5, "id": []}, None]}, "aliases": [7, None]},
    ],
)
def test_values_of_wrong_types_are_left_out(work):
    json.dumps(read(**work).record).encode()


def test_a_work_is_fetched_with_all_that_is_kept(registries):
    doi = Id("doi", "10.1175/1520-0493(1974)102<0736:wacoj>2.0.co;2")
    reply = fetch_from_crossref(doi)
    assert reply.record.record["volume"] == "102"
    assert reply.validators.etag
    again = fetch_from_crossref(doi, reply.validators)
    assert again.record is None
    assert again.body == b""
    assert again.validators == reply.validators


def test_another_registrys_validators_are_not_sent(registries):
    reply = fetch_from_crossref(
        Id("doi", "10.7717/peerj.12090"), Validators(RegistryName.DATACITE, '"x"')
    )
    assert reply.record
    assert "If-None-Match" not in registries.asked[0][1]


def test_no_such_work_is_said(registries):
    with pytest.raises(NotThere, match="404"):
        fetch_from_crossref(Id("doi", "10.5555/nothing"))


def test_a_registry_that_is_switched_off_is_not_asked(registries, settings):
    settings.PAPERS_REGISTRY_URLS = {"arxiv": registries.address}
    with pytest.raises(NoRegistry, match="does not ask crossref"):
        fetch_from_crossref(Id("doi", "10.7717/peerj.12090"))
    assert not registries.asked


def test_dois_of_every_shape_reach_their_own_path(registries):
    dois = ["10.5555/a/../b", "10.5555/a?b=c#d", "10.5555/a%2fb", "10.5555//a", "10.5555/ü&é+"]
    for doi in dois:
        registries.answer_with(f"/crossref/works/{doi}", reply_with(made(DOI=doi)))
        read_as = Id("doi", doi)
        is_none = "%" in doi or "/../" in doi
        with pytest.raises(InvalidReply) if is_none else nullcontext():
            assert fetch_from_crossref(read_as).record


def test_a_search_gives_suggestions(registries):
    items = [{"DOI": "10.5555/a", "title": ["A"], "score": 31.5}, {"DOI": "no"}, 7]
    body = json.dumps({"status": "ok", "message": {"items": items}}).encode()
    registries.answer_with("/crossref/works", reply_with(body))
    (found,) = search_crossref("A  title & more")
    assert found.identifier == Id("doi", "10.5555/a")
    assert registries.asked[0][0].endswith("?query.bibliographic=A+title+%26+more&rows=5")


def test_the_agency_of_a_doi_is_found(registries):
    message = {"DOI": "10.5555/x", "agency": {"id": "JALC", "label": "JaLC"}}
    body = json.dumps({"status": "ok", "message": message}).encode()
    registries.answer_with("/crossref/works/10.5555/x/agency", reply_with(body))
    assert find_agency(Id("doi", "10.5555/x")) == "jalc"
