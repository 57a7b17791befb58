"""The whole database written into one of another kind: SQLite's file into PostgreSQL, and back."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from blog.backups.copied_rows import (
    CopyError,
    TableDigest,
    copy_rows,
    digest_rows,
    go_on_after,
    last_number,
)
from blog.backups.known_migrations import known_migrations
from blog.models.table_versions import TableVersion
from blog.page_store.version_triggers import forget_versions, make_triggers
from papers.queries.statistics import renew_statistics

SOURCE, TARGET = "copied", "copy"
MADE_BY_MIGRATIONS = (ContentType, Permission, Group, Group.permissions.through, TableVersion)
"""All that ``migrate`` fills an empty database with; what is copied takes their place."""
NOT_COPIED = {
    TableVersion._meta.db_table: "counted anew there",
    "django_migrations": "the same in both",
    r"sqlite_\w+": "SQLite's own",
    r"\w+_fts(_config|_data|_docsize|_idx)?": "made of the words there",
}
"""Tables, as patterns of their names, with the reason."""


@dataclass(frozen=True)
class CopiedDatabase:
    """Each table with what both databases hold of it, and each that was left with the reason."""

    tables: dict[str, TableDigest] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


def copied_models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model is not TableVersion
    ]


def copy_tables(
    url: str, step: Callable[[], Any], begin: Callable[[int], Any] = lambda rows: None
) -> CopiedDatabase:
    """Copies every row to the database at ``url``, in one transaction, and reads it there again:
    raises ``CopyError`` and leaves that as it was where one is not taken or not the same.

    The source is read as it was at one moment; who writes meanwhile goes on, and is not in the
    copy. ``begin`` is told how many steps there will be, two for each row.
    """
    with opened(url):
        for alias, called in ((SOURCE, "This database"), (TARGET, "The other database")):
            require_migrated(alias, called)
        with snapshot(), transaction.atomic(using=TARGET):
            require_no_rows()
            begin(2 * sum(all_rows(model, SOURCE).count() for model in copied_models()))
            copied = fill_tables(step)
        renew_statistics(TARGET)
        return copied


@contextmanager
def opened(url: str) -> Iterator[None]:
    """Both databases under names of their own; the one that the site serves from keeps its own
    connection."""
    source = connections["default"].settings_dict
    if source["ENGINE"].endswith("sqlite3"):  # reads a moment, and takes no turn from who writes
        source = source | {"OPTIONS": source["OPTIONS"] | {"transaction_mode": "DEFERRED"}}
    target = import_string(settings.BLOG_DATABASE_READER)(url, "--to")
    for alias, database in ((SOURCE, source), (TARGET, target)):
        connections.settings[alias] = connections.configure_settings({"default": dict(database)})[
            "default"
        ]
    try:
        yield
    except DatabaseError as error:
        raise CopyError(f"Nothing was copied: {' '.join(str(error).split())}") from error
    finally:
        for alias in (SOURCE, TARGET):
            connections[alias].close()
            del connections[alias], connections.settings[alias]


@contextmanager
def snapshot() -> Iterator[None]:
    """The source at one moment."""
    with transaction.atomic(using=SOURCE):
        if connections[SOURCE].vendor == "postgresql":
            with connections[SOURCE].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def all_rows(model: type[models.Model], alias: str) -> models.QuerySet:
    return models.QuerySet(model, using=alias).order_by()


def require_migrated(alias: str, called: str) -> None:
    """Both have all migrations of this release and no other ones."""
    executor = MigrationExecutor(connections[alias])
    applied = set(executor.loader.applied_migrations)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = applied - known_migrations()
    if missing:
        command = "manage.py migrate"
        if alias == TARGET:
            command = f"DATABASE_URL=THE-SAME-ADDRESS {command}"
        raise CopyError(
            f"{called} lacks {len(missing)} migrations of this release, such as {missing[0][0]}; "
            f"apply them with `{command}`, and run this again."
        )
    if unknown:
        raise CopyError(
            f"{called} has the migration {'.'.join(min(unknown))}, which this release does not "
            "know; copy it with the release that made it."
        )


def require_no_rows() -> None:
    for model in copied_models():
        if model not in MADE_BY_MIGRATIONS and all_rows(model, TARGET).exists():
            count = all_rows(model, TARGET).count()
            raise CopyError(
                f"The other database holds rows already ({count} in {model._meta.db_table}), and "
                "nothing there is written over; name an empty one, to which only `manage.py "
                "migrate` was applied."
            )


def fill_tables(step: Callable[[], Any]) -> CopiedDatabase:
    """The triggers that count changes are taken away first and made again after the last row."""
    forget_versions(TARGET)
    for model in MADE_BY_MIGRATIONS:
        all_rows(model, TARGET)._raw_delete(TARGET)
    read = {model: copy_rows(model, SOURCE, TARGET, step) for model in copied_models()}
    for model in read:
        if model._meta.auto_field:
            highest = all_rows(model, TARGET).aggregate(highest=models.Max("pk"))["highest"] or 0
            go_on_after(model, TARGET, max(highest, last_number(model, SOURCE)))
    connections[TARGET].check_constraints()
    for model, digest in read.items():
        if (there := digest_rows(model, TARGET, step)) != digest:
            raise CopyError(
                f"Nothing was copied: {model._meta.db_table} has {digest.rows} rows with the "
                f"digest {digest} here, and {there.rows} with {there} in the copy."
            )
    make_triggers(TARGET)
    return CopiedDatabase({model._meta.db_table: digest for model, digest in read.items()}, left())


def left() -> dict[str, str]:
    """The tables of the source that were not copied."""
    copied = {model._meta.db_table for model in copied_models()}
    names = sorted(set(connections[SOURCE].introspection.table_names()) - copied)
    return {name: why_left(name) for name in names}


def why_left(name: str) -> str:
    for pattern, reason in NOT_COPIED.items():
        if re.fullmatch(pattern, name):
            return reason
    return "no table of this release"
