"""Between which moments a post may be dated: every zone has a day for them, and the archive a year.

No Django here.
"""

from datetime import UTC, datetime

EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 30, tzinfo=UTC)
