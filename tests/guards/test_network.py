import http.client
import socket

import pytest

from tests.guards.sources import imported, python_files

WAYS_OUT = (
    *("urllib3", "http.client", "urllib.request", "requests", "httpx"),
    *("socket", "ssl", "ftplib"),
)
DOORS = [
    "blog/client/site_requests.py",  # the command on a writer's machine; no server runs it
    "blog/doctor/proxy_look.py",  # asks this site, on loopback
    "blog/server/serving.py",  # looks whether its own port is free
    "papers/registries/door_connection.py",
    "papers/registries/public_addresses.py",
]


def test_nothing_but_the_door_can_reach_another_host():
    """Mail goes through Django, databases and caches through their drivers."""
    found = {
        path
        for path in python_files()
        if not path.startswith("tests/")
        for module, _line in imported(path)
        if any(module == way or module.startswith(f"{way}.") for way in WAYS_OUT)
    }
    assert sorted(found) == DOORS


def test_a_test_cannot_reach_another_host():
    with (
        socket.socket() as client,
        pytest.raises(pytest.fail.Exception, match="loopback only"),
    ):
        client.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_a_name():
    with pytest.raises(pytest.fail.Exception, match=r"example\.org"):
        http.client.HTTPSConnection("example.org", timeout=1).connect()


def test_a_test_reaches_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
