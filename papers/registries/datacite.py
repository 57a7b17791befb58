"""DataCite, the registry of datasets, software, theses, repositories and arXiv's own DOIs.

Source: the documentation of its REST API (``/dois/{doi}``) and the DataCite Metadata Schema 4.6.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from papers.records.identifiers import ARXIV_DOI, Id
from papers.registries.door_faults import InvalidReply
from papers.registries.registry_record import (
    FoundNotice,
    NoticeKind,
    RegistryName,
    RegistryRecord,
)
from papers.registries.registry_request import Reply, Validators, fetch_reply, in_path
from papers.registries.reply_values import (
    MOST_NAMES,
    affiliations,
    date_of_text,
    day_of_text,
    different,
    entry_of,
    joined_title,
    object_in,
    objects_in,
    orcid_of,
    plain_titles,
    publication_notices,
    refuse_other_work,
    text_in,
    texts_in,
    written_id,
    year_of,
)
from papers.registries.strict_replies import read_json
from papers.registries.title_markup import html_of_title

JSON = ("application/vnd.api+json", "application/json")
TYPES = {
    "audiovisual": "motion_picture",
    "book": "book",
    "bookchapter": "chapter",
    "collection": "collection",
    "computationalnotebook": "software",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "datapaper": "article-journal",
    "dataset": "dataset",
    "dissertation": "thesis",
    "event": "event",
    "image": "graphic",
    "journal": "periodical",
    "journalarticle": "article-journal",
    "peerreview": "review",
    "poster": "speech",
    "preprint": "article",
    "presentation": "speech",
    "report": "report",
    "software": "software",
    "sound": "song",
    "standard": "standard",
    "workflow": "software",
}
"""By ``resourceTypeGeneral`` in small letters; of a text, what it is says ``resourceType``."""
EMPTY = frozenset(
    {"(:unav)", "(:unas)", "(:unkn)", "(:none)", "(:null)", "(:tba)", "(:etal)", "(:unal)"}
    | {":unav", ":unkn", ":none", ":null", ":tba", "not available", "none", "unknown", "n/a"}
)
"""What stands for a value that is not known (Metadata Schema, appendix 3)."""
DATES = ("issued", "available", "created", "submitted", "copyrighted", "accepted")
ROLES = {"editor": "editor", "translator": "translator"}
SAME_WORK = ("isversionof", "hasversion", "isidenticalto")
VERSIONS = (
    *(*SAME_WORK, "isnewversionof", "ispreviousversionof"),
    *("isvariantformof", "isoriginalformof"),
)

LATER = {NoticeKind.NEW_VERSION: "ispreviousversionof", NoticeKind.SUPERSEDED: "isobsoletedby"}


def fetch_from_datacite(identifier: Id, validators: Validators | None = None) -> Reply:
    """What DataCite says of a DOI, or of an arXiv number's DOI; ``NotThere`` where it has none."""
    is_arxiv = identifier.scheme == "arxiv"
    doi = f"{ARXIV_DOI}{identifier.value}" if is_arxiv else identifier.value
    path = f"/dois/{in_path(doi)}?affiliation=true"
    return fetch_reply(RegistryName.DATACITE, identifier, path, JSON, read_datacite, validators)


def read_datacite(body: bytes, asked: Id) -> RegistryRecord:
    """The record of a reply of ``/dois/{doi}``; ``InvalidReply`` where it is none, or another
    work's. A DOI of all versions may be answered with one of them, which says so."""
    reply = read_json(body)
    work = object_in(object_in(reply if isinstance(reply, dict) else {}, "data"), "attributes")
    if not work:
        raise InvalidReply(_("DataCite answered without a record."))
    names = written_id("doi", text_in(work, "doi"))
    refuse_other_work(RegistryName.DATACITE, asked, [*names, *_related(work, SAME_WORK)])
    return _record(work, names, asked)


