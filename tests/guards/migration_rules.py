"""What a migration may not do to a site that serves while it runs, or that goes back to the
release of before, each with what to do instead.
Read are the operations, and which columns there were before them; no database is asked."""

import inspect
from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

LAST_RELEASED = {"blog": 18, "papers": 1}
"""The newest migrations that sites may have had before these rules."""
RENAMINGS = migrations.RenameField | migrations.RenameModel | migrations.AlterModelTable
LARGE = {
    *("post", "comment", "revision", "paper", "identifier", "key", "authorship", "contributor"),
    *("source", "citation", "citedwork", "check", "weblink", "event", "taggedpost", "byline"),
}
"""Tables that have a row for each text, work, person or event of a site: they may be large."""


Columns = dict[tuple[str, str], models.Field]
"""The fields that there are before a migration, by the small letters of model and field."""


def columns_of(state: ProjectState, app: str) -> Columns:
    return {
        (model, name.lower()): field
        for (label, model), one in state.models.items()
        if label == app
        for name, field in one.fields.items()
    }


def faults_of(
    operations: list[Operation], *, is_atomic: bool, before: Columns | None = None
) -> Iterator[str]:
    """What is wrong with the operations of one migration."""
    made = {one.name.lower() for one in operations if isinstance(one, migrations.CreateModel)}
    for one in flattened(operations):
        table = (getattr(one, "model_name", "") or getattr(one, "name", "") or "").lower()
        if table in made:
            continue  # nobody reads or writes it yet
        yield from faults_of_columns(one)
        if isinstance(one, migrations.AlterField):
            was = (before or {}).get((table, one.name.lower()))
            yield from faults_of_altered(one, was, table)
        yield from faults_of_indexes(one, table, is_atomic)
        yield from faults_of_functions(one)


def flattened(operations: list[Operation]) -> Iterator[Operation]:
    for one in operations:
        if isinstance(one, migrations.SeparateDatabaseAndState):
            yield from flattened(one.database_operations)
        else:
            yield one


def faults_of_columns(one: Operation) -> Iterator[str]:
    if isinstance(one, migrations.RemoveField | migrations.DeleteModel):
        yield (
            f"{one.describe()}: the serving release still asks for it. Take it out of the "
            "code first (SeparateDatabaseAndState, state_operations alone), out of the database "
            "in the release after that"
        )
    if isinstance(one, RENAMINGS):
        yield (
            f"{one.describe()}: the serving release asks for the old name. Keep it with "
            "db_column or db_table, or add a new one and copy in batches"
        )
    if isinstance(one, migrations.AddField) and is_needed(one.field):
        yield (
            f"{one.describe()}: the serving release writes rows without it. Give it "
            "db_default, or null=True"
        )


def is_needed(field: models.Field) -> bool:
    """Whether the database refuses a row that does not name it: Django's defaults are not the
    database's."""
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def faults_of_altered(
    one: migrations.AlterField, was: models.Field | None, table: str
) -> Iterator[str]:
    """``was`` is the field before, where that is known."""
    is_filled = one.preserve_default is False or (was is not None and was.null)
    if not one.field.null and is_filled:
        yield (
            f"{one.describe()}: NOT NULL reads the table under a lock, and a release that writes "
            "NULL fails. Fill the rows in batches in one release, and make it NOT NULL in the next"
        )
    if was is not None and table in LARGE and is_written_anew(was, one.field):
        yield (
            f"{one.describe()}: PostgreSQL writes the whole table anew while nobody reads or "
            "writes. Add another column, and copy in batches"
        )


def is_written_anew(was: models.Field, field: models.Field) -> bool:
    """Whether another type makes PostgreSQL write each row: a longer text does not."""
    kinds = {models.CharField: 1, models.SlugField: 1, models.URLField: 1, models.TextField: 2}
    widths = [getattr(one, "max_length", None) or float("inf") for one in (was, field)]
    if {type(was), type(field)} <= kinds.keys():
        return kinds[type(field)] < kinds[type(was)] or (
            kinds[type(field)] == 1 and widths[1] < widths[0]
        )
    return was.get_internal_type() != field.get_internal_type()


def faults_of_indexes(one: Operation, table: str, is_atomic: bool) -> Iterator[str]:
    builds = isinstance(one, migrations.AddIndex | migrations.AlterUniqueTogether)
    builds |= isinstance(one, migrations.AddField | migrations.AlterField) and (
        one.field.db_index or one.field.unique
    )
    if builds and table in LARGE:
        yield (
            f"{one.describe()}: PostgreSQL builds it while none writes. Use AddIndexConcurrently "
            "(django.contrib.postgres.operations) in a migration with atomic = False; of a column, "
            "db_index=False with such an index"
        )
    if isinstance(one, migrations.AddConstraint) and table in LARGE:
        yield (
            f"{one.describe()}: PostgreSQL reads all rows while nobody can write. Take "
            "AddConstraintNotValid, and ValidateConstraint in another migration"
        )
    if type(one).__name__ == "AddIndexConcurrently" and is_atomic:
        yield f"{one.describe()}: needs atomic = False in its migration"


def faults_of_functions(one: Operation) -> Iterator[str]:
    if isinstance(one, migrations.RunPython | migrations.RunSQL) and not one.reversible:
        yield f"{one.describe()}: gives no way back. Name a reverse, if only RunPython.noop"
    if isinstance(one, migrations.RunPython):
        source = inspect.getsource(one.code)
        if ".all()" in source and not any(word in source for word in (".iterator(", "batch", "[:")):
            yield (
                f"{one.describe()}: {one.code.__name__} takes all rows at once. Go through them by "
                ".iterator(), or by batches of their numbers"
            )
