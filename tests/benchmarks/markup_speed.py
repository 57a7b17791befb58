"""CPU time of rendering: a usual post of 3 kB, and texts made to take long.

    python -m tests.benchmarks.markup_speed

Prints medians of 200 for the post, and for each hostile shape the best of three, as a comment of
5,000 characters and as a post of 10,000.
"""

import contextlib
import statistics
import time

from blog.markup import COMMENT, POST, MarkupError, Policy, render
from tests.benchmarks.posts import post
from tests.blog.markup.test_hostile_texts import PIECES


def milliseconds(source: str, policy: Policy) -> float:
    start = time.process_time()
    with contextlib.suppress(MarkupError):
        render(source, policy=policy)
    return (time.process_time() - start) * 1000


def main() -> None:
    sources = [post(number).split("---\n\n", 1)[1] for number in range(200)]
    size = statistics.mean(len(source) for source in sources)
    median = statistics.median(milliseconds(source, POST) for source in sources)
    print(f"a post of {size:.0f} characters: {median:.2f} ms")
    for policy, length in ((COMMENT, 5_000), (POST, 10_000)):
        worst = sorted(
            (min(milliseconds((piece * length)[:length], policy) for _ in range(3)), piece)
            for piece in PIECES
        )
        print(f"{len(PIECES)} hostile shapes as a {policy.name} of {length:,} characters:")
        for taken, piece in worst[:-6:-1]:
            print(f"  {taken:6.1f} ms  {piece!r}")


if __name__ == "__main__":
    main()
