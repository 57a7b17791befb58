"""arXiv: what its own API says of a preprint.

Source: the arXiv API User's Manual (``/api/query?id_list=…``, Atom with arXiv's extensions).
"""

import re
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from papers.formats.bibtex_names import read_name
from papers.records.identifiers import Id
from papers.records.person_names import is_body_name
from papers.registries.arxiv_notices import (
    ARXIV,
    ATOM,
    arxiv_notices,
    newest_version,
    version_of,
)
from papers.registries.door_faults import InvalidReply, NotThere
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_request import Reply, Validators, fetch_reply
from papers.registries.reply_values import (
    MOST_NAMES,
    affiliations,
    date_of_text,
    different,
    entry_of,
    refuse_other_work,
    written_id,
    year_of,
)
from papers.registries.strict_replies import XmlNode, read_xml

FEEDS = ("application/atom+xml", "application/xml", "text/xml")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.A)


def fetch_from_arxiv(number: Id, validators: Validators | None = None) -> Reply:
    """What arXiv says of a number; ``NotThere`` where it has no such preprint."""
    query = urlencode({"id_list": number.value, "max_results": 1})
    path = f"/api/query?{query}"
    return fetch_reply(RegistryName.ARXIV, number, path, FEEDS, read_arxiv, validators)


def read_arxiv(body: bytes, asked: Id) -> RegistryRecord:
    """The record of a feed with one entry; ``NotThere`` for a feed without any, ``InvalidReply``
    where the entry is another preprint's. Every version answers for the number."""
    return record_of_entry(entry_of_feed(body, asked), asked)


def entry_of_feed(body: bytes, asked: Id) -> XmlNode:
    """The entry of what was asked."""
    feed = read_xml(body)
    if feed.name != f"{ATOM}feed":
        raise InvalidReply(_("arXiv answered without a feed."))
    entries = feed.all_named(f"{ATOM}entry")
    if not entries or all("/api/errors" in one.text_of(f"{ATOM}id") for one in entries):
        raise NotThere(_("arXiv has no preprint %(number)s.") % {"number": asked.value})
    named = [(one, entry) for entry in entries for one in _number_of(entry)]
    refuse_other_work(RegistryName.ARXIV, asked, [one for one, _entry in named])
    return next(entry for one, entry in named if one == asked)


def _number_of(entry: XmlNode) -> tuple[Id, ...]:
    return written_id("", entry.text_of(f"{ATOM}id"))


def record_of_entry(entry: XmlNode, asked: Id) -> RegistryRecord:
    """One entry of arXiv's Atom in our own terms. The DOI of what was published is not the
    preprint's: it stands in a notice."""
    title = entry.text_of(f"{ATOM}title")
    dates = [date_of_text(entry.text_of(f"{ATOM}{name}")) for name in ("published", "updated")]
    journal = entry.text_of(f"{ARXIV}journal_ref")
    item: dict[str, Any] = {
        "type": "article",
        "title": title,
        "author": [_name(one) for one in entry.all_named(f"{ATOM}author")[:MOST_NAMES]],
        "publisher": "arXiv",
        "archive": "arXiv",
        "archive_location": asked.value,
        "number": f"arXiv:{asked.value}",
        "issued": dates[0] or dates[1],
    }
    if version := version_of(entry):
        item["version"] = str(version)
    years = {int(year) for year in YEAR.findall(journal)}
    made = entry_of(item)
    return RegistryRecord(
        RegistryName.ARXIV,
        asked,
        made.record,
        identifiers=tuple(dict.fromkeys([asked, *made.identifiers])),
        titles=different([title]),
        venues=different(["arXiv", journal]),
        years=frozenset(years).union(*map(year_of, dates)),
        notices=arxiv_notices(entry),
        newest=newest_version(entry),
    )


def _name(author: XmlNode) -> dict[str, Any]:
    """arXiv has names in one piece: parted as BibTeX parts them, bodies left whole."""
    written = author.text_of(f"{ATOM}name")
    places = [" ".join(node.text.split()) for node in author.all_named(f"{ARXIV}affiliation")]
    plain = re.sub(r"[\\{}~$%#&^_\"]", " ", written)
    name: dict[str, Any] = {"literal": written} if is_body_name(plain) else dict(read_name(plain))
    return {**name, **affiliations(places)} if name else {}
