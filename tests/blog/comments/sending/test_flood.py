"""Very many comments at once, on the real server and the real database."""

import os

from tests.support.flooding import flood, own_database

COUNT = 64


def test_comments_at_once_are_neither_lost_nor_doubled(site_folder, port):
    with own_database(os.environ.get("DATABASE_URL", "")) as database:
        result = flood(site_folder, port, COUNT, database)
    assert result.statuses == {302: 2 * COUNT}
    assert (result.stored, result.different, result.spam) == (COUNT, COUNT, 0)
    assert result.complaints == []
