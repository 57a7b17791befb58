"""Run the CSL test-suite and count what passes, by group.

    CSL_TEST_SUITE=…/processor-tests/humans CSL_LOCALES=… python -m tests.benchmarks.csl_suite

The suite stays outside this repository. `CSL_LOCALES` may name a folder with all locale files of
the CSL project; without it the eight bundled languages are used. Options: names or parts of names
to run only those, `-v` to show differences, `--write` to write the ratchet of passing names,
`--check` to fail where one of these passes no more, or where the suite is not there.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from papers.csl.locale import LOCALES
from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import ProcessedItem, Processor
from papers.csl.style import read_style

RATCHET = Path(__file__).parent.parent / "data" / "csl" / "passing.txt"
_SECTION = re.compile(r">>=+ ([A-Z-]+) =+>>\n(.*?)\n?<<=+ \1 =+<<", re.DOTALL)
_FLAGS = re.compile(r"^(?:>>|\.\.)(\[\d+\])", re.MULTILINE)
_BLANK = re.compile(r"\s*\n\s*")


def suite_folder() -> Path | None:
    """The folder of fixtures named by the environment, if it exists."""
    name = os.environ.get("CSL_TEST_SUITE")
    if not name:
        return None
    path = Path(name)
    for folder in (path / "processor-tests" / "humans", path):
        if any(folder.glob("*_*.txt")):
            return folder
    return None


def locale_folder() -> Path:
    return Path(os.environ.get("CSL_LOCALES") or LOCALES)


def read_fixture(path: Path) -> dict[str, str]:
    """The sections of a fixture, the first of each name."""
    sections: dict[str, str] = {}
    for name, body in _SECTION.findall(path.read_text(encoding="utf-8")):
        sections.setdefault(name, body)
    return sections


def _cite(data: dict, is_free: bool) -> Cite:
    mode = "suppress-author" if data.get("suppress-author") else ""
    if data.get("author-only"):
        mode = "author-only"
    position = data.get("position")
    near = data.get("near-note")
    return Cite(
        str(data.get("id", "")),
        str(data.get("locator") or ""),
        data.get("label") or "page",
        data.get("prefix") or "",
        data.get("suffix") or "",
        mode,
        0 if is_free and position is None else position,
        near,
    )


def _clusters(processor: Processor, items: list, clusters: list[list[dict]]) -> str:
    citations = [CiteCluster(tuple(_cite(c, True) for c in row)) for row in clusters]
    uncited = [str(item.get("id", "")) for item in items]
    return "\n".join(f.text for f in processor.format(items, citations, uncited).citations)


def _states(steps: list) -> Iterator[list[dict]]:
    """The citations in document order after each step of an editing session."""
    known: dict[str, dict] = {}
    for number, (citation, before, after) in enumerate(steps):
        citation.setdefault("citationID", f"made-{number}")
        known[citation["citationID"]] = citation
        order = []
        for identifier, note in [*before, [citation["citationID"], None], *after]:
            if note is not None:
                known[identifier].setdefault("properties", {})["noteIndex"] = note
            order.append(json.loads(json.dumps(known[identifier])))
        yield order


def _session(processor: Processor, items: list, steps: list, mode: str, uncited: list) -> str:
    texts: dict[str, str] = {}
    lines: list[str] = []
    for state in _states(steps):
        citations = [
            CiteCluster(
                tuple(_cite(c, False) for c in data["citationItems"]),
                int(data.get("properties", {}).get("noteIndex") or 0),
            )
            for data in state
        ]
        document = processor.format(items, citations, uncited)
        lines = []
        for index, (data, made) in enumerate(zip(state, document.citations, strict=True)):
            changed = texts.get(data["citationID"]) != made.text
            if data["citationID"] == steps[-1][0]["citationID"] and state is not None:
                changed = True
            lines.append(f"{'>>' if changed else '..'}[{index}] {made.text}")
            texts[data["citationID"]] = made.text
    if mode == "bibliography":
        return _bibliography([entry.text for entry in document.bibliography])
    return "\n".join(lines)


def _bibliography(entries: list[str]) -> str:
    body = "\n".join(f'  <div class="csl-entry">{text}</div>' for text in entries)
    return f'<div class="csl-bib-body">\n{body}\n</div>'


def run_fixture(path: Path) -> tuple[str, str]:
    """(expected, made) of a fixture; blank lines and indents between tags do not count."""
    sections = read_fixture(path)
    items = json.loads(sections["INPUT"])
    mode = sections.get("MODE", "citation").strip()
    processor = Processor(read_style(sections["CSL"]), "", locale_folder())
    if sections.get("CITATIONS"):
        made = _session(processor, items, json.loads(sections["CITATIONS"]), mode, [])
    elif mode == "bibliography":
        document = processor.format(items, (), [str(item.get("id", "")) for item in items])
        made = _bibliography([entry.text for entry in document.bibliography])
    else:
        rows = json.loads(sections.get("CITATION-ITEMS") or "null")
        if not rows:  # one citation of everything, in the order of the bibliography
            work = ProcessedItem(processor, items, (), [str(item.get("id", "")) for item in items])
            rows = [[{"id": key} for key in work.order]]
        made = _clusters(processor, items, rows)
    expected = sections["RESULT"]
    if mode == "bibliography":
        return _BLANK.sub("", expected), _BLANK.sub("", made)
    expected = _FLAGS.sub(r"\1", expected)  # which citations an editor must draw again
    return expected.strip(), _FLAGS.sub(r"\1", made).strip()


def main(arguments: list[str]) -> int:
    folder = suite_folder()
    if folder is None:
        print("Set CSL_TEST_SUITE to the folder of the CSL test-suite.")
        return 2
    verbose = "-v" in arguments
    wanted = [word for word in arguments if not word.startswith("-")]
    passed: list[str] = []
    failed: list[str] = []
    errors = 0
    for path in sorted(folder.glob("*.txt")):
        if wanted and not any(word in path.stem for word in wanted):
            continue
        try:
            expected, made = run_fixture(path)
        except Exception as error:
            expected, made, errors = "", f"{type(error).__name__}: {error}", errors + 1
        if expected == made and not made.startswith("\0"):
            passed.append(path.stem)
            continue
        failed.append(path.stem)
        if verbose:
            print(f"--- {path.stem}\n  want {expected!r}\n  made {made!r}")
    groups = Counter(name.partition("_")[0] for name in passed + failed)
    good = Counter(name.partition("_")[0] for name in passed)
    for group in sorted(groups):
        print(f"{group:16} {good[group]:4} of {groups[group]:4}")
    print(f"{'all':16} {len(passed):4} of {len(passed) + len(failed):4}  ({errors} exceptions)")
    if "--check" in arguments:
        lost = sorted(set(RATCHET.read_text(encoding="utf-8").split()) - set(passed))
        print(f"Passed once and not now: {', '.join(lost) or 'none'}.")
        return int(bool(lost))
    if "--write" in arguments and not wanted:
        RATCHET.write_text("\n".join(passed) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
