"""What a database knows of its own rows, by which it chooses how to answer.

Pages are written so that they need none (``tests/guards/test_growth.py``), but what an editor asks
in the admin, and what joins many tables, is answered sooner with them.
"""

from django.db import connection, connections

ROWS_LOOKED_AT = 1000
"""Of each index of SQLite: enough to tell a rare value from a frequent one, at any size."""


def renew_statistics(using: str = "default") -> None:
    """Has the database look at its rows, as after an import. It takes well under a second."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")


def keep_statistics() -> None:
    """Now and then on SQLite; PostgreSQL does it by itself (autovacuum)."""
    if connection.vendor == "sqlite":
        renew_statistics()
