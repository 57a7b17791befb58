"""Crossref, the registry of most journals, proceedings and books.

Source: the documentation of its REST API (``/works/{doi}``, ``/works?query.bibliographic=…``,
``/works/{doi}/agency``) and its metadata in JSON.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from papers.records.identifiers import Id
from papers.registries.crossref_notices import (
    crossref_notices,
    related_works,
    works_noticed,
)
from papers.registries.door_faults import InvalidReply
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_request import Reply, Validators, ask_for, fetch_reply, in_path
from papers.registries.reply_values import (
    MOST_NAMES,
    affiliations,
    date_of_parts,
    different,
    entry_of,
    joined_title,
    object_in,
    objects_in,
    orcid_of,
    plain_titles,
    refuse_other_work,
    text_in,
    texts_in,
    written_id,
    year_of,
)
from papers.registries.strict_replies import read_json
from papers.registries.title_markup import html_of_title

JSON = ("application/json",)
TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
    "standard": "standard",
    "reference-entry": "entry-encyclopedia",
    "journal": "periodical",
    "journal-volume": "periodical",
    "journal-issue": "periodical",
} | dict.fromkeys(["book-chapter", "book-section", "book-part", "book-track"], "chapter")
TYPES |= dict.fromkeys(
    ("book", "monograph", "edited-book", "reference-book", "book-set", "book-series"), "book"
)
TYPES |= dict.fromkeys(("proceedings", "proceedings-series"), "book")
POSTS = {"blog": "post-weblog", "blog_post": "post-weblog", "blog-post": "post-weblog"}
PARTS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})
DATES = (
    *("issued", "published", "published-print", "published-online", "published-other"),
    *("posted", "approved", "accepted", "content-created"),
)
ROLES = ("author", "editor", "translator", "chair")
TEXTS = {
    "volume": "volume",
    "issue": "issue",
    "publisher": "publisher",
    "publisher-location": "publisher-place",
    "edition-number": "edition",
    "language": "language",
    "version": "version",
    "degree": "genre",
}
EMPTY = frozenset({"null", "undefined", "none", "n/a"})
"""What publishers' programs wrote where they had nothing."""


def fetch_from_crossref(doi: Id, validators: Validators | None = None) -> Reply:
    """What Crossref says of a DOI; ``NotThere`` where it has no such work."""
    path = f"/works/{in_path(doi.value)}"
    return fetch_reply(RegistryName.CROSSREF, doi, path, JSON, read_crossref, validators)


def read_crossref(body: bytes, asked: Id) -> RegistryRecord:
    """The record of a reply of ``/works/{doi}``; ``InvalidReply`` where it is none, or another
    work's. A DOI that became another one's alias is answered with the other."""
    work = _message(body)
    names = written_id("doi", text_in(work, "DOI"))
    aliases = [one for alias in texts_in(work, "aliases") for one in written_id("doi", alias)]
    refuse_other_work(RegistryName.CROSSREF, asked, [*names, *aliases])
    return record_of_work(work, asked)


def _message(body: bytes) -> Mapping[str, Any]:
    reply = read_json(body)
    if not isinstance(reply, dict) or reply.get("status") != "ok":
        raise InvalidReply(_("Crossref answered without a record."))
    message = reply.get("message")
    if not isinstance(message, dict):
        raise InvalidReply(_("Crossref answered without a record."))
    return message


def record_of_work(work: Mapping[str, Any], asked: Id) -> RegistryRecord:
    """One work of Crossref's JSON in our own terms."""
    titles = _titles(work)
    dates = [date_of_parts(work.get(name)) for name in DATES]
    issue = object_in(work, "journal-issue")
    dates += [date_of_parts(issue.get(name)) for name in ("published-print", "published-online")]
    item = _item(work) | {"title": next(iter(titles), "")}
    if dates[0] or dates[1]:
        item["issued"] = dates[0] or dates[1]
    elif known := [date for date in dates if date]:
        item["issued"] = known[0]
    entry = entry_of(item)
    venues = [*texts_in(work, "container-title"), *texts_in(work, "short-container-title")]
    venues += [text_in(one, "name") for one in objects_in(work, "institution")]
    venues += [text_in(object_in(work, "event"), "name"), text_in(work, "group-title")]
    return RegistryRecord(
        RegistryName.CROSSREF,
        asked,
        entry.record,
        identifiers=tuple(dict.fromkeys([*entry.identifiers, asked])),
        titles=plain_titles(titles),
        venues=plain_titles(map(html_of_title, venues)),
        years=frozenset().union(*map(year_of, dates)),
        notices=crossref_notices(work),
        is_notice_of=works_noticed(work),
        versions=related_works(work, "is-version-of", "has-version"),
    )


