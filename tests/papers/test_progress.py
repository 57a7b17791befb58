"""The bar of commands that run long."""

from io import StringIO

import pytest

from papers.management import progress
from papers.management.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True

    def write(self, text: str, ending: str = "") -> int:
        return super().write(text + ending)


@pytest.mark.parametrize(
    ("done", "seconds", "told"),
    [
        (10, 1, "[###...........................] 10 of 100"),
        (10, 10, "[###...........................] 10 of 100, 1:30 left"),
        (1, 100, "[..............................] 1 of 100, 2:45:00 left"),
        (100, 10, "[##############################] 100 of 100, 0:00 left"),
    ],
)
def test_a_terminal_is_told_how_much_time_is_left(monkeypatch, done, seconds, told):
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    stream = Terminal()
    bar = Progress(stream, 100)
    for number in range(done):
        now[0] = 1000.0 + seconds * (number + 1) / done
        bar.step()
    assert stream.getvalue().rpartition(progress.ERASE)[2] == told


def test_the_pace_is_that_of_the_last_half_minute_and_no_file_is_told_of_it(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    stream, file = Terminal(), StringIO()
    bar, silent = Progress(stream, 1000), Progress(file, 1000)
    for number in range(200):
        now[0] += 10 if number < 100 else 1
        bar.step()
        silent.step()
    assert stream.getvalue().endswith("200 of 1000, 13:20 left")
    assert file.getvalue() == ""
