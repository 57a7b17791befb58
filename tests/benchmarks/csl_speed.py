"""Measure the citation processor: `python -m tests.benchmarks.csl_speed [FILE.csl.json]`.

Without a file the items are made up. Every figure is the best of several runs, in processor time.
Hostile styles are measured too: seconds and peak memory until they are refused.
"""

import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from papers.csl.errors import StyleError
from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor
from papers.csl.style import STYLES, read_style


def made_items(count: int) -> list[dict]:
    """Articles by one to six authors out of a growing crowd, some of them the same year."""
    chance = random.Random(1)
    families = [f"Name{chr(97 + n % 26)}{n}" for n in range(max(40, count // 3))]
    return [
        {
            "id": f"item-{number}",
            "type": "article-journal",
            "volume": str(number % 90),
            "title": f"On the matter of {chance.choice(families)} and number {number}",
            "container-title": "Journal of Measured Things",
            "page": f"{number}-{number + 9}",
            "DOI": f"10.1000/{number}",
            "issued": {"date-parts": [[chance.randint(1980, 2025), 5]]},
            "author": [
                {"family": chance.choice(families), "given": chance.choice(("Ada B.", "Max"))}
                for _ in range(chance.randint(1, 6))
            ],
        }
        for number in range(count)
    ]


def best(run: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of processor time, the least of several runs."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def citations(items: list[dict]) -> list[CiteCluster]:
    return [CiteCluster((Cite(item["id"]),)) for item in items]


def speed(items: list[dict]) -> None:
    source = (STYLES / "apa.csl").read_bytes()
    few = items[:30]
    cites = citations(few)
    ready = Processor(read_style(source))
    ready.format(few, cites)
    print(f"30 citations, APA compiled      {best(lambda: ready.format(few, cites), 9):8.1f} ms")

    def cold() -> None:
        Processor(read_style(source)).format(few, cites)

    print(f"30 citations, APA not compiled  {best(cold, 7):8.1f} ms")
    for count in (1000, 2500, 5000):
        rows = made_items(count) if len(items) < count else items[:count]
        spent = best(lambda rows=rows: ready.format(rows, citations(rows)), 2)
        print(f"{count} entries and citations   {spent:12.0f} ms  {spent / count:6.2f} ms each")


def hostile() -> None:
    from tests.papers.csl.test_hostile import HOSTILE  # test data, needed only here

    for name, source in HOSTILE.items():
        began = time.perf_counter()
        refused = _refusal(source)
        spent = time.perf_counter() - began
        tracemalloc.start()
        _refusal(source)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"hostile: {name:10} {spent:6.3f} s  {peak:6.1f} MB  {refused[:60]}")


def _refusal(source: str) -> str:
    try:
        read_style(source)
    except StyleError as error:
        return str(error)
    return "ACCEPTED"


if __name__ == "__main__":
    given = sys.argv[1:]
    speed(json.loads(Path(given[0]).read_text(encoding="utf-8")) if given else made_items(1000))
    hostile()
