"""A disk that is full, read-only or broken while the site runs, and a power cut."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path

import pytest

from tests.faults.fault_rounds import fail_and_go_on, kill_and_start
from tests.faults.faulty_disk import FaultyDisk
from tests.faults.served_site import ServedSite

pytestmark = [pytest.mark.slow, pytest.mark.faults, pytest.mark.sqlite]
NAMES = {errno.ENOSPC: "full disk", errno.EROFS: "read-only disk", errno.EIO: "broken disk"}


@pytest.mark.parametrize("number", NAMES, ids=NAMES.get)
def test_a_disk_fails_and_works_again(
    site: ServedSite, disk: FaultyDisk, number: int, rounds, chance
):
    rounds.of(f"{NAMES[number]} (every change fails), SQLite", share=5)
    fail_and_go_on(site, lambda: disk.failing(number), rounds, chance)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        write_for_ever(file)
    try:
        yield
    finally:
        filler.unlink()


def write_for_ever(file: RawIOBase) -> None:
    while True:
        file.write(bytes(4096))


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")
def test_a_small_disk_is_filled_and_emptied(site: ServedSite, rounds, chance):
    rounds.of("disk filled to its last byte (tmpfs), SQLite", share=5)
    whole = site.data_dir.rename(site.data_dir.with_name("whole"))
    site.data_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", site.data_dir]
    subprocess.run(mount, check=True)
    try:
        subprocess.run(["cp", "-a", f"{whole}/.", site.data_dir], check=True)
        fail_and_go_on(site, lambda: filled(site.data_dir), rounds, chance)
    finally:
        if site.server is not None:
            site.kill()
        subprocess.run(["umount", "--lazy", site.data_dir], check=True)


def test_the_power_is_cut(site: ServedSite, disk: FaultyDisk, rounds, chance):
    site.begin()
    disk.sync()
    rounds.of("power cut, SQLite", share=2)
    kill_and_start(site, rounds, chance, lambda: disk.cut_power(chance))
