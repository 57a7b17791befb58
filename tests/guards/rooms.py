"""The house as its imports draw it: rooms, arrows between them, circles, arrows upwards.

A room is a folder of modules, or a module that lies in an app's own folder. The layers below say
which rooms may import which: a room imports rooms of layers above its line, and inside its line
nothing but itself. ``python -m tests.guards.rooms`` prints the picture.
"""

import sys
from collections import defaultdict
from functools import cache
from pathlib import PurePosixPath

from tests.guards.sources import ROOT, imported, module_file, python_files

# From the ground up. Rooms of one line do not import each other.
LAYERS = """
papers/records
papers/csl
papers/formats
papers/registries
papers/choices papers/notice_words papers/site_values
papers/note_html papers/queries
papers/search
papers/models
papers/library
papers/citing
papers/checking
papers/pages papers/management papers/watching
papers/admin papers/views
papers/urls papers/apps papers/management/commands
blog/media_store blog/text
blog/client
blog/markup/document
blog/markup/formulas
blog/markup/reading blog/markup/page
blog/markup/dialects
blog/markup
blog/models
blog/page_store blog/paper_notes blog/paper_values blog/sharing
blog/comments/mail
blog/comments
blog/comments/moderation
blog/comments/sending
blog/posts
blog/accounts
blog/transfer/source blog/transfer/rewriting
blog/transfer/archives blog/transfer/liquid
blog/transfer/pictures
blog/transfer/executed blog/transfer/sites
blog/transfer/posts
blog/feeds blog/transfer/storing blog/search blog/links blog/backups
blog/folder blog/mailing
blog/corpus blog/demo blog/mentions
blog/server
blog/doctor
blog/old_addresses blog/context blog/sitemaps blog/templatetags
blog/writing
blog/api
blog/admin blog/views
blog/urls blog/apps blog/management/commands
config
"""
LAYER_OF = {
    room: number for number, line in enumerate(LAYERS.strip().splitlines()) for room in line.split()
}
EMPTY = ("blog/__init__.py", "papers/__init__.py")  # imported with everything below them
Arrows = dict[tuple[str, str], list[str]]


def room_of(path: str) -> str:
    """The room that a file of ours stands in."""
    file = PurePosixPath(path)
    folder = file.parent.as_posix()
    if folder in ("blog", "papers") and file.stem != "__init__":
        return f"{folder}/{file.stem}"
    return "config" if folder == "config" else folder


@cache
def arrows() -> Arrows:
    """Which room imports which, with the places that do."""
    found: Arrows = defaultdict(list)
    for path in python_files():
        if path.startswith("tests/") or path == "manage.py":
            continue
        for module, line in imported(path):
            target = module_file(module)
            is_room = target is not None and target not in (
                "blog/__init__.py",
                "papers/__init__.py",
            )
            if is_room and room_of(target) != room_of(path):
                found[room_of(path), room_of(target)].append(f"{path}:{line} imports {module}")
    return dict(found)


def upward(drawn: Arrows) -> list[str]:
    """The imports that go to a room of the same layer or of a higher one."""
    return [
        place
        for (source, target), places in sorted(drawn.items())
        if LAYER_OF[target] >= LAYER_OF[source]
        for place in places
    ]


def circles(drawn: Arrows) -> list[list[str]]:
    """Rooms that import each other, straight or through others."""
    targets: dict[str, set[str]] = defaultdict(set)
    for source, target in drawn:
        targets[source].add(target)
    reached = {room: reach(room, targets) for room in list(targets)}
    found = {
        tuple(sorted({room, *(other for other in reached[room] if room in reached.get(other, ()))}))
        for room in reached
        if room in reached[room]
    }
    return [list(group) for group in sorted(found)]


def reach(room: str, targets: dict[str, set[str]]) -> set[str]:
    """All rooms that a room imports, straight or through others."""
    seen: set[str] = set()
    waiting = [room]
    while waiting:
        for target in targets.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def picture() -> str:
    drawn = arrows()
    rooms = {room for pair in drawn for room in pair}
    lines = [
        f"{len(rooms)} rooms, {len(drawn)} arrows, {len(circles(drawn))} circles, "
        f"{len(upward(drawn))} imports upwards",
    ]
    for room in sorted(rooms, key=lambda room: (LAYER_OF.get(room, -1), room)):
        modules = len(list((ROOT / room).glob("*.py"))) or 1
        below = sorted(target for source, target in drawn if source == room)
        lines.append(f"{room} ({modules}) -> {', '.join(below) or '-'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{picture()}\n")
