import pytest

from papers.records.preprints import is_preprint
from tests.papers.records.test_meta_tags import PREPRINT


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"type": "article-journal"}, True),
        ({"type": "article-journal", "container-title": "arXiv preprint arXiv:1412.6980"}, True),
        ({"type": "article-journal", "container-title": "Nature"}, False),
        ({"type": "article", "container-title": "Nature"}, False),
        ({"type": "paper-conference", "container-title": "ICLR"}, False),
        ({"type": "paper-conference"}, False),
        ({"type": "article-journal", "archive": ""}, False),
    ],
)
def test_only_what_stands_in_no_journal_is_a_preprint(fields, expected):
    assert is_preprint(PREPRINT | fields) == expected
