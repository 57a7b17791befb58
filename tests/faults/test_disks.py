"""A disk that is full, read-only or broken while the site runs, and a power cut."""

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.accounts import Account, account_of
from tests.faults.faulty_disk import FaultyDisk
from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd

pytestmark = [pytest.mark.slow, pytest.mark.faults, pytest.mark.sqlite]
NAMES = {errno.ENOSPC: "full disk", errno.EROFS: "read-only disk", errno.EIO: "broken disk"}


def check_round(site: ServedSite, crowd: Crowd) -> Account:
    crowd.settle()
    account = account_of(site, crowd)
    assert (account.lost, account.doubled, crowd.broken()) == ([], [], [])
    return account


def fail_and_go_on(site: ServedSite, fault, rounds: int, chance) -> tuple[Account, float]:
    """The site is not told and not started again. While the fault lasts ``/healthz`` says so, and
    readers have their pages."""
    site.begin()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 1.5))
            with fault():
                site.wait_for_status(503)
                assert site.read("/posts/flooded/")[0] == 200
                time.sleep(1)
            longest = max(longest, site.wait_until_well())
        account = check_round(site, crowd)
    assert crowd.statuses()[503]
    return account, longest


@pytest.mark.parametrize("number", NAMES, ids=NAMES.get)
def test_a_disk_fails_and_works_again(
    site: ServedSite, disk: FaultyDisk, number: int, rounds, chance, tell
):
    rounds = (rounds + 4) // 5
    account, longest = fail_and_go_on(site, lambda: disk.failing(number), rounds, chance)
    tell(f"{NAMES[number]} (every change fails), SQLite", rounds, account, longest)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC
    try:
        yield
    finally:
        filler.unlink()


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")
def test_a_small_disk_is_filled_and_emptied(site: ServedSite, rounds, chance, tell):
    rounds = (rounds + 4) // 5
    whole = site.data_dir.rename(site.data_dir.with_name("whole"))
    site.data_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", site.data_dir]
    subprocess.run(mount, check=True)
    try:
        subprocess.run(["cp", "-a", f"{whole}/.", site.data_dir], check=True)
        account, longest = fail_and_go_on(site, lambda: filled(site.data_dir), rounds, chance)
    finally:
        if site.server is not None:
            site.kill()
        subprocess.run(["umount", "--lazy", site.data_dir], check=True)
    tell("disk filled to its last byte (tmpfs), SQLite", rounds, account, longest)


def test_the_power_is_cut(site: ServedSite, disk: FaultyDisk, rounds, chance, tell):
    rounds = (rounds + 1) // 2
    site.begin()
    disk.sync()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 2))
            site.kill()
        disk.cut_power(chance)
        begun = time.monotonic()
        site.start()
        site.wait_until_well()
        longest = max(longest, time.monotonic() - begun)
        account = check_round(site, crowd)
    tell("power cut, SQLite", rounds, account, longest)
