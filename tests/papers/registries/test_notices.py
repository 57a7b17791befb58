"""The truth table of notices: what each reply says of its work, and nothing more."""

import json
from datetime import date
from pathlib import Path

import pytest

from papers.checking.notices_in_force import DatedNotice, in_force
from papers.records.identifiers import Id
from papers.registries.arxiv_notices import arxiv_notices
from papers.registries.crossref_notices import crossref_notices, works_noticed
from papers.registries.registry_choice import read_kept_reply
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.strict_replies import read_xml
from tests.support.registry_server import DATA, recorded

SHARED = Path("/work/shared/data/registry")
MADE = {
    case["reply"]["message"]["DOI"]: case["name"]
    for case in json.loads((DATA / "made" / "crossref-updates.json").read_text())
}
# What readers are told (the gravest in force), and every notice of the history. Whatever is
# recorded and not named here tells nothing.
EXPECTED = {
    "retraction-by-publisher": ("retraction", ["retraction 2021-03-04 made.1n publisher"]),
    "retraction-by-retraction-watch": (
        "retraction",
        ["retraction 2022-03-04 made.2n retraction-watch"],
    ),
    "the-notice-itself": ("", []),
    "expression-of-concern": ("concern", ["concern 2020-03-04 made.3n publisher"]),
    "concern-then-retraction": (
        "retraction",
        ["concern 2020-03-04 made.4a publisher", "retraction 2023-03-04 made.4b publisher"],
    ),
    "correction": ("correction", ["correction 2020-03-04 made.5n publisher"]),
    "erratum": ("correction", ["correction 2020-03-04 made.6n publisher"]),
    "corrigendum": ("correction", ["correction 2020-03-04 made.7n publisher"]),
    "addendum": ("", ["addendum 2020-03-04 made.8n publisher"]),
    "withdrawal": ("withdrawal", ["withdrawal 2020-03-04 made.9n publisher"]),
    "removal": ("removal", ["removal 2020-03-04 made.10n publisher"]),
    "partial-retraction": (
        "partial-retraction",
        ["partial-retraction 2020-03-04 made.11n publisher"],
    ),
    "new-version": ("", ["new-version 2020-03-04 made.12b publisher"]),
    "unknown-kind": ("", ["other 2026-03-04 made.13n publisher"]),
    "retract-and-replace": (
        "retraction",
        ["retraction 2020-03-04 made.14n publisher", "replacement None made.14r publisher"],
    ),
    "reinstated": (
        "",
        ["retraction 2019-03-04 made.15n publisher", "reinstatement 2021-03-04 made.15r publisher"],
    ),
    "title-only": ("", []),
    "updated-without-doi": ("retraction", ["retraction None - publisher"]),
    "updated-by-itself": ("retraction", ["retraction 2020-03-04 made.18 publisher"]),
    "same-notice-twice": (
        "retraction",
        [
            "retraction 2020-03-04 made.19n publisher",
            "retraction 2020-03-04 made.19n retraction-watch",
        ],
    ),
    "preprint-with-published": ("", ["published None made.20p publisher"]),
    "10.1371/journal.pbio.0050002": (
        "correction",
        ["correction 2008-11-25 journal.pbio.0060304 publisher"],
    ),
    "10.1371/journal.ppat.1008184": (
        "",
        ["new-version 2020-01-30 journal.ppat.1008184 publisher"],
    ),
    "10.1002/essoar.10503377.3": ("", ["published None 2020jg005891 publisher"]),
    "10.1002/essoar.10504562.1": ("", ["published None 2020ms002386 publisher"]),
    "10.1016/s0140-6736(97)11096-0": (
        "retraction",
        [
            "correction 2004-03-06 s0140-6736(04)15715-2 retraction-watch",
            "retraction 2010-02-06 s0140-6736(10)60175-4 retraction-watch",
        ],
    ),
    "2103.90001": ("withdrawal", ["withdrawal 2026-10-01 - arxiv"]),
    "2103.90002": ("withdrawal", ["withdrawal 2026-10-01 - arxiv"]),
    "2103.90006": ("", ["superseded 2026-10-01 2201.90007 arxiv"]),
}
EXPECTED |= {
    number: ("", [f"published None {doi} arxiv"])
    for number, doi in {
        "1009.3186": "tit.2011.2148691",
        "1809.08100": "icst.2017.52",
        "1912.05434": "aitest49225.2020.00012",
        "2012.10662": "3412841.3442047",
        "2103.02870": "met52542.2021.00008",
        "2103.90005": "made.30",
        "2202.12139": "icstw55395.2022.00035",
        "2204.08348": "3533767.3534401",
        "2205.09552": "aitest55621.2022.00013",
    }.items()
}
IS_NOTICE_OF = {
    "the-notice-itself": ["retraction 10.5555/made.1"],
    "10.1016/s0140-6736(10)60175-4": ["retraction 10.1016/s0140-6736(97)11096-0"],
    "10.1371/journal.pone.0162213": ["correction 10.1371/journal.pone.0158831"],
    "10.1371/journal.pone.0203153": ["correction 10.1371/journal.pone.0200549"],
    "10.1371/journal.pone.0204770": ["correction 10.1371/journal.pone.0100554"],
    "10.1371/journal.pone.0253360": ["correction 10.1371/journal.pone.0241578"],
    "10.1111/ijal.12281": ["correction 10.1111/ijal.12157"],
}


