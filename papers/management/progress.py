"""A progress bar for commands that run long: on a terminal, and nowhere else."""

import time
from collections import deque
from typing import Any

WIDTH = 30
SECONDS_BETWEEN = 0.1
SECONDS_BEFORE_TOLD = 2
SECONDS_OF_PACE = 30
ERASE = "\r\x1b[K"


class Progress:
    """One line that is written over; `clear()` before anything else is written. Without a total
    it only counts; with one it says how much time is left, should it go on as in the last half
    minute."""

    def __init__(self, stream: Any, total: int = 0) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.total = total
        self.done = 0
        self.shown_at = 0.0
        self.pace: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def step(self) -> None:
        self.done += 1
        now = time.monotonic()
        if self.is_terminal and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            self.pace.append((now, self.done))
            while now - self.pace[1][0] > SECONDS_OF_PACE:
                self.pace.popleft()
            self.stream.write(f"{ERASE}{self.bar()}", ending="")
            self.stream.flush()

    def bar(self) -> str:
        if not self.total:
            return str(self.done)
        filled = min(WIDTH, WIDTH * self.done // self.total)
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"[{bar}] {self.done} of {self.total}{self.left()}"

    def left(self) -> str:
        """`, 4:05 left`; nothing before there is a pace."""
        (began, before), (now, done) = self.pace[0], self.pace[-1]
        if done == before or now - began < SECONDS_BEFORE_TOLD:
            return ""
        seconds = max(0, round((self.total - self.done) * (now - began) / (done - before)))
        hours, minutes = divmod(seconds // 60, 60)
        clock = f"{hours}:{minutes:02}" if hours else f"{minutes}"
        return f", {clock}:{seconds % 60:02} left"

    def clear(self) -> None:
        if self.shown_at:
            self.stream.write(ERASE, ending="")
            self.shown_at = 0.0
