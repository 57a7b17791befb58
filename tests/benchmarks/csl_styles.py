"""Format the golden entries in styles drawn at random from a folder of styles.

CSL_STYLES=…/styles CSL_LOCALES=…/locales python -m tests.benchmarks.csl_styles [COUNT] [SEED]
"""

import os
import random
import sys
from collections import Counter
from pathlib import Path

from papers.csl.errors import StyleError
from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor
from papers.csl.style import read_style
from tests.benchmarks.csl_suite import locale_folder
from tests.papers.csl.making import golden_items


def main(count: int, seed: int) -> int:
    folder = os.environ.get("CSL_STYLES")
    if not folder:
        print("Set CSL_STYLES to a folder of .csl files.")
        return 2
    paths = sorted(Path(folder).glob("*.csl"))
    items = golden_items()
    citations = [CiteCluster((Cite(item["id"], "3"),), n) for n, item in enumerate(items, 1)]
    citations.append(CiteCluster(tuple(Cite(item["id"]) for item in items[:30])))
    outcome: Counter[str] = Counter()
    for path in random.Random(seed).sample(paths, min(count, len(paths))):
        try:
            style = read_style(path.read_bytes())
            Processor(style, "", locale_folder()).format(items, citations)
            outcome["formatted"] += 1
        except StyleError as error:
            outcome["refused"] += 1
            print(f"{path.name}: {error}")
        except Exception as error:
            outcome["exception"] += 1
            print(f"{path.name}: {type(error).__name__}: {error}")
    print(dict(outcome))
    return 1 if outcome["exception"] else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*(numbers + [200, 1][len(numbers) :])))
