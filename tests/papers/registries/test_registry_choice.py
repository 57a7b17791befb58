import json
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from papers.records.identifiers import Id
from papers.registries import registry_turns
from papers.registries.door_faults import AskedTooOften, DoorFault, NotThere, Unavailable
from papers.registries.registry_choice import FETCHERS, fetch_work, read_kept_reply, registries_of
from papers.registries.registry_record import RegistryName
from papers.registries.registry_request import NoRegistry, Validators
from papers.registries.registry_turns import note_limits, pause_of, wait_for_turn
from papers.registries.reply_values import written_id
from tests.support.registry_server import DATA, recorded, reply_with

SHARED = Path("/work/shared/data/registry")
FOLDERS = [DATA, *([SHARED] if SHARED.is_dir() else [])]


def asked_for(key: str) -> tuple[RegistryName, Id]:
    registry = RegistryName(key.split("/")[1])
    if registry == "arxiv":
        return registry, Id("arxiv", key.partition(" ")[2])
    return registry, written_id("doi", key.split("/", 3)[3])[0]


REPLIES = [
    (*asked_for(key), body) for folder in FOLDERS for key, (_kind, body) in recorded(folder).items()
]


def test_every_recorded_reply_is_read():
    for registry, identifier, body in REPLIES:
        found = read_kept_reply(registry, body, identifier)
        assert found.identifier in found.identifiers
        assert not [title for title in found.titles if "<i>" in title or "&amp;" in title]


@pytest.mark.slow
def test_every_recorded_reply_is_fetched(registries):
    for folder in FOLDERS:
        registries.replies |= recorded(folder)
    for registry, identifier, _body in REPLIES:
        assert FETCHERS[registry](identifier).record.identifier == identifier


def mutated(draw, value, depth: int = 0):
    """A value of JSON with other values in some of its places."""
    if depth and draw(st.integers(0, 12)) == 0:
        return draw(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
            | st.just([]) | st.just({}) | st.just([[None]]) | st.just([{"name": []}])
        )  # fmt: skip
    if isinstance(value, dict):
        return {name: mutated(draw, one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [mutated(draw, one, depth + 1) for one in value[:4]]
    return value


@given(st.data())
def test_changed_replies_are_records_or_named_faults(data):
    registry, identifier, body = data.draw(st.sampled_from(REPLIES))
    if registry != "arxiv" and data.draw(st.booleans()):
        changed = json.dumps(mutated(data.draw, json.loads(body))).encode()
    else:
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(start + 60, len(body))))
        changed = body[:start] + data.draw(st.binary(max_size=9)) + body[end:]
    try:
        found = read_kept_reply(registry, changed, identifier)
    except DoorFault:
        return
    json.dumps(found.record, allow_nan=False).encode()


def test_the_likeliest_registry_is_asked_first(registries):
    assert registries_of(Id("doi", "10.5281/zenodo.1")) == ("datacite", "crossref")
    assert registries_of(Id("doi", "10.1145/1")) == ("crossref", "datacite")
    assert registries_of(Id("arxiv", "1912.01703")) == ("arxiv",)
    assert registries_of(Id("isbn", "9780199567027")) == ()


def test_a_doi_that_crossref_lacks_is_datacites(registries):
    reply = fetch_work(Id("doi", "10.7910/dvn/nj7xso"), Validators(RegistryName.CROSSREF, '"x"'))
    assert reply.registry == "datacite"
    assert "If-None-Match" not in registries.asked[-1][1]


def test_what_no_registry_has_is_not_there(registries):
    with pytest.raises(NotThere):
        fetch_work(Id("doi", "10.5555/nothing"))
    assert [path.split("/")[1] for path, _headers in registries.asked] == [
        "crossref",
        "datacite",
        "crossref",
    ]


def test_a_doi_of_another_agency_is_no_missing_work(registries):
    message = {"DOI": "10.5555/medra", "agency": {"id": "medra"}}
    body = json.dumps({"status": "ok", "message": message}).encode()
    registries.answer_with("/crossref/works/10.5555/medra/agency", reply_with(body))
    with pytest.raises(NoRegistry, match="registered with medra"):
        fetch_work(Id("doi", "10.5555/medra"))


def test_a_registry_out_of_reach_says_nothing_of_a_work(registries):
    registries.answer_with("/crossref/works/10.5555/a", reply_with(b"", status=503))
    with pytest.raises(Unavailable):
        fetch_work(Id("doi", "10.5555/a"))
    assert len(registries.asked) == 1


def test_a_registry_that_asks_for_rest_is_left_alone(registries):
    answer = reply_with(b"", status=429, Retry_After="20")
    registries.answer_with("/crossref/works/10.5555/a", answer)
    for _time in range(2):
        with pytest.raises(AskedTooOften) as caught:
            fetch_work(Id("doi", "10.5555/a"))
        assert 18 < caught.value.retry_after <= 20
    assert len(registries.asked) == 1


def test_questions_keep_their_distance(settings, monkeypatch):
    settings.PAPERS_REGISTRY_PAUSES = {"arxiv": 0.5}
    cache.clear()
    now = [1000.1]
    monkeypatch.setattr(registry_turns.time, "time", lambda: now[0])
    monkeypatch.setattr(
        registry_turns.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds)
    )
    registry_turns._own_next.clear()
    times = []
    for _number in range(4):
        wait_for_turn(RegistryName.ARXIV)
        times.append(round(now[0], 3))
    assert times == [1000.5, 1001.0, 1001.5, 1002.0]
    registry_turns._own_next.clear()
    cache.clear()


def test_who_would_wait_too_long_is_sent_away_and_takes_no_turn(settings, monkeypatch):
    settings.PAPERS_REGISTRY_PAUSES = {"arxiv": 40}
    cache.clear()
    monkeypatch.setattr(registry_turns.time, "time", lambda: 1000.0)
    monkeypatch.setattr(registry_turns.time, "sleep", lambda seconds: None)
    registry_turns._own_next.clear()
    wait_for_turn(RegistryName.ARXIV)
    wait_for_turn(RegistryName.ARXIV)
    waits = []
    for _number in range(3):
        with pytest.raises(AskedTooOften) as caught:
            wait_for_turn(RegistryName.ARXIV)
        waits.append(caught.value.retry_after)
    assert waits == [80, 80, 80]
    registry_turns._own_next.clear()
    cache.clear()


def test_a_registrys_own_limit_only_slows_us_down(settings):
    settings.PAPERS_REGISTRY_PAUSES = {"crossref": 0.1}
    cache.clear()
    note_limits(RegistryName.CROSSREF, "50", "1s")
    assert pause_of(RegistryName.CROSSREF) == 0.1
    note_limits(RegistryName.CROSSREF, "2", "1s")
    assert pause_of(RegistryName.CROSSREF) == 0.5
    for limit, interval in (("0", "1s"), ("x", "1s"), (None, None), ("5", "1 week"), ("٣", "1s")):
        note_limits(RegistryName.CROSSREF, limit, interval)
    assert pause_of(RegistryName.CROSSREF) == 0.5
    cache.clear()
