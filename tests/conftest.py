"""What every test stands on: no network, no skips under CI, and what a machine may lack."""

import gc
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from blog.models import site
from papers.queries.prepared import forget_statements
from tests.support.migrated_database import begin_with, begun_site, migrated_file
from tests.support.network import stay_on_loopback
from tests.support.registry_server import ENOUGH_SECONDS, RegistryServer, registry_server
from tests.support.serving import free_port

IS_CI = os.environ.get("CI") == "true"
PROGRAMS = ("jekyll", "hugo", "pandoc", "nginx")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
# marker: (is it here, what the test needs and how to get it)
NEEDS = {
    "chromium": (bool(CHROMIUM), "needs Chromium: apt-get install chromium"),
    "postgres": (
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        "needs PostgreSQL: apt-get install postgresql, then "
        "POSTGRES_URL=postgres://user:password@host/name make test-postgres",
    ),
    "redis": (
        "SHELL_REDIS_URL" in os.environ,
        "needs Redis: apt-get install redis-server, then REDIS_URL=redis://127.0.0.1:6379/0",
    ),
}
NOT_FAST = re.compile(r"^pytestmark = .*\bmark\.(?:django_db|slow|chromium)\b", re.M)
AROUND_DATABASES = {
    "_dj_autoclear_mailbox",
    "_django_clear_site_cache",
    "_django_db_marker",
    "_django_isolate_apps",
    "_django_set_urlconf",
    "_django_setup_unittest",
    "_live_server_helper",
    "_template_string_if_invalid_marker",
    "monkeypatch",  # asked for by the last one; a fixture of ours that asks for it still gets it
}
pytest_plugins = [
    "tests.support.browsing",
    "tests.support.bucket_server",
    "tests.support.public_web",
]
# The same examples in every run, whatever the machine's load. To look for new ones:
# HYPOTHESIS_PROFILE=default make test
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
hypothesis.settings.register_profile("fast", hypothesis.settings(), max_examples=5)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fast", action="store_true", help="only tests that need no database, browser or process"
    )


def pytest_configure(config: pytest.Config) -> None:
    for name, (_is_here, need) in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: {need}")
    config.addinivalue_line(
        "markers", "slow: takes a quarter of a second or more, or waits: not part of make check"
    )
    for name in PROGRAMS:
        config.addinivalue_line("markers", f"{name}: not run where there is no {name}")
    config.addinivalue_line("markers", "sqlite: about SQLite alone, so not run on PostgreSQL")
    if config.getoption("--fast"):
        hypothesis.settings.load_profile("fast")
    gc.set_threshold(200_000, 50, 50)  # collecting takes a sixth of a fast run otherwise


