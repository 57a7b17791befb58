"""How often and how long; the table at the end (docs/reliability.md)."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.accounts import Account
from tests.faults.faulty_disk import FaultyDisk, build_shim
from tests.faults.own_postgres import NEED, OwnPostgres, own_postgres, programs
from tests.faults.served_site import ServedSite
from tests.support.migrated_database import begun_site
from tests.support.serving import free_port

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
"""0 in the ordinary suite, which only looks that the shim is a disk."""
SEED = int(os.environ.get("FAULT_SEED", "1"))
ROWS: list[str] = []
HEAD = "| what was done | rounds | acknowledged | lost | doubled | longest recovery |"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "faults: takes minutes, so only make faults runs it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not ROUNDS:
        left_out = [item for item in items if item.get_closest_marker("faults")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in [HEAD, "| --- | " + "---: | " * 5, *ROWS] if ROWS else []:
        terminalreporter.write_line(line.strip())


@pytest.fixture
def tell() -> Callable[..., None]:
    def add_row(what: str, rounds: int, account: Account, recovery: float) -> None:
        counts = (rounds, account.acknowledged, len(account.lost), len(account.doubled))
        ROWS.append(f"| {what} | {' | '.join(map(str, counts))} | {recovery:.1f} s |")

    return add_row


@pytest.fixture
def rounds() -> int:
    return ROUNDS


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same for each run with the same ``FAULT_SEED``."""
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[ServedSite]:
    """On SQLite, not begun."""
    yield from ended(
        ServedSite(begun_site(tmp_path / "data", migrated), free_port(), tmp_path / "log")
    )


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    if programs() is None:
        pytest.skip(NEED)
    with own_postgres() as server:
        yield server


@pytest.fixture
def site_on_postgres(tmp_path: Path, postgres: OwnPostgres) -> Iterator[ServedSite]:
    settings = {"DATABASE_URL": postgres.url}
    yield from ended(ServedSite(tmp_path / "data", free_port(), tmp_path / "log", settings))


def ended(site: ServedSite) -> Iterator[ServedSite]:
    try:
        yield site
    finally:
        if site.server is not None and site.server.poll() is None:
            site.kill()


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("cc"):
        pytest.skip("needs a C compiler: apt-get install gcc libc6-dev")
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def disk(site: ServedSite, shim: Path, tmp_path: Path) -> FaultyDisk:
    """That of ``site``, which then runs on it."""
    disk = FaultyDisk(shim, site.data_dir, tmp_path)
    site.settings |= disk.environment
    return disk
