"""How long a question to another host may take, and how many bytes may come back."""

import time
from dataclasses import dataclass

CHUNK = 65_536


class TooMuchSent(Exception):
    """More bytes than an answer may have."""


@dataclass
class Allowance:
    """What is left of the time and the bytes of one question with its redirects. Compressed and
    chunked bytes may be a little more than those of the body."""

    ends_at: float
    most: int
    sent: int = 0

    @classmethod
    def of(cls, seconds: float, most: int) -> "Allowance":
        return cls(time.monotonic() + seconds, most)

    def time_left(self) -> float:
        """Seconds; ``TimeoutError`` where there are none."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time is left")
        return left

    def count_bytes(self, number: int) -> None:
        self.sent += number
        if self.sent > self.most + self.most // 4 + 4 * CHUNK:
            raise TooMuchSent