def replies(folder: Path) -> dict[str, RegistryRecord]:
    """Every recorded and made reply of a folder as it is read, by the case's name or the number."""
    found = {}
    for key, (_kind, body) in recorded(folder).items():
        registry = RegistryName(key.split("/")[1])
        scheme, value = ("arxiv", key.partition(" ")[2])
        if registry != RegistryName.ARXIV:
            scheme, value = "doi", key.split("/", 3)[3]
        if registry == RegistryName.DATACITE and value.startswith("10.48550/arxiv."):
            scheme, value = "arxiv", value.removeprefix("10.48550/arxiv.")
        found[MADE.get(value, value)] = read_kept_reply(registry, body, Id(scheme, value))
    return found


REPLIES = replies(DATA) | (replies(SHARED) if SHARED.is_dir() else {})


def told(found) -> list[str]:
    names = [one.by.value.split("/", 1)[-1] if one.by else "-" for one in found]
    rows = zip(found, names, strict=True)
    return [f"{one.kind} {one.day} {name} {one.source}" for one, name in rows]


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_tells_its_own_notices_and_no_others(name: str):
    reply = REPLIES[name]
    held = in_force(DatedNotice(one.kind, one.day) for one in reply.notices)
    expected = EXPECTED.get(name, ("", []))
    assert (held[0].kind if held else "", told(reply.notices)) == expected
    works = [f"{kind} {one.value}" for kind, one in reply.is_notice_of]
    assert works == IS_NOTICE_OF.get(name, [])


def test_a_repository_tells_what_it_withdrew_and_what_came_later():
    later = {"relatedIdentifierType": "DOI", "relatedIdentifier": "10.5555/made.v2"}
    work = {
        "doi": "10.5555/made.v1",
        "titles": [{"title": "Made data"}],
        "types": {"resourceTypeGeneral": "Dataset"},
        "dates": [
            {"date": "2020-01-02", "dateType": "Issued"},
            {"date": "2024-05-06", "dateType": "Withdrawn"},
        ],
        "relatedIdentifiers": [
            {**later, "relationType": "IsPreviousVersionOf"},
            {**later, "relationType": "IsNewVersionOf", "relatedIdentifier": "10.5555/made.v0"},
        ],
    }
    body = json.dumps({"data": {"attributes": work}}).encode()
    found = read_kept_reply(RegistryName.DATACITE, body, Id("doi", "10.5555/made.v1"))
    assert told(found.notices) == [
        "withdrawal 2024-05-06 - publisher",
        "new-version None made.v2 publisher",
    ]
    assert found.years == {2020}


def test_what_is_expected_was_read():
    copied = replies(DATA)
    assert [one for one in EXPECTED if one not in REPLIES] == []
    assert len(set(EXPECTED) & set(copied)) >= 30