def _titles(work: Mapping[str, Any]) -> tuple[str, ...]:
    """The title with its subtitle first, then every other form of it."""
    plain = [html_of_title(title) for title in texts_in(work, "title")]
    under = [html_of_title(title) for title in texts_in(work, "subtitle")]
    joined = [joined_title(title, below) for title, below in zip(plain, under, strict=False)]
    others = [*texts_in(work, "original-title"), *texts_in(work, "short-title")]
    return different([*joined[:1], *plain, *joined[1:], *map(html_of_title, others)])


def _item(work: Mapping[str, Any]) -> dict[str, Any]:
    """All of CSL's fields but title and date."""
    written = text_in(work, "type")
    kind = TYPES.get(written, "document")
    if written == "posted-content":
        kind = POSTS.get(text_in(work, "subtype"), kind)
    item: dict[str, Any] = {"type": kind, "DOI": text_in(work, "DOI")}
    for name, field in TEXTS.items():
        item[field] = "" if text_in(work, name).lower() in EMPTY else text_in(work, name)
    item["issue"] = item["issue"] or text_in(object_in(work, "journal-issue"), "issue")
    item["page"] = text_in(work, "page") or text_in(work, "article-number")
    item["ISSN"] = text_in(work, "ISSN")
    item["ISBN"] = ", ".join(one.rpartition("/")[2] for one in texts_in(work, "ISBN"))
    item["container-title-short"] = html_of_title(text_in(work, "short-container-title"))
    if kind == "thesis" and not item["publisher"]:
        item["publisher"] = text_in(next(iter(objects_in(work, "institution")), {}), "name")
    event = object_in(work, "event")
    item |= {"event-title": text_in(event, "name"), "event-place": text_in(event, "location")}
    item |= _containers(kind, texts_in(work, "container-title"))
    for role in ROLES:
        item[role] = [_name(one) for one in objects_in(work, role)[:MOST_NAMES]]
    return item


def _containers(kind: str, titles: list[str]) -> dict[str, str]:
    """What a work stands in. Of the two titles that chapters have, the first is the series'."""
    if kind == "book":
        return {"collection-title": next(iter(titles), "")}
    if kind in PARTS and len(titles) > 1:
        return {"collection-title": titles[0], "container-title": titles[1]}
    return {"container-title": next(iter(titles), "")}


def _name(person: Mapping[str, Any]) -> dict[str, Any]:
    """A name in CSL's parts, with its ORCID and the names of its affiliations."""
    parts = {name: text_in(person, name) for name in ("family", "given", "suffix")}
    if not parts["family"]:
        parts["literal"] = text_in(person, "name")
    places = [text_in(place, "name") for place in objects_in(person, "affiliation")]
    return {**parts, **orcid_of(text_in(person, "ORCID")), **affiliations(places)}


def search_crossref(words: str, most: int = 5) -> list[RegistryRecord]:
    """Works that may be meant by a title, with authors or a year perhaps; the likeliest first:
    suggestions, never a verdict."""
    query = urlencode({"query.bibliographic": " ".join(words.split())[:500], "rows": most})
    answer = ask_for(RegistryName.CROSSREF, f"/works?{query}", JSON)
    return [
        record_of_work(work, doi)
        for work in objects_in(_message(answer.body), "items")[:most]
        for doi in written_id("doi", text_in(work, "DOI"))
    ]


def find_agency(doi: Id) -> str:
    """The agency that registered a DOI, as Crossref names it: ``crossref``, ``datacite``,
    ``medra``, ``jalc``… ``NotThere`` where no agency has it."""
    answer = ask_for(RegistryName.CROSSREF, f"/works/{in_path(doi.value)}/agency", JSON)
    message = _message(answer.body)
    names = written_id("doi", text_in(message, "DOI"))
    refuse_other_work(RegistryName.CROSSREF, doi, names)
    agency = text_in(object_in(message, "agency"), "id").lower()
    if not agency:
        raise InvalidReply(_("Crossref did not say who registered %(doi)s.") % {"doi": doi.value})
    return agency[:60]
