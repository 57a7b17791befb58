"""Zotero's web API: the works of a library or a collection, as CSL-JSON.

Source: "Zotero Web API v3", the pages on basics (``format``, ``include``, ``itemKey``, ``Backoff``)
and on syncing (``format=versions``, ``If-Modified-Since-Version``, ``Last-Modified-Version``).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from papers.registries.door_faults import AskedTooOften, DoorFault, InvalidReply
from papers.registries.host_pauses import seconds_to_wait
from papers.registries.http_door import Answer, ask_service
from papers.registries.registry_turns import note_rest, wait_for_turn
from papers.registries.reply_values import object_in, text_in
from papers.registries.strict_replies import read_json

JSON = ("application/json",)
SERVICE = "zotero"
REST = 30.0
"""Seconds of peace where Zotero asked for it and did not say how long."""
AT_ONCE = 50
"""Works in one question, the most that Zotero answers by their keys."""
MOST_BYTES = 16_000_000
_LIBRARY = re.compile(
    r"(users|groups)/(\d{1,12})(?![^/])(?:/(?:[^/]+/)?collections/([A-Z0-9]{8}))?"
)
_ITEM = re.compile(r"[A-Z0-9]{8}")
_CITEKEY = re.compile(r"^\s*citation[ -]?key\s*:\s*(\S{1,100})\s*$", re.I | re.M)
NO_WORKS = frozenset({"attachment", "note", "annotation"})


def zotero_library(written: str) -> str:
    """A library or a collection as the API calls it (``users/12``, ``groups/34/collections/…``),
    also from the address of a group's page. ``ValueError`` where it is none."""
    path = urlsplit(written.strip()).path if "://" in written else written
    found = _LIBRARY.match(path.strip().strip("/"))
    rest = path.strip().strip("/")[found.end() :] if found else "?"
    if found is None or ("collections" in rest) or (rest and "://" not in written):
        raise ValueError("is no library of Zotero's")
    whose, number, collection = found.groups()
    return f"{whose}/{number}" + (f"/collections/{collection}" if collection else "")


@dataclass
class ZoteroCopy:
    """What is known of a library: its ``version``, 0 while it is not whole, and by their keys the
    version of each thing in it with its CSL-JSON item, ``None`` for notes and the like."""

    version: int = 0
    items: dict[str, tuple[int, dict[str, Any] | None]] = field(default_factory=dict)


def renew_copy(
    library: str, known: ZoteroCopy, keep: Callable[[ZoteroCopy], None]
) -> ZoteroCopy | None:
    """The library as it is now, of which only what changed is asked for; ``None`` where nothing
    did. `keep` is given the part that has come so far. ``DoorFault`` says why it did not come."""
    since = {"If-Modified-Since-Version": str(known.version)} if known.version else {}
    answer = _ask(f"/{library}/items/top?format=versions", since)
    if answer.status == 304:
        return None
    there = _versions(answer.body)
    now = ZoteroCopy(0, {key: one for key, one in known.items.items() if key in there})
    due = [key for key, version in there.items() if now.items.get(key, (0,))[0] != version]
    home = "/".join(library.split("/")[:2])
    for start in range(0, len(due), AT_ONCE):
        some = due[start : start + AT_ONCE]
        now.items |= _items(home, some)
        keep(now)
    now.version = _version_in(answer)
    if not now.version:
        raise InvalidReply(_("Zotero answered without the version of its library."))
    return now


def _ask(path: str, more: Mapping[str, str]) -> Answer:
    headers = {"Zotero-API-Version": "3", **more}
    if settings.PAPERS_ZOTERO_KEY:
        headers["Zotero-API-Key"] = settings.PAPERS_ZOTERO_KEY
    base = settings.PAPERS_ZOTERO_URL
    wait_for_turn(SERVICE)
    try:
        answer = ask_service(base + path, base, JSON, headers, MOST_BYTES)
    except DoorFault as fault:
        if fault.retry_after is not None or isinstance(fault, AskedTooOften):
            note_rest(SERVICE, REST if fault.retry_after is None else fault.retry_after)
        raise
    if seconds := seconds_to_wait(answer.headers.get("backoff")):
        note_rest(SERVICE, seconds)
    return answer


def _version_in(answer: Answer) -> int:
    written = answer.headers.get("last-modified-version", "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


def _versions(body: bytes) -> dict[str, int]:
    reply = read_json(body)
    is_right = isinstance(reply, dict) and all(
        _ITEM.fullmatch(key) and type(version) is int for key, version in reply.items()
    )
    if not is_right:
        raise InvalidReply(_("Zotero answered without its list of versions."))
    return reply


def _items(home: str, keys: list[str]) -> dict[str, tuple[int, dict[str, Any] | None]]:
    """These things of a library; ``InvalidReply`` where one of them is missing."""
    query = f"format=json&include=csljson,data&itemKey={','.join(keys)}&limit={len(keys)}"
    reply = read_json(_ask(f"/{home}/items?{query}", {}).body)
    found = {}
    for one in reply if isinstance(reply, list) else []:
        version = one.get("version") if isinstance(one, dict) else None
        if type(version) is int and one.get("key") in keys:
            found[one["key"]] = version, _item(one["key"], one)
    if len(found) < len(keys):
        raise InvalidReply(_("Zotero answered without some of the works that it lists."))
    return found


def _item(key: str, one: Mapping[str, Any]) -> dict[str, Any] | None:
    """A work with its citation key as ``id``, Zotero's own key where it has none."""
    data = object_in(one, "data")
    if text_in(data, "itemType") in NO_WORKS or not object_in(one, "csljson"):
        return None
    pinned = _CITEKEY.search(str(data.get("extra") or ""))
    wanted = text_in(data, "citationKey") or (pinned[1] if pinned else "")
    return {**object_in(one, "csljson"), "id": wanted or key}
