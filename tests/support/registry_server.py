"""A server on this machine that answers as the registries do: recorded replies by path and query,
and, on paths of their own, everything that a broken or hostile host may do."""

import gzip
import hashlib
import json
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

DATA = Path(__file__).parents[1] / "data" / "registry"
JSON, ATOM, TEXT = "application/json", "application/atom+xml; charset=utf-8", "text/plain"
MILLION = b"\0" * 1_000_000
EMPTY_FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title></feed>'
WORK = {"status": "ok", "message": {"DOI": "10.5555/made.1", "title": ["A work"], "type": "book"}}
Behaviour = Callable[["Handler"], None]
ENOUGH_SECONDS = 30.0
"""``PAPERS_DOOR_SECONDS`` for hosts that answer in the end, however busy the machine is."""


def recorded(folder: Path) -> dict[str, tuple[str, bytes]]:
    """The replies of a folder (`crossref`, `datacite`, `arxiv` in it) by what is asked, decoded."""
    found = {}
    for path in sorted(folder.glob("crossref/*.json")):
        body = path.read_bytes()
        found[f"/crossref/works/{json.loads(body)['message']['DOI'].lower()}"] = JSON, body
    for path in sorted(folder.glob("made/*.json")):
        for case in json.loads(path.read_bytes()):
            doi = case["reply"]["message"]["DOI"].lower()
            found[f"/crossref/works/{doi}"] = JSON, json.dumps(case["reply"]).encode()
    for path in sorted(folder.glob("datacite/*.json")):
        body = path.read_bytes()
        doi = json.loads(body)["data"]["attributes"]["doi"].lower()
        found[f"/datacite/dois/{doi}"] = "application/vnd.api+json; charset=utf-8", body
    for path in sorted(folder.glob("*/*.xml")):
        number = re.search(rb"arxiv\.org/abs/([^<\s]+?)(?:v\d+)?<", path.read_bytes())
        found[f"/arxiv/api/query {number[1].decode()}"] = ATOM, path.read_bytes()
    return found


class Handler(BaseHTTPRequestHandler):
    server: "RegistryServer"
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        path = unquote(urlsplit(self.path).path)
        with suppress(OSError):
            if behaviour := self.server.behaviours.get(path):
                behaviour(self)
            else:
                self.replay(path)
        self.close_connection = True

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.sent.append((self.path, dict(parse_qsl(form))))
        self.do_GET()

    def replay(self, path: str) -> None:
        query = urlsplit(self.path).query
        number = re.search(r"id_list=([^&]+)", query)
        key = f"{path} {unquote(number[1])}" if number else path.lower()
        if key in self.server.replies:
            kind, body = self.server.replies[key]
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                self.send(304, kind, b"", ETag=tag)
            else:
                packed = gzip.compress(body, 1) if len(body) > 500 else body
                more = {"Content-Encoding": "gzip"} if len(body) > 500 else {}
                self.send(200, kind, packed, ETag=tag, **more)
        elif path.startswith("/arxiv"):
            self.send(200, ATOM, EMPTY_FEED)
        elif path.startswith("/datacite"):
            body = b'{"errors":[{"status":"404","title":"The resource you are looking for"}]}'
            self.send(404, JSON, body)
        else:
            self.send(404, TEXT, b"Resource not found.")

    def send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def begin(self, kind: str = JSON, **headers: str) -> None:
        """The head of an answer that ends with the connection."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def drip(self, data: Iterator[bytes] | bytes, pause: float = 0.05) -> None:
        """A byte after the other, until the other side has gone or the server ends."""
        for byte in data:
            if self.server.is_over.wait(pause):
                return
            self.wfile.write(byte if isinstance(byte, bytes) else bytes([byte]))
            self.wfile.flush()


class RegistryServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Handler)
        self.replies: dict[str, tuple[str, bytes]] = {}
        self.behaviours: dict[str, Behaviour] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.is_over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}"

    def base_addresses(self) -> dict[str, str]:
        """For ``PAPERS_REGISTRY_URLS``."""
        return {name: f"{self.address}/{name}" for name in ("crossref", "datacite", "arxiv")}

    def answer_with(self, path: str, behaviour: Behaviour) -> None:
        self.behaviours[path] = behaviour

    def handle_error(self, *_args: object) -> None:
        """The other side hung up, which is what hostile answers are for."""


@contextmanager
def registry_server(folder: Path = DATA, host: str = "127.0.0.1") -> Iterator[RegistryServer]:
    server = RegistryServer(host)
    server.replies = recorded(folder)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()


def redirect_to(address: str) -> Behaviour:
    return lambda handler: handler.send(301, TEXT, b"", Location=address)


def reply_with(body: bytes, kind: str = JSON, status: int = 200, **headers: str) -> Behaviour:
    return lambda handler: handler.send(status, kind, body, **headers)


def hang(handler: Handler) -> None:
    handler.server.is_over.wait(60)


def drip_body(handler: Handler) -> None:
    handler.begin()
    handler.drip(iter(lambda: b" ", None))


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    handler.drip(iter(lambda: b"a", None))


STALLS = (hang, drip_body, drip_headers)


def seconds_for(behaviour: Behaviour) -> float:
    """``PAPERS_DOOR_SECONDS`` for a test: few of a host that never ends."""
    return 0.5 if behaviour in STALLS else ENOUGH_SECONDS


def send_three_gigabytes(handler: Handler) -> None:
    handler.begin(Content_Length="3000000000")
    for _number in range(3_000):
        handler.wfile.write(MILLION)


def send_endless_chunk_size(handler: Handler) -> None:
    """The size of a chunk, which clients read as a line, never ends."""
    handler.begin(Transfer_Encoding="chunked")
    for _number in range(3_000):
        handler.wfile.write(b"0" * 1_000_000)


def send_endless_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _number in range(3_000):
        handler.wfile.write(b"a" * 1_000_000)


def send_gzip_bomb(handler: Handler) -> None:
    """Three gigabytes of zeros in three million bytes, block for block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(MILLION)
    packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(MILLION) + packer.flush(zlib.Z_FULL_FLUSH)
    handler.begin(Content_Encoding="gzip")
    handler.wfile.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff")
    for _number in range(3_000):
        handler.wfile.write(block)


