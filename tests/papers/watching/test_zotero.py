"""A library of Zotero's that is kept in step by its web API."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from papers.models import Paper, Source, Watch
from papers.registries import zotero
from papers.registries.zotero import zotero_library
from papers.watching.watch_rounds import WatchRounds
from tests.support.registry_server import redirect_to, reply_with
from tests.support.zotero_server import EveryPath, zotero_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(settings):
    with zotero_server() as (server, library):
        settings.PAPERS_ZOTERO_URL = server.address
        settings.PAPERS_ZOTERO_KEY = "a-key"
        settings.PAPERS_REGISTRY_PAUSES = {"zotero": 0.0}
        cache.delete("registry-rest:zotero")
        yield server, library
        cache.delete("registry-rest:zotero")


@pytest.fixture
def look(served):
    watch = Watch.objects.create(kind="zotero", place="users/12")
    rounds = WatchRounds()

    def looked() -> Watch:
        Watch.objects.update(asked_at=timezone.now() - timedelta(hours=1))
        rounds.look_at_all()
        watch.refresh_from_db()
        return watch

    return looked


def key(number: int) -> str:
    return f"ABCDEF{number:02d}"


def test_works_come_by_pages_and_follow_their_library(served, look):
    _server, library = served
    for number in range(60):
        library.put(key(number), title=f"The title number {number:03d} of many", volume="1")
    library.put("NOTE2345", "note")
    library.put("ATTACH23", "attachment", title="Full text")
    assert look().state == "in step"
    assert Paper.objects.count() == 60
    assert len(library.asked) == 3  # versions, and two pages of at most 50 works
    assert {headers["Zotero-API-Key"] for _path, headers in library.asked} == {"a-key"}
    library.put(key(3), title="The title number 003 of many", volume="9")
    library.drop(key(4))
    look()
    assert [path for path, _headers in library.asked[3:]] == [
        "/users/12/items/top?format=versions",
        f"/users/12/items?format=json&include=csljson,data&itemKey={key(3)}&limit=1",
    ]
    assert Paper.objects.get(title__contains="003").volume == "9"
    assert Source.objects.get(key=key(4)).gone_at is not None
    assert Paper.objects.count() == 60
    look()
    assert library.asked[-1][1]["If-Modified-Since-Version"] == str(library.version)
    assert len(library.asked) == 6


def test_a_citation_key_of_zotero_is_a_key_here(served, look):
    served[1].put(key(1), extra="Citation Key: abe1962woman\ntex.x: 1", title="Woman in the Dunes")
    look()
    assert Paper.objects.get().keys.filter(value="abe1962woman").exists()


def test_a_collection_is_its_works_alone(served, look):
    library = served[1]
    for number in range(3):
        library.put(key(number), title=f"The title number {number}", volume="1")
    library.collections["COLL2345"] = {key(1)}
    Watch.objects.update(place="users/12/collections/COLL2345")
    look()
    assert Paper.objects.get().title == "The title number 1"


def test_zotero_is_left_alone_as_long_as_it_asks(served, look):
    library = served[1]
    library.put(key(1), title="One title of many", volume="1")
    library.backoff = "30"
    look()
    asked = len(library.asked)
    look()
    assert look().fault == ""
    assert len(library.asked) == asked


def test_it_is_asked_every_45_seconds_by_all_processes_together(served, look):
    library = served[1]
    look()
    WatchRounds().look_at_all()
    WatchRounds().look_at_all()
    assert len(library.asked) == 1


FAULTS = {
    "forbidden": (reply_with(b"Forbidden", "text/plain", 403), "(403)"),
    "gone": (reply_with(b"", "text/plain", 404), "(404)"),
    "cut": (reply_with(b'{"ABCDEF01": 1'), "no JSON"),
    "no versions": (reply_with(b"[]"), "versions"),
    "no works": (reply_with(b'{"ABCDEF77": 1}', Last_Modified_Version="9"), "some of the works"),
    "no version": (reply_with(b"{}"), "without the version"),
    "elsewhere": (redirect_to("http://127.0.0.2:1/"), "was not asked"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_changes_nothing_and_is_told(served, look, name):
    server, library = served
    for number in range(3):
        library.put(key(number), title=f"The title number {number}", volume="1")
    look()
    right = server.behaviours
    behaviour, said = FAULTS[name]
    server.behaviours = EveryPath(behaviour)
    assert said in look().fault
    server.behaviours = right
    library.put(key(1), title="The title number 1", volume="2")
    assert look().fault == ""
    assert Source.objects.filter(gone_at=None).count() == 3
    assert Paper.objects.filter(volume="2").count() == 1


def test_an_answer_has_its_size(served, look, monkeypatch):
    server, _library = served
    server.behaviours = EveryPath(reply_with(b"{}", Last_Modified_Version="9"))
    for most, is_refused in ((2, False), (1, True)):
        monkeypatch.setattr(zotero, "MOST_BYTES", most)
        assert ("more than an answer may have" in look().fault) == is_refused


def test_an_empty_library_waits_for_nobody_and_takes_nothing_away(served, look):
    library = served[1]
    library.put(key(1), title="The title number 1", volume="1")
    look()
    library.drop(key(1))
    assert "no entry" in look().fault
    assert Source.objects.filter(gone_at=None).exists()


LIBRARIES = {
    "users/12": "users/12",
    " /groups/34/ ": "groups/34",
    "users/12/collections/ABCD2345": "users/12/collections/ABCD2345",
    "https://www.zotero.org/groups/34/water/library": "groups/34",
    "https://www.zotero.org/groups/34/water/collections/ABCD2345/collection": (
        "groups/34/collections/ABCD2345"
    ),
}


@pytest.mark.parametrize("written", LIBRARIES)
def test_a_library_is_named(written):
    assert zotero_library(written) == LIBRARIES[written]


@pytest.mark.parametrize(
    "written",
    ["", "ada", "users/ada", "users/12/x", "users/1234567890123", "users/12/collections/a/../..",
     "https://www.zotero.org/ada", "users/12?x=1", "groups/3/collections/abcd2345"],
)  # fmt: skip
def test_anything_else_is_no_library(written):
    with pytest.raises(ValueError, match="no library"):
        zotero_library(written)
