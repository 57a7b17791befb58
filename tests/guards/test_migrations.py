from django.core.management import call_command

from tests.guards.sources import ROOT
from tests.support.migrated_database import modules_imported_by


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_system_checks_have_nothing_to_say(db):
    call_command("check", fail_level="INFO", databases=["default"])


def test_a_kept_database_is_made_anew_when_what_migrations_call_changes():
    own = [path for app in ("blog", "papers") for path in (ROOT / app / "migrations").glob("0*.py")]
    read = modules_imported_by([path.relative_to(ROOT).as_posix() for path in own])
    assert {"papers/search/search_tables.py", "papers/search/search_words.py"} <= set(read)
