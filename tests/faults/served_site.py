"""A site as users run it, which tests kill, stop, and starve: ``manage.py serve`` on loopback."""

import os
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.guards.sources import ROOT
from tests.support.flooding import MAKE_POST, run_in_shell, stamp_in
from tests.support.serving import PATIENCE, start

FIRST_PATIENCE = 600
"""Seconds for a first start, which makes the database, on a machine that does much else."""
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.support.flood_settings", "LOG_LEVEL": "ERROR"}
MAKE_EDITOR = """
from django.contrib.auth import get_user_model
from django.test import Client
from blog.models import Post
user = get_user_model().objects.create_superuser("editor", password="none of anybody's")
client = Client()
client.force_login(user)
print(Post.objects.get().pk, client.cookies["sessionid"].value)
"""


@dataclass
class ServedSite:
    """``settings`` are more of its environment. Its lines on standard output and error are in the
    file ``log``, of all its starts. Its code is in ``folder``."""

    data_dir: Path
    port: int
    log: Path
    settings: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    server: subprocess.Popen | None = None
    post: int = 0
    session: str = ""
    stamp: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return SETTINGS | self.settings

    def start(self) -> None:
        with self.log.open("a") as log:
            self.server = start(
                self.data_dir, self.port, output=log, folder=self.folder, **self.environment
            )

    def begin(self) -> None:
        """Starts it for the first time, with a post and an editor who is logged in."""
        self.start()
        self.wait_until_well(FIRST_PATIENCE)
        said = self.shell(MAKE_POST + MAKE_EDITOR).split()
        self.post, self.session = int(said[-2]), said[-1]
        self.stamp = stamp_in(self.port)

    def shell(self, code: str) -> str:
        return run_in_shell(code, self.data_dir, self.environment, self.folder)

    def kill(self) -> None:
        """``kill -9`` of all its processes at once."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tells it to end, as systemd does; its exit code."""
        self.server.send_signal(number)
        try:
            return self.server.wait(PATIENCE)
        finally:
            if self.server.poll() is None:
                self.kill()

    def health(self) -> tuple[int, str]:
        return self.read("/healthz")

    def read(self, path: str) -> tuple[int, str]:
        """Status and text of a page; status 0 where nobody answers."""
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                return answer.status, answer.read().decode()
        except (OSError, HTTPException) as error:
            return 0, repr(error)

    def wait_until_well(self, patience: float = PATIENCE) -> float:
        """After how many seconds ``/healthz`` said that all is well."""
        return self.wait_for_status(200, patience)

    def wait_for_status(self, status: int, patience: float = PATIENCE) -> float:
        begun = time.monotonic()
        while (found := self.health())[0] != status:
            assert self.server.poll() is None, self.log.read_text()[-4000:]
            assert time.monotonic() - begun < patience, (found, self.log.read_text()[-4000:])
            time.sleep(0.05)
        return time.monotonic() - begun
