"""The first start of a copy: an up-to-date database, the demo and its administrator."""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from blog.models import DemoObject
from papers.queries.turns import START, lasting_turn

DEMO_USERNAME = "demo"


def unfinished_mark() -> Path:
    """A file that exists from before the first migration until the demo is complete, so that a
    start which was cut short is taken up again and never mistaken for a finished one."""
    return settings.DATA_DIR / "first-start"


def prepare_database(*, with_demo: bool, say: Callable[[str], None] = lambda line: None) -> None:
    """Applies the migrations that are missing, and says so. A new database awaits the demo. Of
    several machines that start at once, one does it and the others find it done."""
    with lasting_turn(START):
        if with_demo and not MigrationRecorder(connection).applied_migrations():
            unfinished_mark().touch()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("Bringing the database up to date.")
            call_command("migrate", interactive=False, verbosity=0)


def load_demo_once() -> str | None:
    """Loads the demo and makes its administrator, in one transaction; the password, or nothing
    where somebody works already.

    A start that was killed after it, before the password was read, finds the mark and the demo,
    and only makes a new password.
    """
    # blog.demo carries the demo's whole content, which no later start needs.
    from blog.demo import load_demo

    with transaction.atomic():
        if not DemoObject.objects.exists():
            if get_user_model().objects.exclude(username=DEMO_USERNAME).exists():
                return None
            load_demo()
        return make_administrator()


def make_administrator() -> str:
    """A superuser ``demo`` with a password of this copy's own; the password."""
    password = secrets.token_urlsafe(12)
    user, _is_new = get_user_model().objects.get_or_create(
        username=DEMO_USERNAME, defaults={"is_staff": True, "is_superuser": True}
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
