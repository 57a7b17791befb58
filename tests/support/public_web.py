"""A host that counts as one of the public web, on this machine."""

import pytest

from papers.registries import http_door, public_addresses
from tests.support.registry_server import ENOUGH_SECONDS, registry_server, reply_with


@pytest.fixture
def web(settings, monkeypatch):
    """A host that counts as public, 127.0.0.2, and its port, whichever it has, as 80."""
    settings.PAPERS_DOOR_SECONDS = ENOUGH_SECONDS
    real = public_addresses.is_public
    monkeypatch.setattr(
        public_addresses, "is_public", lambda one: str(one) == "127.0.0.2" or real(one)
    )
    with registry_server(host="127.0.0.2") as server:
        monkeypatch.setitem(http_door.PORTS, "http", server.server_address[1])
        server.answer_with("/page", reply_with(b"<p>Hello", "text/html; charset=utf-8"))
        yield server
