"""The files of an import, as many at a time as one transaction is to store."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from blog.transfer.source.import_values import Found

BATCH = 50


BATCH_BYTES = 1_000_000
"""Files that are stored together: their texts are in memory at once."""


def file_batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch, size = [], 0
    for one in found:
        batch.append(one)
        size += len(one.archived.body) if one.archived else size_of(one.file)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):  # reading it will tell why
        return 0
