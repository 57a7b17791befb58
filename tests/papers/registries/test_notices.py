"""The truth table of notices: what each reply says of its work, and nothing more."""

import json
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from papers.checking.notices_in_force import DatedNotice, in_force
from papers.registries.arxiv_notices import ARXIV, ATOM, arxiv_notices
from papers.registries.crossref_notices import crossref_notices, related, works_noticed
from tests.guards.sources import ROOT

FOLDER = ROOT / "tests/data/registry"
MADE = json.loads((FOLDER / "crossref-updates.json").read_text())
RECORDED = json.loads((FOLDER / "crossref-recorded.json").read_text())
# What readers are told (the gravest in force), and every notice of the history.
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
    "10.1371-journal.pbio.0050002": (
        "correction",
        ["correction 2008-11-25 journal.pbio.0060304 publisher"],
    ),
    "10.1371-journal.ppat.1008184": (
        "",
        ["new-version 2020-01-30 journal.ppat.1008184 publisher"],
    ),
    "10.1002-essoar.10503377.3": ("", ["published None 2020jg005891 publisher"]),
}
MESSAGES = {case["name"]: case["reply"]["message"] for case in MADE} | RECORDED


def told(found) -> list[str]:
    names = [one.by.value.split("/")[1] if one.by else "-" for one in found]
    rows = zip(found, names, strict=True)
    return [f"{one.kind} {one.day} {name} {one.source}" for one, name in rows]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_tells_its_own_notices_and_no_others(name: str):
    found = crossref_notices(MESSAGES[name])
    held = in_force(DatedNotice(one.kind, one.day) for one in found)
    assert (held[0].kind if held else "", told(found)) == EXPECTED.get(name, ("", []))


@pytest.mark.parametrize(
    ("name", "works"),
    [
        ("the-notice-itself", [("retraction", "10.5555/made.1")]),
        ("10.1371-journal.pone.0162213", [("correction", "10.1371/journal.pone.0158831")]),
        ("10.1111-ijal.12281", [("correction", "10.1111/ijal.12157")]),
        ("10.1371-journal.ppat.1008184", []),
        ("retraction-by-publisher", []),
    ],
)
def test_update_to_names_the_works_that_a_notice_is_of(name: str, works: list):
    assert [(kind, one.value) for kind, one in works_noticed(MESSAGES[name])] == works


def test_relations_lead_from_preprint_to_work_and_back():
    assert [one.value for one in related(RECORDED["10.7717-peerj.12090"], "has-preprint")] == [
        "10.1101/366815"
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"updated-by": None},
        {"updated-by": {"type": "retraction"}},
        {"updated-by": ["retraction", 7, None, []]},
        {"relation": [], "update-to": "x"},
        {"relation": {"is-preprint-of": [{"id": 7, "id-type": "doi"}]}},
    ],
)
def test_a_message_of_another_shape_tells_nothing(broken):
    assert (crossref_notices(broken), works_noticed(broken)) == ([], ())


@pytest.mark.parametrize("day", [{}, {"date-parts": [[None]]}, {"date-parts": [[2020, 13, 45]]}, 3])
def test_a_date_that_is_none_leaves_the_notice(day):
    found = crossref_notices({"updated-by": [{"type": "Retraction", "updated": day}]})
    assert told(found) == ["retraction None - publisher"]


def entry_of(path: Path) -> Element:
    return next(fromstring(path.read_text()).iter(f"{ATOM}entry"))


ATOM_FILES = {
    "withdrawn-comment": ["withdrawal"],
    "withdrawn-summary": ["withdrawal"],
    "not-withdrawn": [],
    "newer-version": ["new-version"],
    "published": ["published"],
    "superseded": ["superseded"],
    "2204.08348v3": ["published"],
    "1009.3186v2": ["published"],
    "astro-ph-0601001v1": [],
    "2007.09895v2": [],
}


@pytest.mark.parametrize("name", ATOM_FILES)
def test_an_entry_of_arxiv_tells_its_notices(name: str):
    cited = 2 if name == "newer-version" else None
    found = arxiv_notices(entry_of(FOLDER / f"arxiv-{name}.xml"), cited)
    assert [one.kind.value for one in found] == ATOM_FILES[name]


def kinds_said(comment: str) -> list[str]:
    entry = Element(f"{ATOM}entry")
    child = Element(f"{ARXIV}comment")
    child.text = comment
    entry.append(child)
    return [one.kind.value for one in arxiv_notices(entry)]


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "Withdrawn.",
        "Paper withdrawn due to a gap in Lemma 2",
        "12 pages. This submission has been withdrawn by the authors because of an error",
        "This article was withdrawn from arXiv",
        "withdrawn by the author",
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
