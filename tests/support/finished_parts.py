"""What a long test came through, part by part, in files: a run that was broken off goes on."""

import json
import subprocess
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from tests.guards.sources import ROOT


def version_of_the_code() -> str:
    """What other code came through does not count."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


@dataclass
class Tried:
    """Counts of one part, or of several together."""

    parts: int = 0
    strings: int = 0
    answers: int = 0
    browsed: int = 0

    def __add__(self, other: "Tried") -> "Tried":
        sums = {
            one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)
        }
        return Tried(**sums)

    def __str__(self) -> str:
        return (
            f"{self.parts} parts: {self.strings} strings, {self.answers} answers, "
            f"{self.browsed} of them opened in Chromium"
        )


class FinishedParts:
    """Those of one test with the code of now; ``name`` says what else tells a run from another."""

    def __init__(self, folder: Path, name: str, parts: int) -> None:
        self.folder, self.parts = folder, parts
        self.stem = f"{version_of_the_code()}-{name}-of-{parts}"

    def file_of(self, part: int) -> Path:
        return self.folder / f"{self.stem}-{part}.json"

    def has(self, part: int) -> bool:
        return self.file_of(part).exists()

    def note(self, part: int, tried: Tried) -> Tried:
        """All that is done; after the last part the next run begins anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.file_of(part).with_suffix(".new")
        draft.write_text(json.dumps(asdict(tried)))
        draft.replace(self.file_of(part))
        files = [self.file_of(one) for one in range(self.parts) if self.has(one)]
        whole = sum((Tried(**json.loads(file.read_text())) for file in files), Tried())
        for file in files if whole.parts == self.parts else ():
            file.unlink()
        return whole
