"""Starts ``manage.py serve`` as an operator does: a process of its own, in a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.guards.sources import ROOT

PATIENCE = 90  # seconds, for a first start on a busy machine


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def environment(data_dir, **more: str) -> dict[str, str]:
    """Nothing of the tests' own settings: the site has its SQLite file in ``data_dir``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(data_dir), "BLOG_DEMO": "0", "REGISTRIES": ""} | more


def manage(place: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    """A command of ``manage.py`` in this environment, done."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=place,
        capture_output=True,
        text=True,
        check=False,
    )


def start(
    data_dir,
    port: object,
    *options: str,
    output: Any = subprocess.PIPE,
    folder: Path = ROOT,
    **more: str,
) -> subprocess.Popen:
    """``folder`` has the code."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options],
        cwd=folder,
        env=environment(data_dir, PORT=str(port), **more),
        stdout=output,
        stderr=output,
        text=True,
        start_new_session=True,
    )


def read_page(port: int, server: subprocess.Popen) -> bytes:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.05)
    server.kill()
    raise AssertionError(server.communicate())