def pytest_collection_finish() -> None:
    gc.freeze()  # what was collected is there to the end, so no search for garbage looks at it


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave unread, in a fast run, the files that say that all of their tests need more."""
    if not config.getoption("--fast") or collection_path.suffix != ".py":
        return None
    return True if NOT_FAST.search(collection_path.read_text(encoding="utf-8")) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = []
    for item in items:
        if config.getoption("--fast") and needs_more_than_code(item):
            elsewhere.append(item)
            continue
        if not needs_more_than_code(item):
            leave_out_fixtures_of_databases(item)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("chromium")
        if "redis_url" in getattr(item, "fixturenames", ()):
            item.add_marker("redis")
        if item.get_closest_marker("postgres") and is_for_the_postgres_run():
            elsewhere.append(item)
        if NEEDS["postgres"][0] and is_the_same_on_every_database(item):
            elsewhere.append(item)
        if any(item.get_closest_marker(name) and not shutil.which(name) for name in PROGRAMS):
            elsewhere.append(item)
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        left_out = set(elsewhere)
        items[:] = [item for item in items if item not in left_out]


def needs_more_than_code(item: pytest.Item) -> bool:
    """Whether a test asks for a database, a browser, a port, or marks itself as slow."""
    has_mark = any(item.get_closest_marker(name) for name in ("django_db", "slow", *NEEDS))
    fixtures = {"db", "transactional_db", "browser", "port", "live_server"}
    return has_mark or bool(fixtures & set(getattr(item, "fixturenames", ())))


def is_the_same_on_every_database(item: pytest.Item) -> bool:
    """What the run on SQLite has shown already: pure functions, and what is about SQLite alone."""
    return bool(item.get_closest_marker("sqlite")) or not needs_more_than_code(item)


def leave_out_fixtures_of_databases(item: pytest.Item) -> None:
    """What pytest-django does around each test takes longer than most pure tests themselves."""
    asked = getattr(item, "_fixtureinfo", None)
    unused = AROUND_DATABASES - set(asked.argnames if asked else ())
    item.fixturenames[:] = [name for name in item.fixturenames if name not in unused]


def is_for_the_postgres_run() -> bool:
    """Whether ``make test-postgres`` has its database, and this is the run on SQLite."""
    return "POSTGRES_URL" in os.environ and not NEEDS["postgres"][0]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (is_here, need) in NEEDS.items():
        if item.get_closest_marker(name) and not is_here:
            if IS_CI:
                pytest.fail(f"{need} (under CI=true nothing is skipped)", pytrace=False)
            pytest.skip(need)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """The next test has its own site and media. No fixture: thousands of tests would pay for it."""
    try:
        yield
    finally:
        site._kept = None
        if settings.MEDIA_ROOT.exists():
            shutil.rmtree(settings.MEDIA_ROOT)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A worker tells of a test that passed once, not thrice, which took longer than most tests."""
    if not hasattr(item.config, "workerinput") or item.config.getoption("durations") is not None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--fast"):
        gc.freeze()  # pytest looks through all garbage as it ends, for errors that nobody raised
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left = [kind for kind in ("skipped", "xfailed", "warnings") if reporter.stats.get(kind)]
    if IS_CI and left and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"Under CI=true nothing may be left over, and there are: {left}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True, scope="session")
def one_machine() -> Iterator[None]:
    """No network, and a site that no clock lets go, which would cost some page a query more."""
    with pytest.MonkeyPatch.context() as patch:
        stay_on_loopback(patch)
        patch.setattr(site, "SECONDS_KEPT", float("inf"))
        yield


@pytest.fixture(scope="session")
def migrated(pytestconfig, tmp_path_factory) -> Path:
    """The file of an SQLite database that is migrated, to copy."""
    has_cache = hasattr(pytestconfig, "cache")  # not with -p no:cacheprovider
    folder = pytestconfig.cache.mkdir("migrated") if has_cache else tmp_path_factory.mktemp("kept")
    return migrated_file(folder)


@pytest.fixture
def site_folder(migrated: Path, tmp_path: Path) -> Path:
    """The data folder of a site that has been started before, for a process of its own."""
    return begun_site(tmp_path / "data", migrated)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request) -> None:
    """The last that pytest-django asks for before it makes the database."""
    if not NEEDS["postgres"][0]:
        begin_with(request.getfixturevalue("migrated"))


@pytest.fixture
def do_jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Does the jobs that wait, inside of the test's transaction: the worker would close its
    connection."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return partial(call_command, "run_jobs", "--once")


@pytest.fixture
def new_statements() -> Iterator[None]:
    """For a test that changes a number of which a prepared statement is made."""
    forget_statements()
    yield
    forget_statements()


@pytest.fixture
def registries(settings) -> Iterator[RegistryServer]:
    """A server in the registries' place, asked without pauses."""
    with registry_server() as server:
        settings.PAPERS_REGISTRY_URLS = server.base_addresses()
        settings.PAPERS_REGISTRY_PAUSES = dict.fromkeys(settings.PAPERS_REGISTRY_PAUSES, 0)
        settings.PAPERS_DOOR_SECONDS = ENOUGH_SECONDS
        cache.clear()
        yield server
        cache.clear()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def redis_url() -> str:
    return os.environ["SHELL_REDIS_URL"]