def _record(work: Mapping[str, Any], names: tuple[Id, ...], asked: Id) -> RegistryRecord:
    titles = _titles(work)
    dates = _dates(work)
    year = date_of_text(text_in(work, "publicationYear"))
    item = _item(work) | {"title": next(iter(titles), "")}
    issued = dates.get("issued")
    is_finer = issued is not None and year_of(issued) == (year_of(year) or year_of(issued))
    item["issued"] = issued if is_finer else year or next(iter(dates.values()), None)
    entry = entry_of(item)
    identifiers = [*names, *entry.identifiers, *_other_identifiers(work), asked]
    venues = [_known(text_in(object_in(work, "container"), "title")), _publisher(work)]
    for related in objects_in(work, "relatedItems"):
        if text_in(related, "relationType").lower() in ("ispublishedin", "ispartof"):
            venues += [text_in(title, "title") for title in objects_in(related, "titles")]
    preprints, published_as = _stages(work, item["type"], names)
    return RegistryRecord(
        RegistryName.DATACITE,
        asked,
        entry.record,
        identifiers=tuple(dict.fromkeys(identifiers)),
        titles=plain_titles(titles),
        venues=plain_titles(map(html_of_title, venues)),
        years=frozenset().union(*map(year_of, [year, *dates.values()])),
        notices=_notices(work, published_as),
        versions=tuple(
            one
            for one in _related(work, VERSIONS)
            if one not in {*names, *preprints, *published_as}
        ),
    )


def _notices(work: Mapping[str, Any], published_as: tuple[Id, ...]) -> tuple[FoundNotice, ...]:
    """What happened to a work: a date of the kind ``Withdrawn``, and what it says of later works
    (Metadata Schema, appendix 1: ``IsPreviousVersionOf``, ``IsObsoletedBy``)."""
    found = [
        FoundNotice(NoticeKind.WITHDRAWAL, None, day_of_text(text_in(entry, "date")), "publisher")
        for entry in objects_in(work, "dates")
        if text_in(entry, "dateType").lower() == "withdrawn"
    ]
    for kind, name in LATER.items():
        found += [FoundNotice(kind, by=one, source="publisher") for one in _related(work, [name])]
    return tuple(found + publication_notices(published_as, "publisher"))


def _known(text: str) -> str:
    return "" if text.lower() in EMPTY else text


def _publisher(work: Mapping[str, Any]) -> str:
    return _known(text_in(object_in(work, "publisher"), "name") or text_in(work, "publisher"))


def _titles(work: Mapping[str, Any]) -> tuple[str, ...]:
    """The main title with its subtitle first, then every other one."""
    kinds: dict[str, list[str]] = {}
    for title in objects_in(work, "titles"):
        words = html_of_title(text_in(title, "title"))
        kinds.setdefault(text_in(title, "titleType").lower(), []).append(words)
    main, below = kinds.pop("", []), kinds.pop("subtitle", [])
    first = [joined_title(title, next(iter(below), "")) for title in main[:1]]
    others = [title for titles in kinds.values() for title in titles]
    return different([*first, *main, *others])


