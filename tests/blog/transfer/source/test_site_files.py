import os
import signal
from pathlib import Path

import pytest

from blog.transfer.source.site_files import (
    NoOrdinaryFile,
    NotRead,
    absolute_path,
    is_inside,
    read_capped,
    read_head,
)


def test_only_what_stays_in_a_folder_is_inside_of_it(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "posts").mkdir(parents=True)
    (tmp_path / "other").write_text("x")
    (root / "out").symlink_to(tmp_path / "other")
    (root / "in").symlink_to(root / "posts")
    (root / "round").symlink_to(root / "round")
    (tmp_path / "site2").mkdir()
    inside = ("posts", "in", "posts/../posts/a.md", "not/there.md")
    outside = ("out", "../other", "../site2", "/etc/passwd", "round/a", "nul\0")
    assert [name for name in inside + outside if is_inside(root / name, root)] == list(inside)


def test_a_folder_that_is_a_link_holds_its_files(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    assert is_inside(link / "a.md", link)
    assert absolute_path(link / ".." / "link" / "a.md") == link / "a.md"


def test_read_capped_says_why_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(b"x" * 2048)
    (tmp_path / "large").write_bytes(b"x" * 2049)
    os.mkfifo(tmp_path / "pipe")
    assert len(read_capped(tmp_path / "whole", 2048)) == 2048
    told = {
        "large": "is bigger than 2 kB",
        "pipe": "is no ordinary file",
        ".": "is no ordinary file",
        "gone": "cannot be read: No such file or directory",
        "nul\0": "cannot be read: its name is impossible",
    }
    for name, reason in told.items():
        with pytest.raises(NotRead) as caught:
            read_capped(tmp_path / name, 2048)
        assert str(caught.value) == reason


def test_a_pipe_that_takes_a_files_place_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    was = (tmp_path / "file").stat()
    os.mkfifo(tmp_path / "pipe")
    known = signal.signal(signal.SIGALRM, _too_late)
    signal.alarm(5)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "stat", lambda _path: was)
            with pytest.raises(NotRead, match=r"\Ais no ordinary file\Z"):
                read_capped(tmp_path / "pipe", 2048)
            with pytest.raises(NoOrdinaryFile):
                read_head(tmp_path / "pipe", 2048)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, known)


def _too_late(*_args: object) -> None:
    pytest.fail("it was waited for")
