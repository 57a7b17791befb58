"""Seconds of CPU and size of what hostile formulas become, in posts and in comments.

python -m tests.benchmarks.formula_speed
"""

import time

from blog.markup import COMMENT, POST, MarkupError, Policy, render
from tests.blog.markup.hostile_formulas import hostile_formulas

POST_LENGTH, COMMENT_LENGTH = 200_000, 5_000


def measure(source: str, policy: Policy) -> tuple[float, float, str]:
    """Seconds, characters of HTML for each of the text, and what the author is told."""
    start = time.process_time()
    try:
        rendered = render(source, policy=policy)
    except MarkupError as error:
        return time.process_time() - start, 0.0, str(error)
    seconds = time.process_time() - start
    told = rendered.problems[-1].message if rendered.problems else ""
    return seconds, len(rendered.html) / len(source), told


def main() -> None:
    for policy, length in ((COMMENT, COMMENT_LENGTH), (POST, POST_LENGTH)):
        for name, source in hostile_formulas(length).items():
            seconds, growth, told = measure(source, policy)
            mark = "!" if seconds > 0.5 or growth > 20 else " "
            print(f"{mark} {policy.name} {seconds:6.2f} s {growth:6.1f}× {name}: {told[:60]}")


if __name__ == "__main__":
    main()
