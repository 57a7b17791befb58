"""Everything that ``manage.py doctor`` looks at, in the order in which it is told."""

from collections.abc import Iterable
from functools import partial

from blog.doctor import machine_checks, outside_checks, storage_checks
from blog.doctor.diagnosis import Diagnosis, InstallationCheck, examine

INSTALLATION_CHECKS = [
    InstallationCheck("programs", machine_checks.programs),
    InstallationCheck("private files", machine_checks.private_files),
    InstallationCheck("secret key", machine_checks.secret_key),
    InstallationCheck("disk", storage_checks.disk),
    InstallationCheck("room for media", storage_checks.room_for_media),
    InstallationCheck("database", storage_checks.database, bears_others=True),
    InstallationCheck(
        "state of the database",
        storage_checks.migrations,
        needs_database=True,
        bears_others=True,
    ),
    InstallationCheck("clock", machine_checks.clock),
    InstallationCheck("queue", storage_checks.queue, needs_database=True),
    InstallationCheck("jobs given up", storage_checks.jobs_given_up, needs_database=True),
    InstallationCheck("media", storage_checks.stored_media),
    InstallationCheck("cache", storage_checks.cache),
    InstallationCheck("static files", machine_checks.static_files),
    InstallationCheck("fonts", machine_checks.fonts),
    InstallationCheck("search index", storage_checks.search_index, needs_database=True),
    InstallationCheck("page store", storage_checks.page_store, needs_database=True),
    InstallationCheck("backups", storage_checks.backups, needs_database=True),
    InstallationCheck("mail", outside_checks.mail),
    InstallationCheck("proxy", outside_checks.proxy),
    InstallationCheck("settings", outside_checks.settings_for_a_server),
]


def examine_installation(mail_to: str = "") -> Iterable[Diagnosis]:
    """``mail_to``: whom a real letter is sent."""
    checks = INSTALLATION_CHECKS
    if mail_to:
        by_letter = partial(outside_checks.mail, mail_to)
        checks = [
            check._replace(ask=by_letter) if check.name == "mail" else check for check in checks
        ]
    return examine(checks)
