"""What the databases keep beside the words to find them by: FTS5 on SQLite, whose triggers follow
the table of words, and on PostgreSQL a ``tsvector`` of the words as they are, with a GIN index.

It is a stored column: where a word is frequent, PostgreSQL reads the newest rows and looks into
each, and making it there and then took half a millisecond a row.
"""

from typing import Any

from django.db import NotSupportedError, OperationalError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

NEW_ROW = 'INSERT INTO "{t}_fts" (rowid, head, words) VALUES (new.place, new.head, new.words)'
OLD_ROW = (
    'INSERT INTO "{t}_fts" ("{t}_fts", rowid, head, words) '
    "VALUES ('delete', old.place, old.head, old.words)"
)
SQLITE = [
    'CREATE VIRTUAL TABLE IF NOT EXISTS "{t}_fts" USING fts5('
    "head, words, content='{t}', content_rowid='place', detail='column', prefix='2 3', "
    "tokenize=\"ascii tokenchars '+#'\")",
    f'CREATE TRIGGER IF NOT EXISTS "{{t}}_insert" AFTER INSERT ON "{{t}}" BEGIN {NEW_ROW}; END',
    f'CREATE TRIGGER IF NOT EXISTS "{{t}}_delete" AFTER DELETE ON "{{t}}" BEGIN {OLD_ROW}; END',
    f'CREATE TRIGGER IF NOT EXISTS "{{t}}_update" AFTER UPDATE ON "{{t}}" '
    f"BEGIN {OLD_ROW}; {NEW_ROW}; END",
]
REBUILD = """INSERT INTO "{t}_fts" ("{t}_fts") VALUES ('rebuild')"""
EVENTS = ("insert", "delete", "update")
SAMPLED = 1_000
"""So that PostgreSQL knows of a rare word that it is rare, and asks the index for it."""
POSTGRESQL = [
    statement
    for column in ("head", "words")
    for statement in (
        f'ALTER TABLE "{{t}}" ADD COLUMN IF NOT EXISTS {column}_vector tsvector '
        f"GENERATED ALWAYS AS (array_to_tsvector(string_to_array({column}, ' '))) STORED",
        f'ALTER TABLE "{{t}}" ALTER COLUMN {column}_vector SET STATISTICS {SAMPLED}',
        f'CREATE INDEX IF NOT EXISTS "{{t}}_{column}" ON "{{t}}" USING gin ({column}_vector) '
        "WITH (fastupdate = off)",
    )
]
NO_FTS5 = "This SQLite has no FTS5, by which the site searches: use another one, or PostgreSQL."


def create_search_index(connection: BaseDatabaseWrapper, table: str) -> None:
    """What is missing beside a table of words. Raises ``NotSupportedError`` where SQLite was
    built without FTS5."""
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements:
            try:
                cursor.execute(statement.format(t=table))
            except OperationalError as error:
                if "fts5" in str(error):
                    raise NotSupportedError(NO_FTS5) from error
                raise


def mend_search_index(connection: BaseDatabaseWrapper, table: str) -> None:
    """Django makes a table of SQLite anew to change its columns, and its triggers go: makes them,
    and what FTS5 has, anew where one is missing."""
    if connection.vendor != "sqlite":
        return
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(triggers, [table])
        if not {f"{table}_{event}" for event in EVENTS} <= {name for (name,) in cursor.fetchall()}:
            create_search_index(connection, table)
            cursor.execute(REBUILD.format(t=table))


def search_index(app: str, *names: str) -> RunPython:
    """The step of a migration that makes the index beside models of words."""

    def create(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for name in names:
            model: type[models.Model] = apps.get_model(app, name)
            create_search_index(editor.connection, model._meta.db_table)

    def drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for name in names if editor.connection.vendor == "sqlite" else ():
            table = apps.get_model(app, name)._meta.db_table
            editor.execute(f'DROP TABLE IF EXISTS "{table}_fts"')

    return RunPython(create, drop)
