"""How many entries of .bib files look as Pandoc's own reading and formatting have them.

    python -m tests.benchmarks.pandoc_equality [--show N] [FILE OR FOLDER …]

Each file is read and formatted whole by ``pandoc --citeproc`` and by us, with the same style and
locale, and compared entry by entry as plain text: as it is, and after the rules of
``tests.benchmarks.pandoc_rules``, which the output counts one by one.
"""

import argparse
import html
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from papers.csl.locale import LOCALES
from papers.csl.processor import processor_for
from papers.csl.style import STYLES, bundled_style
from papers.formats.bibtex_blocks import BibtexBlock, blocks_of_bibtex, fields_of
from papers.formats.bibtex_reading import read_bibtex
from papers.formats.entries import lines_of
from papers.records.encodings import decode_bytes
from papers.records.style_record import style_record
from tests.benchmarks.pandoc_pairs import Compared
from tests.benchmarks.pandoc_rules import RULES

DATA = (Path("/work/shared/data/bib"), Path("/work/shared/data/corpora"))
COMPARED = ("apa", "ieee", "nature", "chicago-author-date")
_ENTRY = re.compile(
    r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\n(.*?)\n</div>(?=\n<div id="ref-|\n</div>)',
    re.S,
)
_NUMBER = re.compile(r'<div class="csl-left-margin">.*?</div>\s*', re.S)


@dataclass
class Tally:
    entries: int = 0
    equal: int = 0
    equal_by_rules: int = 0
    used: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))


def bib_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.bib")) if path.is_dir() else [path]


def plain(markup: str) -> str:
    """HTML of an entry without its number, as text in which blanks are one."""
    text = re.sub(r"<[^>]*>", "", _NUMBER.sub("", markup))
    return " ".join(html.unescape(text).split())


def by_pandoc(text: str, style: str) -> dict[str, str]:
    """Entries by key; of a file that Pandoc refuses, those that it takes."""
    done = run_pandoc(text, style)
    if done is not None:
        return done
    every = blocks(text)
    strings = [block for block in every if block.kind == "string"]
    entries = [one for one in every if one.kind not in ("string", "preamble", "comment")]
    return of_halves(strings, entries, style)


def of_halves(strings: list[BibtexBlock], entries: list[BibtexBlock], style: str) -> dict[str, str]:
    """What Pandoc makes of each half of a file's entries, and of their halves where it refuses."""
    found: dict[str, str] = {}
    middle = len(entries) // 2
    for half in (entries[:middle], entries[middle:]):
        text = "\n".join(f"@{block.kind}{{{block.body}}}" for block in [*strings, *half])
        done = run_pandoc(text, style) if half else {}
        if done is None and len(half) > 1:
            done = of_halves(strings, half, style)
        found |= done or {}
    return found


def blocks(text: str) -> list[BibtexBlock]:
    return [one for one in blocks_of_bibtex(lines_of(text)()) if isinstance(one, BibtexBlock)]


def without_repeats(text: str) -> str:
    """A file without entries whose key stands above them: in BibTeX the first one counts
    ("Repeated entry"), in Pandoc 2.17 the last one, so that two works would be compared."""
    every = blocks(text)
    keys = [block.key for block in every]
    if len(set(keys)) == len(keys):
        return text
    firsts = dict(reversed([*zip(keys, every, strict=True)]))
    kept = [one for one in every if not one.key or firsts[one.key] is one]
    return "\n".join(f"@{block.kind}{{{block.body}}}" for block in kept)


