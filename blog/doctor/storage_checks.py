"""The disk, the database and what is kept in it, the cache, backups."""

import shutil
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.backups.known_migrations import known_migrations
from blog.doctor.diagnosis import NeedsALook, NeedsMending, listed
from blog.media_store import media_store
from blog.models import Backup, TableVersion
from blog.models.media_room import told_sizes
from blog.page_store.table_rules import counted_tables
from blog.page_store.version_triggers import existing_triggers, wanted_triggers
from blog.search.indexed_models import SEARCHED_MODELS
from blog.server.health import cache_health, disk_health, failed_jobs, jobs_health
from blog.server.job_beats import last_beat
from blog.text.quotable import one_line
from papers.search.index_state import VERSION, IndexState

FEW_FREE = 1024**3
CHECKED_BYTES = 2 * 1024**3  # of SQLite's file; a larger one is read through by each backup
LIKELY_PICTURE = 1_000_000  # bytes
NEARLY_ALL = 0.9
CLOCKS_APART = timedelta(seconds=5)
MIGRATE = "Start the site again (manage.py serve applies them), or run manage.py migrate."
SERVE = (
    "manage.py serve does the queued work beside the site; under another server, run manage.py "
    "run_jobs beside it (deploy/README.md)."
)


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = f"{free / 1024**3:.1f} GiB are free where {settings.DATA_DIR} is"
    remedy = "Make room on that disk, or move DATA_DIR to a larger one."
    if words := disk_health():
        raise NeedsMending(f"The disk is not well: {words}.", remedy)
    if free < FEW_FREE:
        raise NeedsALook(f"Only {told}.", remedy)
    return told


def room_for_media() -> str:
    kept, free = default_storage.kept_bytes(), default_storage.free_bytes()
    most, least = settings.BLOG_MEDIA_BYTES, settings.BLOG_DISK_LEFT_BYTES
    sizes = told_sizes(kept=kept, most=most, free=free or 0, least=least)
    told = f"{sizes['kept']} of pictures and files"
    if most:
        told += f", of the {sizes['most']} that MEDIA_MB allows"
    if most and kept + LIKELY_PICTURE > most:
        raise NeedsMending(f"{told}: no more are taken.", "Raise MEDIA_MB.")
    if free is not None and free - LIKELY_PICTURE < least:
        raise NeedsMending(
            f"{sizes['free']} of the disk are free: no more pictures and files are taken.",
            f"Make room, or have them leave less of it to texts than {sizes['least']} "
            "(DISK_LEFT_MB).",
        )
    if most and kept > most * NEARLY_ALL:
        raise NeedsALook(f"{told}.", "Raise MEDIA_MB before it is reached.")
    return told


def database() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise NeedsMending(
            f"The database does not answer ({one_line(str(error))}).",
            "Start its server, or mend DATABASE_URL; for SQLite, see to the rights of DATA_DIR.",
        ) from error
    return postgres_state() if connection.vendor == "postgresql" else sqlite_state()