def in_a_minute() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)


def hostile_answers(elsewhere: str) -> dict[str, Behaviour]:
    """What Crossref's address may answer that is no record of 10.5555/made.1."""
    whole = json.dumps(WORK).encode()
    other = whole.replace(b"made.1", b"made.2")
    return {
        "hangs": hang,
        "drips its body": drip_body,
        "drips its headers": drip_headers,
        "sends 3 GB": send_three_gigabytes,
        "sends a gzip bomb": send_gzip_bomb,
        "redirects to loopback": redirect_to(elsewhere),
        "429 with seconds": reply_with(b"", TEXT, 429, Retry_After="3"),
        "429 with a date": reply_with(b"", TEXT, 429, Retry_After=in_a_minute()),
        "500": reply_with(b'{"status":"error"}', JSON, 500),
        "cut JSON": reply_with(whole[: len(whole) // 2]),
        "deep JSON": reply_with(b'{"status":' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
        "NaN": reply_with(whole.replace(b'["A work"]', b"NaN")),
        "another work's record": reply_with(other),
        "lies about its length": reply_with(whole, Content_Length="4000"),
        "lies shorter": reply_with(whole, Content_Length="40"),
        "endless chunk size": send_endless_chunk_size,
        "endless header": send_endless_header,
        "endless redirects": redirect_to("?again"),
        "status failed": reply_with(b'{"status":"failed","message":[]}'),
        "503 without a word": reply_with(b"", TEXT, 503),
        "HTML": reply_with(b"<h1>Sign in</h1>", "text/html"),
        "one name twice": reply_with(whole[:-1] + b',"status":"ok"}'),
        "a number beyond all": reply_with(whole.replace(b'["A work"]', b"9" * 5_000)),
        "Infinity by exponent": reply_with(whole.replace(b'["A work"]', b"1e999")),
        "a list": reply_with(b"[]"),
        "nothing": reply_with(b""),
        "a million objects": reply_with(b"[" + b"{}," * 600_000 + b"{}]"),
        "broken gzip": reply_with(b"no gzip", Content_Encoding="gzip"),
        "unknown packing": reply_with(b"?", Content_Encoding="zstd"),
        "no HTTP": lambda handler: handler.wfile.write(b"\xff\xfe" * 500 + b"\r\n\r\n"),
        "hangs up": lambda handler: None,
        "no UTF-8": reply_with(whole.replace(b"A work", b"\xff\xff")),
    }
