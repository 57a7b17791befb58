"""What asking any registry has in common: its turn, its address, its reply as a value to keep."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from papers.records.identifiers import Id
from papers.registries.door_faults import AskedTooOften, DoorFault, InvalidReply
from papers.registries.http_door import Answer, ask_registry
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_turns import note_limits, note_rest, wait_for_turn

REST = 30.0
"""Seconds of peace for a registry that asked for it and did not say how long."""
LONGEST_VALIDATOR = 200


class NoRegistry(DoorFault):
    """No registry that this site asks keeps works of this kind or this number."""


@dataclass(frozen=True)
class Validators:
    """What a kept reply is known by: sent back, so that the registry may answer “unchanged”."""

    registry: RegistryName
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Reply:
    """One reply to keep. `record` is ``None`` and `body` empty where the registry said that nothing
    changed since the reply of the `validators` that were sent."""

    registry: RegistryName
    identifier: Id
    validators: Validators
    body: bytes
    record: RegistryRecord | None


Reader = Callable[[bytes, Id], RegistryRecord]


def is_asked(registry: RegistryName) -> bool:
    """Whether this site asks the registry (the setting ``REGISTRIES``)."""
    return registry in settings.PAPERS_REGISTRY_URLS


def ask_for(
    registry: RegistryName,
    path: str,
    kinds: tuple[str, ...],
    validators: Validators | None = None,
) -> Answer:
    """Asks when it is the registry's turn; ``DoorFault`` says why there is no answer."""
    if not is_asked(registry):
        raise NoRegistry(_("This site does not ask %(registry)s.") % {"registry": registry})
    headers = {}
    if validators is not None and validators.registry == registry:
        headers["If-None-Match"] = validators.etag
        headers["If-Modified-Since"] = validators.last_modified
    sent = {name: value for name, value in headers.items() if value}
    wait_for_turn(registry)
    try:
        answer = ask_registry(settings.PAPERS_REGISTRY_URLS[registry] + path, kinds, sent)
    except DoorFault as fault:
        if fault.retry_after is not None or isinstance(fault, AskedTooOften):
            note_rest(registry, REST if fault.retry_after is None else fault.retry_after)
        raise
    if answer.status == 304 and not sent:
        raise InvalidReply(
            _("%(registry)s says that nothing changed, but no reply of it is kept.")
            % {"registry": registry}
        )
    limits = (answer.headers.get(f"x-rate-limit-{name}") for name in ("limit", "interval"))
    note_limits(registry, *limits)
    return answer


def fetch_reply(
    registry: RegistryName,
    asked: Id,
    path: str,
    kinds: tuple[str, ...],
    reader: Reader,
    validators: Validators | None,
) -> Reply:
    """The registry's reply about one work, read; ``DoorFault`` says why there is none."""
    answer = ask_for(registry, path, kinds, validators)
    is_new = answer.status != 304
    kept = Validators(
        registry,
        _printed(answer.headers.get("etag")) or ("" if is_new else validators.etag),
        _printed(answer.headers.get("last-modified"))
        or ("" if is_new else validators.last_modified),
    )
    record = reader(answer.body, asked) if is_new else None
    return Reply(registry, asked, kept, answer.body, record)


def _printed(value: str | None) -> str:
    """A header that can be sent back as it is; ``""`` for one that cannot."""
    written = value or ""
    is_fit = written.isascii() and written.isprintable() and len(written) <= LONGEST_VALIDATOR
    return written if is_fit else ""


def in_path(value: str) -> str:
    """An identifier as one part of a path: DOIs hold slashes, brackets and question marks."""
    return quote(value, safe="/:;().-_~") if _is_plain(value) else quote(value, safe="")


def _is_plain(value: str) -> bool:
    """Whether no part of it is read as a way up or as nothing by what stands between."""
    return "//" not in value and not {".", ".."} & set(value.split("/"))