def test_a_newer_version_is_told_apart_from_notices():
    newest = REPLIES["2103.90004"].newest
    assert (newest.kind, newest.reason, newest.by.value) == (
        "new-version",
        "v5",
        "https://arxiv.org/abs/2103.90004v5",
    )
    assert REPLIES["astro-ph/0601001"].newest is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"updated-by": None},
        {"updated-by": ["retraction", 7, None, []]},
        {"relation": [], "update-to": "x"},
        {"relation": {"is-preprint-of": [{"id": 7, "id-type": "doi"}]}},
    ],
)
def test_a_message_of_another_shape_tells_nothing(broken):
    assert (crossref_notices(broken), works_noticed(broken)) == ((), ())


@pytest.mark.parametrize("day", [{}, {"date-parts": [[None]]}, {"date-parts": [[0]]}, "soon", 3])
def test_a_date_that_is_none_leaves_the_notice(day):
    found = crossref_notices({"updated-by": [{"type": "Retraction", "updated": day}]})
    assert told(found) == ["retraction None - publisher"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ({"date-time": "2020-03-04T00:00:00Z"}, "2020-03-04"),
        ({"date-parts": [["2020", "3"]]}, "2020-03-01"),
        ({"date-parts": [[2020.0, 3.0, 4.0]]}, "2020-03-04"),
        ({"date-parts": [[2020, 2, 30]]}, "2020-02-01"),
        ({"date-parts": [[2020, 13]]}, "2020-01-01"),
    ],
)
def test_a_date_counts_as_far_as_it_is_one(written, day):
    found = crossref_notices({"updated-by": [{"type": "Retraction", "updated": written}]})
    assert told(found) == [f"retraction {day} - publisher"]


def kinds_said(comment: str) -> list[str]:
    feed = (
        '<entry xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<arxiv:comment>{comment}</arxiv:comment></entry>"
    )
    return [one.kind.value for one in arxiv_notices(read_xml(feed.encode()))]


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "Withdrawn.",
        "Paper withdrawn due to a gap in Lemma 2",
        "12 pages. This submission has been withdrawn by the authors because of an error",
        "This article was withdrawn from arXiv",
        "withdrawn by the author",
        "5 pages, withdrawn by the authors",
        "arXiv admin note: This paper has been withdrawn by arXiv admins",
        "This article has been removed by arXiv administrators because of plagiarism",
        "This paper, arXiv:2103.90001, has been temporarily withdrawn",
        "v3: Has been withdrawn due to a mistake",
        "(Retracted)",
        "WITHDRAWN -- error found",
        "We withdraw this paper: the proof of Theorem 1 is wrong",
    ],
)
def test_a_withdrawal_in_other_words(comment: str):
    assert kinds_said(comment) == ["withdrawal"]


@pytest.mark.parametrize(
    "comment",
    [
        "This paper was withdrawn from NeurIPS 2020 and is now in JMLR",
        "Replaces a withdrawn paper of the same title",
        "Cash withdrawn by depositors, 12 pages",
        "withdrawn states in quantum wells",
        "This paper has not been withdrawn",
        "Comment on the withdrawn arXiv:2001.00001",
        "This paper supersedes arXiv:1901.00001",
        "Retracted-drug trials, withdrawn-offer games",
        "Retracted functions on manifolds",
        "The previous paper has been withdrawn",
        ". " * 5000,
    ],
)
def test_the_word_in_another_sense_is_no_withdrawal(comment: str):
    assert kinds_said(comment) == []


@pytest.mark.parametrize(
    ("notices", "expected"),
    [
        ([("retraction", date(2019, 1, 1)), ("reinstatement", date(2020, 1, 1))], []),
        ([("retraction", None), ("reinstatement", date(2020, 1, 1))], []),
        ([("reinstatement", date(2020, 1, 1)), ("retraction", date(2021, 1, 1))], ["retraction"]),
        ([("correction", None), ("reinstatement", None)], ["correction"]),
        ([("correction", None), ("concern", None)], ["concern", "correction"]),
        ([("addendum", None), ("published", None), ("new-version", None)], []),
    ],
)
def test_a_reinstatement_ends_what_came_before_it(notices, expected):
    assert [one.kind for one in in_force(DatedNotice(*one) for one in notices)] == expected
