import re

import pytest

from blog.comments.moderation.reasons import reason_in_words
from tests.guards.sources import ROOT


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (("links", 2), "2 links"),
        (("links", 1), "1 link"),
        (("first", ""), "first comment"),
        (("fast", 3), "sent after 3 s"),
        (("duplicate", 17), "same text as comment 17"),
        (("of a later version", "x"), "of a later version"),
    ],
)
def test_reasons_are_said_in_words(reason, words):
    assert reason_in_words(*reason) == words


def test_every_reason_has_words():
    folder = ROOT / "blog/comments/moderation"
    text = "".join(path.read_text() for path in folder.glob("*.py"))
    codes = set(re.findall(r'Reason\(\s*"(\w+)"', text)) | {"unproven"}
    assert len(codes) > 12
    assert not [code for code in codes if reason_in_words(code, 2) == code]
