"""What was sent or fetched, kept in the database until a process takes it in."""

import json
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from papers.models import Watch, WatchContent
from papers.registries.zotero import ZoteroCopy, renew_copy

CHUNK = 1_000_000
STORED_EVERY = 20  # answers of Zotero's


def keep_content(watch: Watch, stream: BinaryIO) -> str:
    """Keeps all that a stream has in place of what was there, and its digest, which is returned."""
    packer, digest, packed = zlib.compressobj(6), sha256(), BytesIO()
    while some := stream.read(CHUNK):
        digest.update(some)
        packed.write(packer.compress(some))
    packed.write(packer.flush())
    store_packed(watch, packed.getvalue(), digest.hexdigest())
    return digest.hexdigest()


def store_packed(watch: Watch, packed: bytes, digest: str) -> None:
    fresh = {"packed": packed, "digest": digest, "received_at": timezone.now()}
    WatchContent.objects.update_or_create(watch=watch, defaults=fresh)


def unpacked(watch: Watch) -> Iterator[bytes]:
    """What is kept, in pieces; nothing where nothing is."""
    kept = WatchContent.objects.filter(watch=watch).values_list("packed", flat=True).first() or b""
    unpacker, rest = zlib.decompressobj(), bytes(kept)
    while rest:
        yield unpacker.decompress(rest, CHUNK)
        rest = unpacker.unconsumed_tail


def write_upload(watch: Watch, target: Path) -> None:
    with target.open("wb") as stream:
        stream.writelines(unpacked(watch))


def write_library(watch: Watch, target: Path) -> None:
    """The works of a fetched library as CSL-JSON."""
    works = [item for _version, item in read_copy(watch).items.values() if item]
    with target.open("w", encoding="utf-8") as stream:
        stream.write("[")
        stream.write(",\n".join(json.dumps(item, ensure_ascii=False) for item in works))
        stream.write("]\n")


def fetch_library(watch: Watch, renew: Callable[[], None]) -> None:
    """Brings the kept copy of a library of Zotero's to its state of today. What came of one that
    is cut short stays, and is not asked for again. ``DoorFault`` says why it did not come."""

    answers = count(1)

    def keep(copy: ZoteroCopy) -> None:
        renew()
        if next(answers) % STORED_EVERY == 0:
            store_copy(watch, copy)

    copy = renew_copy(watch.place, read_copy(watch), keep)
    if copy is not None:
        store_copy(watch, copy)


def read_copy(watch: Watch) -> ZoteroCopy:
    kept = b"".join(unpacked(watch))
    if not kept:
        return ZoteroCopy()
    version, items = json.loads(kept)
    return ZoteroCopy(version, {key: (number, item) for key, (number, item) in items.items()})


def store_copy(watch: Watch, copy: ZoteroCopy) -> None:
    """A copy that is not whole has no digest, and is not taken in."""
    written = json.dumps([copy.version, copy.items], ensure_ascii=False).encode()
    works = [item for _version, item in copy.items.values()]
    digest = sha256(json.dumps(works, sort_keys=True).encode()).hexdigest()
    store_packed(watch, zlib.compress(written), digest if copy.version else "")
