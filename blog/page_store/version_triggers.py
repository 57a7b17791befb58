"""The triggers that count, made anew after migrations: SQLite rebuilds tables without them."""

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from blog.models.table_versions import TableVersion
from blog.page_store.table_rules import UNSEEN, counted_tables

VERSIONS = TableVersion._meta.db_table
PREFIX = "page_store_"
EVENTS = ("INSERT", "UPDATE", "DELETE")
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}count() RETURNS trigger LANGUAGE plpgsql AS $count$
BEGIN
  UPDATE {VERSIONS} SET number = number + 1
    WHERE name = TG_TABLE_NAME AND slot = pg_backend_pid();
  IF NOT FOUND THEN
    INSERT INTO {VERSIONS} (name, slot, number) VALUES (TG_TABLE_NAME, pg_backend_pid(), 1);
  END IF;
  RETURN NULL;
END $count$
"""  # noqa: S608
FOLD = f"""
WITH gone AS (
  DELETE FROM {VERSIONS} WHERE slot <> 0 AND slot NOT IN (SELECT pid FROM pg_stat_activity)
  RETURNING name, number
), sums AS (SELECT name, SUM(number) AS number FROM gone GROUP BY name)
UPDATE {VERSIONS} SET number = {VERSIONS}.number + sums.number
FROM sums WHERE {VERSIONS}.name = sums.name AND {VERSIONS}.slot = 0
"""  # noqa: S608
"""In one statement, so that whoever sums sees all rows or their sum. A row that its process
changes meanwhile, because a new one has the number of one that is gone, is waited for."""


@dataclass(frozen=True)
class VersionTrigger:
    """``name`` has a digest of what it does: one of this name need not be made again."""

    name: str
    table: str
    sql: str


def wanted_trigger(vendor: str, table: str, event: str) -> VersionTrigger:
    seen = UNSEEN.get(table, {}).get(event)
    when = f"WHEN ({seen})" if seen else ""
    if vendor == "postgresql":
        each = "ROW" if when else "STATEMENT"
        body = f'AFTER {event} ON "{table}" FOR EACH {each} {when} EXECUTE FUNCTION {PREFIX}count()'
        digest = sha256((FUNCTION + body).encode()).hexdigest()[:16]
    else:
        count = f"UPDATE {VERSIONS} SET number = number + 1 WHERE name = '{table}'"  # noqa: S608
        body = f'AFTER {event} ON "{table}" {when} BEGIN {count}; END'
        digest = sha256(body.encode()).hexdigest()[:16]
    name = f"{PREFIX}{digest}"
    return VersionTrigger(name, table, f'CREATE TRIGGER "{name}" {body}')


def wanted_triggers(vendor: str, tables: Iterable[str]) -> dict[str, VersionTrigger]:
    """By name. A TRUNCATE of PostgreSQL calls no other trigger."""
    events = (*EVENTS, "TRUNCATE") if vendor == "postgresql" else EVENTS
    found = [wanted_trigger(vendor, table, event) for table in tables for event in events]
    return {one.name: one for one in found}


def existing_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The names of ours with their tables."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE pg_table_is_visible(c.oid) AND starts_with(t.tgname, %s)"
        )
        wanted = PREFIX
    else:
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s"
        wanted = f"{PREFIX}*"
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted])
        return dict(cursor.fetchall())


def drop_triggers(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in triggers.items():
            place = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{place}')


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    return VERSIONS in connection.introspection.table_names()


def changing_tables(using: str) -> AbstractContextManager[Any]:
    """One transaction, except on PostgreSQL: it would lock table after table there, in another
    order than those who write meanwhile, and one of both would be refused as a deadlock."""
    if connections[using].vendor == "postgresql":
        return nullcontext()
    return transaction.atomic(using=using)


def make_triggers(using: str = "default") -> int:
    """Makes those that are missing, takes away those that are not wanted any more; how many were
    made. What was changed while one was missing is counted then."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql") or not is_migrated(connection):
        return 0
    there = set(connection.introspection.table_names())
    tables = [table for table in counted_tables() if table in there]
    wanted = wanted_triggers(connection.vendor, tables)
    with changing_tables(using):
        existing = existing_triggers(connection)
        drop_triggers(connection, {name: existing[name] for name in existing.keys() - wanted})
        missing = [trigger for name, trigger in wanted.items() if name not in existing]
        if missing:  # until the end nothing is kept
            TableVersion.objects.using(using).filter(slot=0).delete()
        with connection.cursor() as cursor:
            if missing and connection.vendor == "postgresql":
                cursor.execute(FUNCTION)
            for trigger in missing:
                cursor.execute(trigger.sql.replace("%", "%%"))
        begin_versions(using, tables, anew=bool(missing))
    return len(missing)


def begin_versions(using: str, tables: list[str], *, anew: bool) -> None:
    """Every table has its row, whose number is one that it never had: this moment's."""
    rows = TableVersion.objects.using(using)
    if anew:
        rows.filter(slot=0).delete()
    known = set(rows.filter(slot=0).values_list("name", flat=True))
    moment = time.time_ns() // 1000
    rows.bulk_create(
        TableVersion(name=name, slot=0, number=moment) for name in tables if name not in known
    )


def count_from_now() -> None:
    """In a database that was brought back as it was earlier: no number is one that a process knows
    of its later states."""
    if is_migrated(connections["default"]):
        begin_versions("default", counted_tables(), anew=True)


def forget_versions(using: str = "default") -> None:
    """Before migrations: nothing is counted, so no page is kept until ``make_triggers``."""
    connection = connections[using]
    if is_migrated(connection):
        with changing_tables(using):
            TableVersion.objects.using(using).all().delete()
            drop_triggers(connection, existing_triggers(connection))
            TableVersion.objects.using(using).all().delete()  # counted meanwhile


def fold_versions() -> None:
    """Adds the numbers of connections that are gone to slot 0."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FOLD)
