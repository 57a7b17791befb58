"""``manage.py serve`` as an operator meets it: a process of its own, in a folder of its own."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blog.server.serving import CannotServe, check_address, site_address
from tests.guards.sources import ROOT
from tests.support.cut_connections import was_unread
from tests.support.migrated_database import begun_site
from tests.support.serving import PATIENCE, environment, read_page, start

pytestmark = pytest.mark.slow
GRANIANS_ERROR = re.compile(r"\[WARNING\] Killing worker-\d after it refused to gracefully stop")
"""Which it says at times of a process that has ended: two threads of it wait for each process, and
while one has taken its end the other takes it for alive, for a millisecond or more."""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, migrated) -> Path:
    """Of a site that these tests start again and again."""
    return begun_site(tmp_path_factory.mktemp("site") / "data", migrated)


def wait_for_all_processes(port: int) -> None:
    """granian's processes do not hear a signal that comes while they start."""
    listens = f":{port:04X} 00000000:0000 0A"
    end = time.monotonic() + PATIENCE
    while Path("/proc/net/tcp").read_text().count(listens) < min(2, os.cpu_count() or 1):
        assert time.monotonic() < end
        time.sleep(0.05)


def check_refusal(server: subprocess.Popen, sentence: str) -> None:
    output, errors = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert sentence in errors
    assert (output, errors.count("\n")) == ("", 1)


def press_ctrl_c(server: subprocess.Popen) -> None:
    """As a terminal does it: all processes of the server get the signal."""
    os.killpg(server.pid, signal.SIGINT)


def test_it_serves_stops_and_starts_again(tmp_path, port: int):
    for stop in (press_ctrl_c, subprocess.Popen.terminate):
        server = start(tmp_path, port)
        assert read_page(port, server) == b"ok\n"
        wait_for_all_processes(port)
        stop(server)
        output, errors = server.communicate(timeout=PATIENCE)
        assert (server.returncode, errors) == (0, "")
        told = [line for line in output.splitlines() if not GRANIANS_ERROR.fullmatch(line)]
        assert told[-1] == f"Wellcited is at http://127.0.0.1:{port}/"
    assert not (tmp_path / "first-start").exists()


def test_it_does_the_queued_work(data_dir, port: int):
    queue = "from blog.server.jobs import render_citing; render_citing.enqueue([])"
    command = [sys.executable, "manage.py", "shell", "-c", queue]
    env = environment(data_dir)
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    server = start(data_dir, port)
    end = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(data_dir / "wellcited.sqlite3")) as database:
        question = (
            "SELECT status FROM django_tasks_database_dbtaskresult "
            "WHERE task_path = 'blog.server.jobs.render_citing'"
        )
        while database.execute(question).fetchall() != [("SUCCESSFUL",)]:
            assert time.monotonic() < end
            assert server.poll() is None
            time.sleep(0.05)
    wait_for_all_processes(port)
    server.terminate()
    _output, errors = server.communicate(timeout=PATIENCE)
    assert (server.returncode, errors) == (0, "")


def test_nothing_keeps_the_port_when_it_is_killed(data_dir, port: int):
    server = start(data_dir, port)
    read_page(port, server)
    server.kill()
    server.communicate(timeout=PATIENCE)  # its processes hold the pipes until they end
    check_address("127.0.0.1", port)


def test_taken_port_is_said_in_one_sentence(tmp_path, taken_port: int):
    check_refusal(start(tmp_path, taken_port), f"Port {taken_port} of 127.0.0.1 is taken")
    assert not (tmp_path / "wellcited.sqlite3").exists()


@pytest.mark.parametrize("value", ["http", "0", "65536", "8000x"])
def test_port_that_is_none_is_said_in_one_sentence(tmp_path, value: str):
    check_refusal(start(tmp_path, value), f"PORT is '{value}'")


def test_data_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path, port: int):
    (tmp_path / "file").touch()
    check_refusal(start(tmp_path / "file" / "data", port), "set DATA_DIR to a folder")


def test_broken_database_is_said_in_one_sentence(tmp_path, port: int):
    (tmp_path / "wellcited.sqlite3").write_text("This is no database. " * 100)
    check_refusal(start(tmp_path, port), "The database cannot be used")


def test_host_that_is_not_here_is_refused():
    with pytest.raises(CannotServe, match=r"192\.0\.2\.1 is not an address of this machine"):
        check_address("192.0.2.1", 8000)


def test_free_address_is_not_refused(port: int):
    check_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/")]
)
def test_site_address_can_be_opened(host: str, expected: str):
    assert site_address(host, 80) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is Linux's")
def test_process_whose_parent_ended_before_it_could_ask_ends_too(tmp_path):
    asking = "import os; from blog.server.job_process import end_with"
    asking += "; end_with(os.getppid() + 1, 15); input()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", asking]
    child = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), stdin=subprocess.DEVNULL)
    assert child.returncode == -signal.SIGTERM


def all_children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for task in tasks for one in task.read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_job_process_is_back_within_seconds(data_dir, port: int):
    server = start(data_dir, port)
    read_page(port, server)
    alive = data_dir / "jobs-alive"
    end = time.monotonic() + PATIENCE
    while not alive.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    wait_for_all_processes(port)
    jobs = min(all_children(server.pid))  # the first that was forked
    alive.unlink()
    os.kill(jobs, signal.SIGKILL)
    began = time.monotonic()
    while not alive.exists():
        assert time.monotonic() - began < 10
        time.sleep(0.05)
    assert jobs not in all_children(server.pid)
    server.terminate()
    _output, errors = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert "The process of queued work ended (signal SIGKILL)" in errors


def test_what_was_begun_is_finished_when_it_begins_anew_and_when_it_ends(data_dir, port: int):
    """Whoever is answered is answered whole; after a SIGHUP everybody is. Who comes while the last
    process closes its door, whose request nobody has read, gets no byte and may ask again."""
    server = start(data_dir, port)
    read_page(port, server)
    wait_for_all_processes(port)
    done, found = threading.Event(), Counter()
    clients = [threading.Thread(target=keep_asking, args=(port, done, found)) for _n in range(3)]
    for client in clients:
        client.start()
    wait_until(lambda: found["whole"] > 5)
    server.send_signal(signal.SIGHUP)
    before = found["whole"]
    wait_until(lambda: found["whole"] > before + 20)
    assert (server.poll(), found.keys()) == (None, {"whole"})
    wait_for_all_processes(port)
    server.terminate()
    _output, errors = server.communicate(timeout=PATIENCE)
    done.set()
    for client in clients:
        client.join()
    assert (server.returncode, errors) == (0, "")
    assert found["unread"] <= len(clients)
    assert found.total() == found["whole"] + found["refused"] + found["unread"]


def wait_until(is_so) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def keep_asking(port: int, done: threading.Event, found: Counter) -> None:
    """Counts answers that came whole, connections that were refused, and what else there was."""
    while not done.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            found["refused"] += 1
            time.sleep(0.05)
            continue
        link = connection.sock.dup()
        try:
            connection.request("GET", "/archive/", headers={"Cookie": "sessionid=abcdefgh"})
            answer = connection.getresponse()
            found["whole" if answer.read().endswith(b"</html>\n") else "broken"] += 1
        except (OSError, http.client.HTTPException) as error:
            found["unread" if was_unread(error, link) else type(error).__name__] += 1
        finally:
            connection.close()
            link.close()
