"""How fast many papers come in, and with how much memory.

    python -m tests.benchmarks.import_papers_speed [COUNT] [bib|ris|json]

Writes COUNT entries (20,000) made from the 1,500 real ones of the scale sample to a file, then
imports it with ``import_papers`` three times (new, as it was, with every volume corrected) into
the database of this environment, which should be an empty one: DATA_DIR=/tmp/somewhere.
"""

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from papers.formats.any_format import read_file
from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.entries import Entry
from papers.formats.ris import write_ris

SAMPLE = Path(__file__).parents[3] / "shared/data/corpora/scale-sample/mlanthology-1500.csl.json"
WRITERS = {"bib": write_bibtex, "ris": write_ris, "json": write_csljson}


def records(count: int) -> Iterator[dict]:
    """The real records over and over, each round with titles, names and identifiers of its own."""
    real = [one for one in read_file(SAMPLE) if isinstance(one, Entry)]
    for number, entry in zip(range(count), itertools.cycle(real), strict=False):
        rounds = number // len(real)
        record = {"id": f"{entry.key}-{rounds}", **entry.record}
        if rounds:
            record["title"] += f" {rounds}"
            record["author"] = [
                {**name, "given": f"{name.get('given', '')} {rounds % 20}"}
                for name in record["author"]
            ]
            if "DOI" in record:
                record["DOI"] += f".{rounds}"
            if "URL" in record:
                record["URL"] = f"https://example.org/{number}"
            record.pop("custom", None)
        yield record


def corrected(count: int) -> Iterator[dict]:
    """The same works, of which a file says another volume now."""
    return ({**record, "volume": str(number)} for number, record in enumerate(records(count)))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    kind = sys.argv[2] if len(sys.argv) > 2 else "bib"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"many.{kind}"
        with file.open("w") as stream:
            stream.writelines(WRITERS[kind](records(count)))
        print(f"{count} entries, {file.stat().st_size / 1e6:.1f} MB")
        spent = 0.0
        for number in range(3):
            if number == 2:
                with file.open("w") as stream:
                    stream.writelines(WRITERS[kind](corrected(count)))
            begun = time.monotonic()
            command = [sys.executable, "manage.py", "import_papers", str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            seconds = time.monotonic() - begun
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = used.ru_utime + used.ru_stime - spent
            spent += processor
            print(
                f"{count / seconds:.0f} entries/s ({count / processor:.0f} for each second of "
                f"processor time), at most {used.ru_maxrss / 1024:.0f} MB: {done.stdout.strip()}"
            )
            print(done.stderr[-500:])


if __name__ == "__main__":
    main()