def run_pandoc(text: str, style: str) -> dict[str, str] | None:
    """What Pandoc makes of a file, ``None`` where it refuses; kept in ``PANDOC_CACHE`` if set."""
    kept = kept_answer(text, style)
    if kept is not None and kept.exists():
        return json.loads(kept.read_text())
    with TemporaryDirectory() as folder:
        bib = Path(folder, "a.bib")
        bib.write_text(text)
        asked = ["--citeproc", "-f", "markdown", "-t", "html", "--wrap=none"]
        asked += [f"--bibliography={bib}", f"--csl={STYLES / style}.csl"]
        text = "---\nnocite: '@*'\nlang: en-US\n---\n"
        done = subprocess.run(
            ["pandoc", *asked], input=text, capture_output=True, text=True, check=False
        )
    found = None
    if not done.returncode:
        pairs = _ENTRY.findall(done.stdout)
        found = {html.unescape(key): plain(entry) for key, entry in pairs}
    if kept is not None:
        kept.write_text(json.dumps(found))
    return found


def kept_answer(text: str, style: str) -> Path | None:
    folder = os.environ.get("PANDOC_CACHE")
    return Path(folder, sha256(f"{style}\n{text}".encode()).hexdigest()) if folder else None


def by_us(text: str, style: str) -> dict[str, str]:
    entries = read_bibtex(text).entries
    records = [{**style_record(one.record), "id": key} for key, one in entries.items()]
    processor = processor_for(bundled_style(style), "en-US", LOCALES)
    made = processor.format(records, (), [one["id"] for one in records], "html")
    return {one.keys[0]: plain(one.text) for one in made.bibliography}


def kind_of(ours: str, theirs: str) -> str:
    """What kind of difference comes first: the texts that differ, with letters made one."""
    for what, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what != "equal":
            one, other = ours[a:b], theirs[c:d]
            if one.lower() == other.lower():
                return "case"
            shape = [
                re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", part))[:20] for part in (one, other)
            ]
            return f"{shape[0]!r} → {shape[1]!r}"
    return "none"


def compare(text: str, style: str, tally: Tally) -> None:
    ours, theirs = by_us(text, style), by_pandoc(text, style)
    records = {key: entry.record for key, entry in read_bibtex(text).entries.items()}
    fields = {block.key: fields_of(block.body.partition(",")[2], {})[0] for block in blocks(text)}
    for key, their in theirs.items():
        if key not in ours and not their:  # of which the style shows nothing
            continue
        if key not in ours:
            tally.kinds["missing"] += 1
            tally.entries += 1
            tally.firsts["missing"].append((key, "", their))
            continue
        tally.entries += 1
        pair = Compared(ours[key], their, style, records[key], fields.get(key, {}))
        tally.equal += pair.is_equal
        for name, rule in RULES.items():
            if pair.is_equal:
                break
            changed = rule(pair)
            tally.used[name] += changed != pair
            pair = changed
        tally.equal_by_rules += pair.is_equal
        if not pair.is_equal:
            kind = kind_of(pair.ours, pair.theirs)
            tally.kinds[kind] += 1
            tally.firsts[kind].append((key, ours[key], their))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=DATA)
    parser.add_argument("--show", type=int, default=10, help="kinds of differences to show")
    parser.add_argument("--each", type=int, default=2, help="entries of each kind to show")
    parser.add_argument("--styles", nargs="*", default=COMPARED)
    asked = parser.parse_args()
    files = list(bib_files(asked.paths))
    for style in asked.styles:
        tally = Tally()
        for path in files:
            compare(without_repeats(decode_bytes(path.read_bytes())[0]), style, tally)
        report(style, tally, asked.show, asked.each)
    return 0


def report(style: str, tally: Tally, most: int, each: int) -> None:
    share = 100 / max(tally.entries, 1)
    print(
        f"{style}: {tally.entries} entries, equal {tally.equal} ({tally.equal * share:.1f} %), "
        f"by the rules {tally.equal_by_rules} ({tally.equal_by_rules * share:.1f} %)"
    )
    for name, count in tally.used.most_common():
        print(f"  rule {name}: {count}")
    for kind, count in tally.kinds.most_common(most):
        print(f"  {count} × {kind}")
        for key, one, other in tally.firsts[kind][:each]:
            print(f"      {key}\n        ours   {one}\n        pandoc {other}")


if __name__ == "__main__":
    sys.exit(main())
