"""How a connection without an answer ended: whether anybody had read what was sent on it.

A server that stops cannot help that some connect to it in its last moment: they wait in the kernel
and are reset with the socket on which nobody took them. That a request which was read is dropped is
another thing, and looks much the same to who asked. TCP tells them apart (RFC 9293, section 3.6: an
end that closes before it has read all resets; what comes after it has closed is not acknowledged).
"""

import socket
import struct
from http.client import RemoteDisconnected

COUNTS = struct.Struct("120x QQ 64x Q")
"""Of ``struct tcp_info`` of Linux: bytes that the other end acknowledged, among them the SYN, that
were received, among them the FIN, and that were sent."""


def was_unread(error: Exception, link: socket.socket) -> bool:
    """Whether nobody had read all of the request that met with ``error``, and nothing was answered.
    ``link`` is its connection, still open here."""
    if not isinstance(error, ConnectionError):
        return False
    told = link.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, COUNTS.size)
    acknowledged, received, sent = COUNTS.unpack(told)
    if received > 1:
        return False
    is_reset = not isinstance(error, RemoteDisconnected)
    return is_reset or acknowledged - 1 < sent
