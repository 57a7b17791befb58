"""How often and how long; the table at the end (docs/reliability.md)."""

import os
import random
import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.counted_rounds import CountedRounds
from tests.faults.faulty_disk import FaultyDisk, build_shim
from tests.faults.own_postgres import NEED, OwnPostgres, own_postgres, programs
from tests.faults.served_site import ServedSite
from tests.guards.sources import ROOT
from tests.support.finished_parts import version_of_the_code
from tests.support.migrated_database import begun_site
from tests.support.serving import free_port

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
"""0 in the ordinary suite, which only looks that the shim is a disk."""
SEED = int(os.environ.get("FAULT_SEED", "1"))
COUNTED: list[CountedRounds] = []
KEPT = ROOT / "var/faults"
"""Figures of a run that was broken off, by commit and seed."""
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
    rows = [one.figures.row() for one in COUNTED]
    for line in [HEAD, "| --- | " + "---: | " * 5, *rows] if rows else []:
        terminalreporter.write_line(line.strip())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run that came to its end is told of, and the next begins anew."""
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        for one in COUNTED:
            one.file.unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    report = yield
    if report.when == "call" and report.failed and "rounds" in item.funcargs:
        item.funcargs["rounds"].fail()
    return report


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> CountedRounds:
    KEPT.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name)
    counted = CountedRounds(KEPT / f"{version_of_the_code()}-{SEED}-{name}.json", ROUNDS)
    COUNTED.append(counted)
    return counted


@pytest.fixture
def chance(request: pytest.FixtureRequest, rounds: CountedRounds) -> random.Random:
    """The same for each run with the same ``FAULT_SEED``; others where one goes on."""
    done = f" {rounds.figures.rounds}" if rounds.figures.rounds else ""
    return random.Random(f"{SEED} {request.node.name}{done}")


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


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def site_on_each(request: pytest.FixtureRequest) -> ServedSite:
    name = "site" if request.param == "SQLite" else "site_on_postgres"
    return request.getfixturevalue(name)


@pytest.fixture
def database_name(site_on_each: ServedSite) -> str:
    return "PostgreSQL" if "DATABASE_URL" in site_on_each.settings else "SQLite"


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
    return disk_below(site, shim, tmp_path)


@pytest.fixture
def clock(
    request: pytest.FixtureRequest, site_on_each: ServedSite, shim: Path, tmp_path: Path
) -> FaultyDisk:
    """That of a site, and of its PostgreSQL: one machine has one clock."""
    if "DATABASE_URL" not in site_on_each.settings:
        return disk_below(site_on_each, shim, tmp_path)
    server = request.getfixturevalue("postgres")  # its user may read what is in its folder
    library = Path(shutil.copy(shim, server.folder))
    library.chmod(0o755)
    clock = disk_below(site_on_each, library, server.folder)
    server.stop()
    server.start(**clock.environment)
    return clock


def disk_below(site: ServedSite, shim: Path, beside: Path) -> FaultyDisk:
    disk = FaultyDisk(shim, site.data_dir, beside)
    site.settings |= disk.environment
    return disk
