"""A progress bar for commands that run long: on a terminal, and nowhere else."""

import time
from typing import Any

WIDTH = 30
SECONDS_BETWEEN = 0.1


class Progress:
    """One line that is written over; `clear()` before anything else is written. Without a total
    it only counts."""

    def __init__(self, stream: Any, total: int = 0) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.total = total
        self.done = 0
        self.shown_at = 0.0

    def step(self) -> None:
        self.done += 1
        now = time.monotonic()
        if self.is_terminal and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            self.stream.write(f"\r{self.bar()}", ending="")
            self.stream.flush()

    def bar(self) -> str:
        if not self.total:
            return str(self.done)
        filled = min(WIDTH, WIDTH * self.done // self.total)
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"[{bar}] {self.done} of {self.total}"

    def clear(self) -> None:
        if self.shown_at:
            self.stream.write("\r\x1b[K", ending="")
            self.shown_at = 0.0