def _dates(work: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The dates that say when the work appeared, by kind; of a range its beginning."""
    found: dict[str, dict[str, Any]] = {}
    for entry in objects_in(work, "dates"):
        date = date_of_text(text_in(entry, "date"))
        kind = text_in(entry, "dateType").lower()
        if date and kind in DATES:
            found.setdefault(kind, date)
    return {kind: found[kind] for kind in DATES if kind in found}


def _item(work: Mapping[str, Any]) -> dict[str, Any]:
    """All of CSL's fields but title and date."""
    container, kind = object_in(work, "container"), _type_of(work)
    pages = [text_in(container, name) for name in ("firstPage", "lastPage")]
    item: dict[str, Any] = {
        "type": kind,
        "DOI": text_in(work, "doi"),
        "container-title": _known(text_in(container, "title")),
        "volume": text_in(container, "volume"),
        "issue": text_in(container, "issue"),
        "page": "-".join(different(pages)),
        "publisher": _publisher(work),
        "version": _known(text_in(work, "version")),
        "language": text_in(work, "language"),
    }
    if text_in(container, "identifierType").upper() == "ISSN":
        item["ISSN"] = text_in(container, "identifier")
    item["author"] = [_name(one) for one in objects_in(work, "creators")[:MOST_NAMES]]
    for person in objects_in(work, "contributors")[:MOST_NAMES]:
        if role := ROLES.get(text_in(person, "contributorType").lower()):
            item.setdefault(role, []).append(_name(person))
    return item


def _type_of(work: Mapping[str, Any]) -> str:
    """CSL's type: by the general kind, else by the kind in the registrant's own words, else as
    DataCite itself puts it for CSL."""
    types = object_in(work, "types")
    words = (text_in(types, name) for name in ("resourceTypeGeneral", "resourceType"))
    for word in words:
        if kind := TYPES.get(word.replace(" ", "").lower()):
            return kind
    given = text_in(types, "citeproc")
    return given if given != "article" else "document"


def _name(person: Mapping[str, Any]) -> dict[str, Any]:
    """A name in CSL's parts, with its ORCID and the names of its affiliations, which are words or
    objects with words."""
    places = [text_in(place, "name") for place in objects_in(person, "affiliation")]
    name: dict[str, Any] = {**affiliations([*places, *texts_in(person, "affiliation")])}
    for number in objects_in(person, "nameIdentifiers"):
        if text_in(number, "nameIdentifierScheme").upper() == "ORCID":
            name |= orcid_of(text_in(number, "nameIdentifier"))
    whole = text_in(person, "name").strip(", ")
    family, given = text_in(person, "familyName"), text_in(person, "givenName")
    if text_in(person, "nameType") == "Organizational" or not (family or given):
        before, comma, after = whole.partition(", ")
        if comma and text_in(person, "nameType") == "Personal":
            return name | {"family": before, "given": after}
        return name | {"literal": _known(whole)}
    return name | ({"family": family, "given": given} if family else {"literal": given})


def _other_identifiers(work: Mapping[str, Any]) -> list[Id]:
    """What names the same work beside its DOI."""
    found: list[Id] = []
    for number in objects_in(work, "alternateIdentifiers"):
        kind = text_in(number, "alternateIdentifierType").lower()
        if kind in ("arxiv", "pmid", "pmcid"):
            found += written_id(kind, text_in(number, "alternateIdentifier"))
    return found


def _related(work: Mapping[str, Any], kinds: Iterable[str]) -> tuple[Id, ...]:
    """The works of relations, by the relations' names in small letters."""
    return tuple(dict.fromkeys(one for one, _related_type in _relations(work, kinds)))


def _relations(work: Mapping[str, Any], kinds: Iterable[str]) -> list[tuple[Id, str]]:
    """Works in relations, each with its own general type in small letters, if that is told."""
    found = []
    for related in objects_in(work, "relatedIdentifiers"):
        if text_in(related, "relationType").lower() in kinds:
            kind = text_in(related, "relatedIdentifierType").lower()
            general = text_in(related, "resourceTypeGeneral").lower()
            named = written_id(kind, text_in(related, "relatedIdentifier"))
            found += [(one, general) for one in named if one.scheme in ("doi", "arxiv", "pmid")]
    return found


def _stages(
    work: Mapping[str, Any], kind: str, names: tuple[Id, ...]
) -> tuple[tuple[Id, ...], tuple[Id, ...]]:
    """The preprints of an article, or what a preprint was published as. DataCite has one word for
    both and for versions in one repository: another registrant's DOI is another stage."""
    own = {one.value.partition("/")[0] if one.scheme == "doi" else one.scheme for one in names}
    others = [
        (one, general)
        for one, general in _relations(work, VERSIONS)
        if (one.value.partition("/")[0] if one.scheme == "doi" else one.scheme) not in own
    ]
    if kind == "article":
        return (), tuple(one for one, general in others if general != "preprint")
    earlier = [one for one, general in others if general == "preprint" or one.scheme == "arxiv"]
    return tuple(dict.fromkeys(earlier)), ()
