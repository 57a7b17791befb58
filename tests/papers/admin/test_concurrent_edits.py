"""What a form says its editor saw is read, whatever was sent in its place."""

import pytest

from papers.admin.concurrent_edits import read_digests


@pytest.mark.parametrize("sent", [None, "", "x", "[]", "1", "[" * 100_000])
def test_what_is_no_digests_is_taken_as_none(sent: str | None):
    assert read_digests(sent) == {}
