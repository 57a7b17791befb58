"""Round trips of real entries in each format, and what BibTeX's own programs say of our files.

    python -m tests.benchmarks.round_trips FILE OR FOLDER …

Each entry of the .bib files is written and read again in each of the three formats and compared;
then ``bibtex8`` (or ``bibtex``) and ``biber``, where they are there, read what readers download.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from papers.formats.any_format import READERS
from papers.formats.bibtex_reading import read_bibtex
from papers.formats.entries import Entry, lines_of
from papers.pages.export_kinds import KINDS
from papers.records.encodings import decode_bytes
from papers.records.public_record import public_record
from tests.benchmarks.pandoc_equality import bib_files

KEY = re.compile(r"[A-Za-z0-9][\w:./+-]*", re.ASCII)
AUX = "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{a}\n"


def records_in(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The entries with titles, the first of each key that all programs take."""
    found: dict[str, dict[str, Any]] = {}
    for path in bib_files(paths):
        for key, entry in read_bibtex(decode_bytes(path.read_bytes())[0]).entries.items():
            if entry.record.get("title") and KEY.fullmatch(key):
                found.setdefault(key.lower(), {"id": key, **entry.record})
    return list(found.values())


def lost_in(kind: str, records: list[dict[str, Any]]) -> list[str]:
    """The keys of what does not come back as it was."""
    back: dict[str, Mapping[str, Any]] = {
        one.key: one.record
        for one in READERS[kind](lines_of("".join(KINDS[kind].write(records, True))))
        if isinstance(one, Entry)
    }
    return [one["id"] for one in records if {"id": one["id"], **back.get(one["id"], {})} != one]


def complaints(program: str, text: str) -> list[str]:
    """What a program says of a file: its errors, not its warnings of missing fields."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.bib").write_text(text, encoding="utf-8")
        (folder / "a.aux").write_text(AUX)
        if program == "biber":
            made = subprocess.run(
                ["biber", "--tool", "--validate-datamodel", "a.bib"],
                cwd=folder, capture_output=True, text=True, check=False,
            )  # fmt: skip
            return re.findall(r"^ERROR.*", made.stdout, re.M)
        sizes = ["--wolfgang"] if program == "bibtex8" else []
        made = subprocess.run(
            [program, *sizes, "a"], cwd=folder, capture_output=True, text=True, check=False,
            errors="replace",
        )  # fmt: skip
        said = made.stdout
        if not (folder / "a.bbl").exists():
            return [f"no list was made: {said[-300:]}"]
    return re.findall(r"^(?!Warning|\(There).*---line \d+ of file.*|^.*error message.*", said, re.M)


def main() -> int:
    records = records_in([Path(one) for one in sys.argv[1:]])
    for kind in KINDS:
        lost = lost_in(kind, records)
        print(f"{kind}: {len(records)} entries, {len(lost)} come back otherwise {lost[:5]}")
    text = "".join(KINDS["bib"].write((public_record(one) for one in records), False))
    for program in ("bibtex8", "bibtex", "biber"):
        if shutil.which(program):
            said = complaints(program, text)
            print(f"{program}: {len(said)} complaints {said[:5]}")
        else:
            print(f"{program}: not here")
    return 0


if __name__ == "__main__":
    sys.exit(main())
