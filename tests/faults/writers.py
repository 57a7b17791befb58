"""Clients that write to a site until they are told to stop, each with a ledger of what it sent and
what the site said that it has."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

from tests.faults.served_site import ServedSite
from tests.support.cut_connections import was_unread
from tests.support.form_reading import read_form
from tests.support.serving import PATIENCE

COMMENTERS = 8
ENTRIES = 5  # of a bibliography
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r"csrftoken=([^;]+)")
UNSENT, CUT, UNREAD = 0, -1, -2
"""Statuses of what nobody took, of what was taken and got no answer, and of what got none on a
connection that ended before anybody had read it."""
TRY_AGAIN = 0.1  # seconds after which a client that got no acknowledgement sends again


@dataclass
class Ledger:
    """``sent`` in order; ``taken`` are those of them that the site acknowledged: all, or all but
    the last one. ``statuses`` are all answers, ``broken`` those that said neither that the text is
    stored nor, with the text, that it cannot be."""

    sent: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return not self.sent or self.sent[-1] in self.taken


@dataclass
class Answer:
    status: int
    body: str = ""
    cookie: str = ""
    retry_after: str = ""


class Writer:
    """One client. ``send`` gives the answer to one text; 302 acknowledges it."""

    name = ""
    pause = 0.0

    def __init__(self, site: ServedSite, number: int) -> None:
        self.site, self.number, self.ledger = site, number, Ledger()

    def write_one(self) -> int:
        """Sends the next text, or again the one that nobody acknowledged, as people do who saw no
        answer; the answer's status."""
        if self.ledger.is_settled:
            number = len(self.ledger.sent)
            self.ledger.sent.append(f"{self.name} {self.number}-{number} of very many.")
        text = self.ledger.sent[-1]
        answer = self.send(text)
        self.ledger.statuses[answer.status] += 1
        if answer.status == 302:
            self.ledger.taken.add(text)
        elif not is_clear(answer, self.told_text(text)):
            self.ledger.broken.append(
                f"{answer.status} {answer.retry_after!r} {answer.body[:2000]}"
            )
        return answer.status

    def settle(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.ledger.is_settled:
            self.write_one()
            assert time.monotonic() < end, self.ledger

    def told_text(self, text: str) -> str:
        return text

    def send(self, text: str) -> Answer:
        raise NotImplementedError

    def ask(self, method: str, path: str, body: str = "", cookie: str = "") -> Answer:
        headers = (FORM if body else {}) | ({"Cookie": cookie} if cookie else {})
        with closing(HTTPConnection("127.0.0.1", self.site.port, timeout=60)) as connection:
            try:
                connection.connect()
            except OSError:
                return Answer(UNSENT)
            with connection.sock.dup() as link:
                try:
                    connection.request(method, path, body or None, headers)
                    return read_answer(connection.getresponse())
                except (OSError, HTTPException) as error:
                    return Answer(UNREAD if was_unread(error, link) else CUT)


def read_answer(answer: HTTPResponse) -> Answer:
    return Answer(
        answer.status,
        answer.read().decode(errors="replace"),
        answer.headers.get("Set-Cookie", ""),
        answer.headers.get("Retry-After", ""),
    )


def is_clear(answer: Answer, text: str) -> bool:
    """Whether a client that got no acknowledgement knows why, when to try again, and has its text
    still; one that got no answer has it in its form."""
    if answer.status in (UNSENT, CUT, UNREAD):
        return True
    return answer.status == 503 and bool(answer.retry_after) and text in unescape(answer.body)


class Commenter(Writer):
    name = "Comment"

    def send(self, text: str) -> Answer:
        fields = {"name": "Reader", "source": text, "email": "", "website": "", "parent": ""}
        body = urlencode(fields | {"stamp": self.site.stamp, "subject": ""})
        return self.ask("POST", "/posts/flooded/comments/", body)


class Administrator(Writer):
    """Who opens a form of the admin, fills it and sends it."""

    path = ""

    def fill(self, form: dict[str, str], text: str) -> dict[str, str]:
        raise NotImplementedError

    def send(self, text: str) -> Answer:
        cookie = f"sessionid={self.site.session}"
        page = self.ask("GET", self.path, cookie=cookie)
        if page.status != 200:
            return Answer(UNSENT if page.status == 503 else page.status, page.body)
        token = TOKEN.search(page.cookie)
        body = urlencode(self.fill(read_form(page.body)[0], text))
        return self.ask("POST", self.path, body, f"{cookie}; csrftoken={token[1]}")


class Editor(Administrator):
    """Saves one post again and again."""

    name, pause = "Text", 0.05

    def __init__(self, site: ServedSite, number: int) -> None:
        super().__init__(site, number)
        self.path = f"/admin/blog/post/{site.post}/change/"

    def fill(self, form: dict[str, str], text: str) -> dict[str, str]:
        return {name: value.removeprefix("\n") for name, value in form.items()} | {"source": text}


class Importer(Administrator):
    """Imports one bibliography after the other, of ``ENTRIES`` entries each."""

    name, pause, path = "Work", 0.05, "/admin/papers/paper/import/"

    def fill(self, form: dict[str, str], text: str) -> dict[str, str]:
        choices = {f"choice-{number}": "add" for number in range(ENTRIES)}
        return {**form, "text": bibliography(text), "import": "1", **choices}

    def told_text(self, text: str) -> str:
        return titles(text)[-1]


def titles(text: str) -> list[str]:
    return [f"{text.removesuffix('.')}, part {part}" for part in range(ENTRIES)]


def bibliography(text: str) -> str:
    name = re.sub(r"\W+", "", text)
    return "\n".join(
        f"@article{{{name}{part}, title = {{{title}}}, author = {{Curie, Marie}}, year = 1911, "
        f"journal = {{Radium}}, doi = {{10.5555/{name}.{part}}}}}"
        for part, title in enumerate(titles(text))
    )


class Crowd:
    """Eight readers who comment, an editor and an importer, each in a thread of its own."""

    def __init__(self, site: ServedSite) -> None:
        self.site = site
        self.commenters = [Commenter(site, number) for number in range(COMMENTERS)]
        self.editor, self.importer = Editor(site, 0), Importer(site, 0)
        self.writers: list[Writer] = [*self.commenters, self.editor, self.importer]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """They write while the block runs, and what was cut off is sent again by ``settle``."""
        done = threading.Event()
        faults: list[BaseException] = []
        threads = [
            threading.Thread(target=keep_writing, args=(writer, done, faults), daemon=True)
            for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join(PATIENCE)
        if faults:
            raise faults[0]

    def settle(self) -> None:
        for writer in self.writers:
            writer.settle()

    def ledgers(self) -> list[Ledger]:
        return [writer.ledger for writer in self.writers]

    def acknowledged(self) -> int:
        """Works of a bibliography count one by one."""
        taken = sum(len(ledger.taken) for ledger in self.ledgers())
        return taken + (ENTRIES - 1) * len(self.importer.ledger.taken)

    def statuses(self) -> Counter[int]:
        return sum((ledger.statuses for ledger in self.ledgers()), Counter())

    def broken(self) -> list[str]:
        return [told for ledger in self.ledgers() for told in ledger.broken]


def keep_writing(writer: Writer, done: threading.Event, faults: list[BaseException]) -> None:
    try:
        while not done.is_set():
            status = writer.write_one()
            done.wait(writer.pause if status == 302 else TRY_AGAIN)
    except BaseException as error:
        faults.append(error)