def database_says(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def postgres_state() -> str:
    """Django 5.2 needs PostgreSQL 14."""
    release = database_says("SHOW server_version")
    if connection.pg_version < 140000:
        raise NeedsMending(
            f"PostgreSQL {release} is too old.", "Bring the server to PostgreSQL 14 or newer."
        )
    if (encoding := database_says("SHOW server_encoding")) != "UTF8":
        raise NeedsMending(
            f"The database holds {encoding} and cannot hold every letter.",
            "Make one with ENCODING 'UTF8', and bring the site over with backup and restore.",
        )
    lost = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if is_off(name)]
    if lost:
        raise NeedsMending(
            f"The server may lose what it acknowledged, in a power cut: {', '.join(lost)} is off.",
            "Set it to on in postgresql.conf, and have the server read it again.",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > CLOCKS_APART:
        raise NeedsALook(
            f"The clocks of the database and of this machine are {apart.total_seconds():.0f} s "
            "apart.",
            "Have a time service keep both.",
        )
    return f"PostgreSQL {release.split()[0]}"


def is_off(setting: str) -> bool:
    return database_says(f"SHOW {setting}") == "off"


def sqlite_state() -> str:
    file = Path(connection.settings_dict["NAME"])
    # As this process opens it (config.settings); the first is kept in the file itself.
    if database_says("PRAGMA journal_mode") != "wal" or database_says("PRAGMA synchronous") != "2":
        raise NeedsMending(
            "SQLite does not keep its journal as it is told to; the disk may not allow it.",
            "Put DATA_DIR on a disk of this machine: SQLite cannot share one over a network.",
        )
    is_checked = file.stat().st_size <= CHECKED_BYTES
    if is_checked and (found := database_says("PRAGMA quick_check(1)")) != "ok":
        raise NeedsMending(
            f"{file} is damaged: {found}",
            "Stop the site, move the file aside, and restore the newest backup (deploy/README.md).",
        )
    return f"SQLite {database_says('SELECT sqlite_version()')}"


def migrations() -> str:
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    plan = executor.migration_plan(graph.leaf_nodes())
    missing = [f"{one.app_label}.{one.name}" for one, _is_backwards in plan]
    if missing:
        raise NeedsMending(f"Migrations are not applied: {listed(missing)}.", MIGRATE)
    apps = {app for app, _name in executor.loader.disk_migrations}
    unknown = set(executor.loader.applied_migrations) - known_migrations()
    newer = sorted(".".join(key) for key in unknown if key[0] in apps)
    if newer:
        raise NeedsMending(
            f"The database is of a newer release: {newer[0]} is not known to this one.",
            "Install the release that made it, or restore a backup of before.",
        )
    return "all are applied"


def queue() -> str:
    if words := jobs_health():
        raise NeedsMending(f"Queued work waits: {words}.", SERVE)
    if last_beat() is None:
        raise NeedsALook("No process ever did queued work here.", SERVE)
    ahead = DBTaskResult.objects.filter(enqueued_at__gt=timezone.now() + CLOCKS_APART)
    if ahead.exists():
        raise NeedsALook(
            "Jobs are dated later than it is: the clock was ahead, or is behind.",
            "Set the clock; the jobs are done all the same.",
        )
    return f"{DBTaskResult.objects.ready().count()} wait"


def jobs_given_up() -> str:
    if words := failed_jobs():
        raise NeedsALook(
            f"Of the jobs, {words}.",
            "The admin's list of queued jobs says why; there they are tried again or deleted.",
        )
    return "none"


def stored_media() -> str:
    """A file is stored, read and taken away, as an editor's picture is."""
    place, data = media_store().described(), b"wellcited"
    try:
        name = default_storage.save(f".doctor/{token_hex(8)}", ContentFile(data))
        with default_storage.open(name) as stream:
            is_same = stream.read() == data
        default_storage.delete(name)
    except OSError as error:
        raise NeedsMending(
            f"No file can be stored {place} ({one_line(str(error))}).",
            "For a folder, see to its rights and its disk; for a bucket, to S3_BUCKET, S3_URL and "
            "the rights of its key (deploy/README.md).",
        ) from error
    if not is_same:
        raise NeedsMending(
            f"What is stored {place} comes back as something else.",
            "See to that storage before anything more is stored there.",
        )
    return f"they are {place}"


def cache() -> str:
    if not settings.CACHES["default"]["BACKEND"].endswith("ForgivingRedisCache"):
        return "in each process (REDIS_URL is not set)"
    if cache_health():
        raise NeedsALook(
            "Redis does not answer; the site does without, and is slower.",
            "Start it, or mend REDIS_URL.",
        )
    return "Redis answers"


def search_index() -> str:
    done = set(
        IndexState.objects.filter(version=VERSION, is_whole=True).values_list("model", flat=True)
    )
    if missing := sorted({model._meta.label_lower for model in SEARCHED_MODELS} - done):
        raise NeedsALook(
            f"The search does not know all words of {', '.join(missing)} yet.",
            "The process of queued work stores them within the hour; manage.py rebuild_search now.",
        )
    return f"{len(SEARCHED_MODELS)} kinds of rows are whole"


def page_store() -> str:
    """Pages are kept as long as triggers count what changes: without one a page would be stale."""
    if not settings.BLOG_PAGE_STORE_BYTES:
        return "none (PAGE_STORE_MB is 0)"
    tables = counted_tables()
    missing = wanted_triggers(connection.vendor, tables).keys() - existing_triggers(connection)
    counted = set(TableVersion.objects.filter(slot=0).values_list("name", flat=True))
    if missing or set(tables) - counted:
        raise NeedsMending(
            f"{len(missing)} triggers that tell of changes are gone, so kept pages may be stale.",
            "Run manage.py migrate, which makes them anew.",
        )
    return f"{len(tables)} tables are counted"


def backups() -> str:
    if not settings.BLOG_BACKUP_DAYS:
        return "others make them (BACKUP_DAYS is 0)"
    newest = Backup.objects.first()
    remedy = "manage.py backup DIR makes one; deploy/README.md has a timer for each night."
    if newest is None and Backup.is_due():
        raise NeedsMending("No backup was ever made.", remedy)
    if newest is None:
        return "none is needed while a demo is shown"
    made = f"{newest.made_at:%Y-%m-%d}, in {newest.folder}"
    if newest.is_old:
        raise NeedsMending(f"The newest backup is of {made}.", remedy)
    if not Path(newest.folder).is_dir():
        raise NeedsALook(
            f"The newest backup, of {made}, is not there (or not for this user to see).",
            "See where it went; a copy should lie on another machine.",
        )
    return f"the newest is of {made}"
