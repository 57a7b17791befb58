import json

import pytest

from papers.records.identifiers import Id
from papers.registries.datacite import fetch_from_datacite, read_datacite
from papers.registries.door_faults import InvalidReply, NotThere
from tests.support.registry_server import DATA


def record(name: str, identifier: Id):
    return read_datacite((DATA / "datacite" / f"{name}.json").read_bytes(), identifier)


def read(asked: str = "10.5555/made.1", **work):
    attributes = {"doi": "10.5555/made.1", "titles": [{"title": "A work"}], **work}
    return read_datacite(
        json.dumps({"data": {"attributes": attributes}}).encode(), Id("doi", asked)
    )


def related(relation: str, doi: str, **more: str) -> dict[str, str]:
    return {
        "relationType": relation,
        "relatedIdentifierType": "DOI",
        "relatedIdentifier": doi,
        **more,
    }


def test_software_has_its_version_people_and_places():
    found = record("10.5281-zenodo.1296737", Id("doi", "10.5281/zenodo.1296737"))
    assert found.record["type"] == "software"
    assert found.record["version"] == "v2018-06-23"
    assert found.record["author"][:2] == [
        {"literal": "Ashley"},
        {"family": "Kromer", "given": "Reto", "affiliation": ["AV Preservation by reto.ch"]},
    ]
    assert found.versions == (Id("doi", "10.5281/zenodo.1188868"),)


def test_a_conference_paper_has_pages_editors_and_venues():
    found = record("10.4230-lipics.tqc.2013.93", Id("doi", "10.4230/lipics.tqc.2013.93"))
    assert found.record["type"] == "paper-conference"
    assert found.record["page"] == "93-105"
    assert [name["family"] for name in found.record["editor"]] == ["Severini", "Brandao"]
    assert "Leibniz International Proceedings in Informatics (LIPIcs)" in found.venues
    assert found.years == {2013}


def test_a_body_is_no_person():
    found = record("10.7910-dvn-nj7xso", Id("doi", "10.7910/dvn/nj7xso"))
    (author,) = found.record["author"]
    assert author["literal"].startswith("International Genetics")


def test_what_stands_for_nothing_is_nothing():
    found = record("10.11578-dc.20191106.1", Id("doi", "10.11578/dc.20191106.1"))
    assert "publisher" not in found.record
    assert found.record["author"][0]["ORCID"] == "0000-0002-9286-2630"


def test_arxivs_own_dois_are_arxivs_numbers():
    found = record("10.48550-arxiv.2311.16162", Id("arxiv", "2311.16162"))
    assert found.identifiers == (Id("arxiv", "2311.16162"),)
    assert found.record["archive_location"] == "2311.16162"


def test_a_preprint_knows_what_it_was_published_as():
    relations = [
        related("IsVersionOf", "10.1145/3"),
        related("IsNewVersionOf", "10.5555/made.0"),
        related("References", "10.1145/4"),
    ]
    found = read(types={"resourceTypeGeneral": "Preprint"}, relatedIdentifiers=relations)
    published = [one.by for one in found.notices if one.kind == "published"]
    assert published == [Id("doi", "10.1145/3")]
    assert found.versions == (Id("doi", "10.5555/made.0"),)


def test_an_articles_preprints_are_no_versions_of_it():
    relations = [
        related("HasVersion", "10.48550/arXiv.2001.00001"),
        related("IsVersionOf", "10.31219/a", resourceTypeGeneral="Preprint"),
    ]
    found = read(types={"resourceTypeGeneral": "JournalArticle"}, relatedIdentifiers=relations)
    assert found.versions == ()


def test_titles_of_all_kinds_count():
    titles = [
        {"title": "Autre", "titleType": "TranslatedTitle"},
        {"title": "Main"},
        {"title": "Below", "titleType": "Subtitle"},
    ]
    assert read(titles=titles).titles == ("Main: Below", "Main", "Autre")


def test_a_doi_of_all_versions_may_be_answered_with_one_of_them():
    relations = [related("IsVersionOf", "10.5555/all")]
    assert read("10.5555/all", relatedIdentifiers=relations).record["title"] == "A work"
    with pytest.raises(InvalidReply, match="another work"):
        read("10.5555/all")


@pytest.mark.parametrize(
    "work",
    [
        {"titles": "A", "creators": {"name": "B"}, "dates": [{"date": 2019, "dateType": []}]},
        {"creators": [{"name": ["A"], "affiliation": [3, None, {"name": {}}]}], "publisher": 5},
        {"types": [], "container": "Journal", "publicationYear": "soon", "relatedIdentifiers": {}},
        {"publicationYear": 99999, "dates": [{"date": "2013-13-40/", "dateType": "Issued"}]},
        {"creators": [{"nameIdentifiers": [{"nameIdentifierScheme": "ORCID"}]}], "version": False},
        {"relatedItems": [{"relationType": "IsPublishedIn", "titles": [None, {"title": 1}]}]},
    ],
)
def test_values_of_wrong_types_are_left_out(work):
    json.dumps(read(**work).record).encode()


def test_a_work_is_fetched(registries):
    reply = fetch_from_datacite(Id("arxiv", "2311.16162"))
    assert reply.record.record["publisher"] == "arXiv"
    assert registries.asked[0][0] == "/datacite/dois/10.48550/arxiv.2311.16162?affiliation=true"
    with pytest.raises(NotThere):
        fetch_from_datacite(Id("doi", "10.5555/nothing"))
