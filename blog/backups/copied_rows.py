"""The rows of one table written into the same table of another database, and what both hold,
compared by their numbers and digests."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.db import connections, models
from django.db.utils import DataError, IntegrityError, OperationalError

from papers.queries.batches import batches

ROWS_AT_ONCE = 200
DIGEST_BYTES = 16
RowValues = tuple[Any, ...]


class CopyError(Exception):
    """Why a database was not copied, in a sentence for whoever asked for it."""


@dataclass
class TableDigest:
    """``rows`` and the sum of their digests, which is the same in any order: databases sort words
    each in its own way."""

    rows: int = 0
    sum: int = 0

    def add(self, row: RowValues) -> None:
        text = repr([plain_value(value) for value in row]).encode()
        number = int.from_bytes(blake2b(text, digest_size=DIGEST_BYTES).digest(), "big")
        self.rows += 1
        self.sum = (self.sum + number) % 256**DIGEST_BYTES

    def __str__(self) -> str:
        return self.sum.to_bytes(DIGEST_BYTES, "big").hex()


def plain_value(value: Any) -> Any:
    """One form for what both databases mean by a value: moments in UTC, bytes as such, JSON with
    its keys in order and without the difference of 1 and 1.0, which PostgreSQL does not keep."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(plain_json(value), sort_keys=True)
    return plain_json(value)


def plain_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain_json(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain_json(held) for held in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def rows_at_once(model: type[models.Model]) -> int:
    """One of those that hold files: so many bytes are in memory, and no more."""
    holds_files = any(isinstance(field, models.BinaryField) for field in stored_fields(model))
    return 1 if holds_files else ROWS_AT_ONCE


def rows_in(model: type[models.Model], alias: str) -> Iterator[RowValues]:
    """Of all of the table, whatever the model's managers leave out."""
    names = [field.attname for field in stored_fields(model)]
    rows = models.QuerySet(model, using=alias).order_by("pk").values_list(*names)
    return rows.iterator(chunk_size=rows_at_once(model))


def copy_rows(
    model: type[models.Model], source: str, target: str, step: Callable[[], Any]
) -> TableDigest:
    """What was read. Raises ``CopyError`` where the other database does not take a row."""
    fields = stored_fields(model)
    connection = connections[target]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    insert = f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})"  # noqa: S608
    digest = TableDigest()
    key = [field.primary_key for field in fields].index(True)
    for batch in batches(rows_in(model, source), rows_at_once(model)):
        values = [
            [
                field.get_db_prep_save(value, connection)
                for field, value in zip(fields, row, strict=True)
            ]
            for row in batch
        ]
        try:
            with connection.cursor() as cursor:
                cursor.executemany(insert, values)
        except (DataError, IntegrityError, OperationalError, ValueError) as error:
            raise CopyError(
                f"The other database does not take a row of {table}, one of those with the "
                f"{fields[key].column} from {batch[0][key]} to {batch[-1][key]}: "
                f"{' '.join(str(error).split())}"
            ) from error
        for row in batch:
            digest.add(row)
            step()
    return digest


def digest_rows(model: type[models.Model], alias: str, step: Callable[[], Any]) -> TableDigest:
    digest = TableDigest()
    for row in rows_in(model, alias):
        digest.add(row)
        step()
    return digest


def last_number(model: type[models.Model], alias: str) -> int:
    """The last one that the database gave to a row of the table, which may be gone; else 0."""
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{table}"', model._meta.auto_field.column],
            )
        found = cursor.fetchone()
    return (found and found[0]) or 0


def go_on_after(model: type[models.Model], alias: str, number: int) -> None:
    """The table's next row gets a number that is higher."""
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number]
            )
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [f'"{table}"', model._meta.auto_field.column, max(number, 1), number > 0],
            )
