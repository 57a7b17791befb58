"""A thousand comments posted at once by 16 clients, each of them sent twice at the same moment.

    python -m tests.benchmarks.posting_flood 1000

Serves a copy in a temporary folder, on SQLite or beside the database that DATABASE_URL names, with
the limits of rate lifted. Prints how many answers of each status there were, how many comments are
stored, and how many requests a second were answered, clients included.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.support.flooding import flood, own_database
from tests.support.serving import free_port


def main(count: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        own_database(os.environ.get("DATABASE_URL", "")) as database,
    ):
        result = flood(Path(folder), free_port(), count, database)
    print(f"answers {result.statuses}, complaints {result.complaints}")
    print(f"stored {result.stored}, of them different {result.different}, spam {result.spam}")
    print(f"{2 * count} requests in {result.seconds:.1f} s: {2 * count / result.seconds:.0f}/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
