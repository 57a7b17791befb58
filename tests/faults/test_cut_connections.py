"""That the tests of a site which stops can tell who was dropped from whom nobody had heard."""

import socket
import sys
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException

import pytest

from tests.support.cut_connections import was_unread

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux about its connections")
Ends = Callable[[socket.socket, HTTPConnection], None]


def send(connection: HTTPConnection) -> None:
    connection.request("POST", "/", b"a" * 300)


def before_it_was_taken(server: socket.socket, connection: HTTPConnection) -> None:
    send(connection)
    server.close()


def before_it_was_read(server: socket.socket, connection: HTTPConnection) -> None:
    taken, _address = server.accept()
    send(connection)
    taken.recv(9, socket.MSG_PEEK)
    taken.close()


def before_it_was_sent(server: socket.socket, connection: HTTPConnection) -> None:
    server.accept()[0].close()
    send(connection)


def in_its_middle(server: socket.socket, connection: HTTPConnection) -> None:
    taken, _address = server.accept()
    send(connection)
    taken.recv(50)
    taken.close()


def after_it_was_read(server: socket.socket, connection: HTTPConnection) -> None:
    taken, _address = server.accept()
    send(connection)
    while not taken.recv(9999).endswith(b"aaa"):
        pass
    taken.close()


def in_its_answer(server: socket.socket, connection: HTTPConnection) -> None:
    taken, _address = server.accept()
    send(connection)
    taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nThe")
    taken.close()


def ask(ends: Ends, server: socket.socket, connection: HTTPConnection) -> None:
    ends(server, connection)
    connection.getresponse().read()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (before_it_was_taken, True),
        (before_it_was_read, True),
        (before_it_was_sent, True),
        (in_its_middle, True),
        (after_it_was_read, False),
        (in_its_answer, False),
    ],
)
def test_a_request_that_was_dropped_is_told_from_one_that_nobody_read(ends: Ends, expected: bool):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.connect()
            with connection.sock.dup() as link:
                with pytest.raises((OSError, HTTPException)) as caught:
                    ask(ends, server, connection)
                assert was_unread(caught.value, link) == expected
