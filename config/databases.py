"""A database by its address, with what each kind needs set."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.environment import need_driver


def database_at(url: str, named_by: str = "DATABASE_URL") -> dict[str, Any]:
    """What Django takes for the database at an address, tuned as design.md measured; raises
    ``ImproperlyConfigured``, which says what to do with the setting or option that named it."""
    unreadable = f"{named_by} cannot be read; set it to postgres://user:password@host/name"
    try:
        database = dj_database_url.parse(url)
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(unreadable) from error
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif database["ENGINE"].endswith("postgresql"):
        need_driver("psycopg", named_by, "psycopg[binary,pool]")
        database["CONN_HEALTH_CHECKS"] = True
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    else:
        raise ImproperlyConfigured(unreadable)
    database["CONN_MAX_AGE"] = 60  # seconds: to open one costs as much as a small page
    return database
