"""Names of files that every file system keeps, and keeps apart."""

import re
import unicodedata

LONGEST = 120
"""Bytes of a name: with a date before it and an ending it stays below 255 everywhere."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)
UNSAFE = re.compile(r"[^\w.+-]")


class SafeNames:
    """A name for each row of a folder; those that would meet where case or accents make no
    difference are told apart by the row's number."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, wanted: str, number: int) -> str:
        """Letters, digits and ``._+-``; with ``~number`` where it is not what was wanted, is
        reserved, or is taken."""
        composed = unicodedata.normalize("NFC", wanted)
        name = cut_name(UNSAFE.sub("_", composed).strip("."))
        is_plain = name == composed and not RESERVED.match(name) and not name.startswith("_")
        if not name or not is_plain or folded(name) in self.taken:
            name = f"{name or 'file'}~{number}"
            name = f"x{name}" if name.startswith("_") else name
        self.taken.add(folded(name))
        return name


def cut_name(name: str, longest: int = LONGEST) -> str:
    return name.encode()[:longest].decode(errors="ignore")


def folded(name: str) -> str:
    """The same for names that some file system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
