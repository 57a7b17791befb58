"""Texts that are made to take long or to grow: each a shape, filled up to a size.

    python -m tests.benchmarks.hostile_texts [--seconds 0.5] [--growth 20] [NAME …]

renders every shape as a post of 200,000 characters and as a comment of 5,000, each in a process of
its own, and says the processor time, the size of the HTML for one character of source, and whether
the author was told. It ends with 1 when one is over the bounds and untold.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

from blog.markup import COMMENT, POST, MarkupError, render
from tests.support.hostile_shapes import SHAPES

POST_SIZE, COMMENT_SIZE = 200_000, 5_000
MOST_SECONDS = 60


def measure(name: str, size: int, policy_name: str) -> dict[str, object]:
    text = SHAPES[name](size)
    render("warm *up* $x$", policy=POST)
    start = time.process_time()
    told, length = "", 0
    try:
        done = render(text, policy=POST if policy_name == "post" else COMMENT, scope="c1-")
        length = len(done.html)
        told = next((problem.message for problem in done.problems), "")
    except MarkupError as error:
        told = f"refused: {error}"
    return {
        "seconds": round(time.process_time() - start, 3),
        "growth": round(length / len(text), 1),
        "told": told[:90],
    }


def in_own_process(name: str, size: int, policy_name: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.benchmarks.hostile_texts", "--one", policy_name, name]
    limits = {resource.RLIMIT_CPU: MOST_SECONDS, resource.RLIMIT_AS: 4 << 30}

    def limit() -> None:
        for kind, most in limits.items():
            resource.setrlimit(kind, (most, most))

    done = subprocess.run(
        [*command, "--size", str(size)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"killed ({done.returncode})"])[-1]
        return {"seconds": float(MOST_SECONDS), "growth": 0.0, "told": "", "failed": last[:90]}
    return json.loads(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--growth", type=float, default=20.0)
    parser.add_argument("--one", metavar="POLICY")
    parser.add_argument("--size", type=int, default=POST_SIZE)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.names[0], options.size, options.one)))
        return 0
    over = 0
    for name in options.names or SHAPES:
        for policy_name, size in (("post", POST_SIZE), ("comment", COMMENT_SIZE)):
            found = in_own_process(name, size, policy_name)
            is_over = found["seconds"] > options.seconds or found["growth"] > options.growth
            is_wrong = "failed" in found or (is_over and not found["told"])
            over += is_wrong
            if is_over or is_wrong:
                told = found.get("failed") or found["told"]
                sign = "!" if is_wrong else " "
                figures = f"{found['seconds']:8.2f} s{found['growth']:8.1f} ×"
                print(f"{sign} {policy_name:8}{figures}  {name:32} {told}", flush=True)
    print(f"{2 * len(options.names or SHAPES)} texts, {over} over the bounds and untold")
    return min(over, 1)


if __name__ == "__main__":
    sys.exit(main())
