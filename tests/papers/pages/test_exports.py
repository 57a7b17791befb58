import json
import time

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from papers.formats.any_format import read_text
from papers.formats.entries import Entry
from papers.models import Paper
from papers.pages import exports, library_files, library_filters
from tests.support.factories import cite, make_paper, make_post

MEDIA_TYPES = {
    "bib": "text/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
kinds = pytest.mark.parametrize("kind", MEDIA_TYPES)


def records_in(text):
    return [{"id": one.key, **one.record} for one in read_text(text) if isinstance(one, Entry)]


@kinds
def test_a_paper_is_saved_whole(client, db, kind):
    paper = make_paper("Radioactivity", identifiers=[("doi", "10.1000/1")], volume="3")
    response = client.get(reverse("papers:paper_export", args=[paper.key, kind]))
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    name = f'attachment; filename="curie1903radioactivity.{kind}"'
    assert response["Content-Disposition"] == name
    assert records_in(response.content.decode()) == [paper.record]


def test_an_old_key_leads_to_the_paper(client, db):
    paper = make_paper(key="new")
    paper.keys.create(value="old.one")
    response = client.get("/papers/old.one.bib")
    assert (response.status_code, response["Location"]) == (301, "/papers/new.bib")


@kinds
def test_a_small_library_is_written_at_once(client, db, kind):
    papers = [make_paper(), make_paper(), make_paper("Tücken & 3 < 4")]
    address = reverse("papers:library_export", args=[kind])
    response = client.get(address)
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    assert records_in(response.getvalue().decode()) == [paper.record for paper in papers]
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_paper()
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 200


@kinds
def test_a_narrowed_list_is_saved_as_it_is_shown(client, db, kind):
    old, new = make_paper("Old", year=1903), make_paper("New", year=2019, author="Noether")
    for query, expected in (
        ("year=1903", [old]),
        ("person=marie-noether&sort=added", [new]),
        ("venue=Nature", []),
        ("year=x", []),
        ("sort=discussed&utm_source=x", [old, new]),
    ):
        response = client.get(f"/papers.{kind}?{query}")
        text = response.getvalue().decode()
        found = records_in(text) if text.strip() else []
        assert found == [paper.record for paper in expected]
    named = client.get(f"/papers.{kind}?year=1903&person=Marie Curie")["Content-Disposition"]
    assert named == f'attachment; filename="papers-1903-marie-curie.{kind}"'


def test_a_narrowed_list_of_a_large_library_needs_no_job(client, large):
    assert "Tücken" in client.get("/papers.bib?year=1903").content.decode()
    assert not waiting_files()


def test_what_a_list_offers_to_save_is_what_it_shows(client, db):
    paper = make_paper("Old", year=1903)
    make_paper("New", year=2019)
    whole = client.get("/papers/").content.decode()
    assert 'href="/papers.bib"' in whole
    narrowed = client.get("/papers/?year=1903").content.decode()
    assert 'href="/papers.bib?year=1903"' in narrowed
    assert 'href="/papers.bib"' not in narrowed
    person = paper.contributors.get()
    page = client.get(person.get_absolute_url()).content.decode()
    assert f'href="/papers.ris?person={person.slug}"' in page


def test_the_file_of_a_list_has_the_newest_papers(client, db, monkeypatch):
    monkeypatch.setattr(library_filters, "MOST_IN_FILE", 2)
    papers = [make_paper(year=year, author="Curie") for year in (1903, 1905, 1904)]
    found = records_in(client.get("/papers.json?person=marie-curie").content.decode())
    assert found == [papers[1].record, papers[2].record]
    papers[1].delete()
    assert len(records_in(client.get("/papers.json?person=marie-curie").content.decode())) == 2


@pytest.fixture
def large(db, monkeypatch, settings, tmp_path):
    """A library of three papers that is too large for a request."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 2)
    return [make_paper(), make_paper(), make_paper("Tücken & 3 < 4")]


def waiting_files() -> int:
    path = library_files.write_library_files.module_path
    return DBTaskResult.objects.ready().filter(task_path=path).count()


@kinds
def test_a_large_library_is_a_file_that_a_job_makes(client, large, do_jobs, kind, caplog):
    address = reverse("papers:library_export", args=[kind])
    first = client.get(address)
    assert (first.status_code, first["Retry-After"]) == (503, "30")
    assert not [one for one in caplog.records if one.name == "django.request"], "it is no fault"
    client.get(address)
    assert waiting_files() == 1
    do_jobs()
    response = client.get(address)
    assert response.streaming
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    assert records_in(response.getvalue().decode()) == [paper.record for paper in large]
    for known in ({"If-None-Match": "ETag"}, {"If-Modified-Since": "Last-Modified"}):
        headers = {name: response[value] for name, value in known.items()}
        assert client.get(address, headers=headers).status_code == 304


def test_a_changed_library_has_its_file_made_anew_and_not_at_once(client, large, do_jobs):
    client.get("/papers.json")
    do_jobs()
    old = client.get("/papers.json")
    assert old.getvalue()
    added = make_paper("Later")
    assert "Later" not in client.get("/papers.json").getvalue().decode()
    assert not waiting_files()  # it was made a moment ago
    (library_files.folder() / "asked").unlink()
    assert client.get("/papers.json").getvalue()
    do_jobs()
    new = client.get("/papers.json", headers={"If-None-Match": old["ETag"]})
    assert records_in(new.getvalue().decode())[-1] == added.record
    assert len(list(library_files.folder().glob("library-*.json"))) == 1


def test_a_file_that_is_not_finished_replaces_none(large, monkeypatch):
    library_files.write_library_files.call()
    before = library_files.newest_file("bib").read_bytes()

    def parts():
        yield "half"
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        library_files.replace_file("bib", "new", time.time(), parts())
    assert library_files.newest_file("bib").read_bytes() == before
    assert not list(library_files.folder().glob(".*"))


def test_of_two_that_write_at_once_the_later_ones_file_stays(large):
    """The files are the later one's, whichever is done first, and one is left at any time."""
    begun = time.time()

    def parts():
        library_files.replace_file("bib", "later", begun + 1, ["later"])
        yield "earlier"

    library_files.folder().mkdir()
    library_files.replace_file("bib", "earlier", begun, parts())
    assert library_files.newest_file("bib").read_text() == "later"
    assert len(library_files.files_by_age("bib")) == 1


def test_a_file_whose_place_a_newer_one_takes_is_no_fault(client, large, monkeypatch):
    library_files.write_library_files.call()
    gone = library_files.folder() / "library-gone.bib"
    found = iter([gone, library_files.newest_file("bib")])
    monkeypatch.setattr(exports, "newest_file", lambda _kind: next(found))
    assert client.get("/papers.bib").getvalue()
    assert library_files.is_outdated(gone.with_stem("library-x"), "x")


def test_a_file_that_vanishes_while_files_are_listed_is_passed_over(large):
    library_files.write_library_files.call()
    newest = library_files.newest_file("bib")
    (library_files.folder() / "library-gone.bib").symlink_to("nowhere")
    assert library_files.newest_file("bib") == newest


@kinds
def test_a_posts_references_come_in_its_order(client, db, kind):
    first, second, other = make_paper(), make_paper(), make_paper()
    post = make_post(slug="two")
    cite(post, second, position=1)
    cite(post, first, position=2)
    cite(post, other, position=3, is_confirmed=False)
    address = reverse("blog:references", args=["two", kind])
    response = client.get(address)
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    assert records_in(response.content.decode()) == [second.record, first.record]
    assert address in client.get(post.get_absolute_url()).content.decode()


def test_what_its_owner_noted_for_himself_is_not_given_away(client, db):
    custom = {"file": "/home/me/a.pdf", "Groups": "mine", "venue": "Paris"}
    paper = make_paper(custom=custom | {"ris": {"L1": ["/home/me/a.pdf"]}}, annote="weak")
    assert Paper.objects.get().record["annote"] == "weak"
    item = json.loads(client.get(f"/papers/{paper.key}.json").content)[0]
    assert item["custom"] == {"venue": "Paris"}
    assert "annote" not in item
