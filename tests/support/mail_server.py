"""A mail server on this machine that keeps what it takes, and may refuse, stall or hang up."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer

ADDRESS = re.compile(rb"<([^>]*)>")
Answer = Callable[[str, str], bytes]


def take_all(_verb: str, _address: str) -> bytes:
    return b""


@dataclass
class TakenLetter:
    to: str
    data: bytes = field(repr=False)


class _Talk(StreamRequestHandler):
    """One line to the server. A ``DATA`` that was read whole is kept before it is answered, as a
    mail server does."""

    server: "MailServer"

    def handle(self) -> None:
        with suppress(OSError):
            self.say(b"220 here")
            to, taken = "", 0
            while words := self.rfile.readline():
                verb = words[:4].decode("ascii", "replace").upper().strip()
                found = ADDRESS.search(words)
                to = found[1].decode() if found and verb == "RCPT" else to
                if answer := self.server.answer(verb, to):
                    self.say(answer)
                elif verb == "DATA":
                    self.say(b"354 go on")
                    self.server.letters.append(TakenLetter(to, self.read_letter()))
                    self.say(self.server.answer("DONE", to) or b"250 taken")
                    taken += 1
                    if taken == self.server.letters_a_line:
                        return
                else:
                    self.say(b"250 well")
                if verb == "QUIT":
                    return

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")

    def read_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


class MailServer(ThreadingTCPServer):
    """``answer`` is asked at each step for other words than the usual ones: of ``MAIL``, ``RCPT``,
    ``DATA``, and ``DONE`` when a letter is kept. After ``letters_a_line`` it hangs up."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[TakenLetter] = []
        self.answer: Answer = take_all
        self.letters_a_line = 0

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
