"""What CONTRIBUTING.md and the documents say of files is true: each that is named is there."""

import re

from tests.guards.rooms import picture
from tests.guards.sources import ROOT

NAMED = re.compile(
    r"`((?:blog|papers|config|templates|tests|deploy)/[\w./-]+\.(?:py|html|txt|md|css))`"
)


def test_every_file_that_documents_name_is_there():
    wrong = []
    for document in [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        named = dict.fromkeys(NAMED.findall(document.read_text()))
        wrong += [f"{document.name}: {path}" for path in named if not (ROOT / path).exists()]
    assert not wrong


OF_FILE = re.compile(r"((?:`\w+`(?:, | and )?)+) (?:of|in) `([\w/]+\.py)`")


def test_what_recipes_name_of_a_file_stands_in_it():
    wrong = []
    for names, path in OF_FILE.findall((ROOT / "CONTRIBUTING.md").read_text()):
        if (ROOT / path).exists():
            text = (ROOT / path).read_text()
            words = re.findall(r"\w+", names)
            wrong += [f"{path}: {word}" for word in words if not re.search(rf"\b{word}\b", text)]
    assert not wrong


def test_every_room_stands_in_the_table_of_rooms():
    """A room, or the folder that its rooms stand in (`blog/transfer`)."""
    text = (ROOT / "docs/architecture.md").read_text()
    table = text.partition("## The rooms")[2].partition("\n## ")[0]
    told = set(re.findall(r"`((?:blog|papers)/[\w/]+)`", table))
    rooms = {
        path.parent.relative_to(ROOT).as_posix()
        for app in ("blog", "papers")
        for path in (ROOT / app).rglob("*.py")
    }
    rooms = {room for room in rooms if "/migrations" not in room and "/management" not in room}
    assert not {
        room
        for room in rooms - {"blog", "papers"}
        if room not in told and room.rpartition("/")[0] not in told
    }


def test_the_picture_of_the_rooms_is_todays():
    text = (ROOT / "docs/architecture.md").read_text()
    assert picture() in text, "put there what python -m tests.guards.rooms prints"
