"""A PostgreSQL of the tests' own, with all that it does for durability, which they may kill."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.serving import PATIENCE, free_port

NEED = "needs PostgreSQL: apt-get install postgresql"
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
shared_buffers = 32MB
"""


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest release that is here."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: one.parent.name)
    found = shutil.which("initdb")
    return folders[-1] if folders else Path(found).parent if found else None


def server_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class OwnPostgres:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.data, self.log = folder / "postgres", folder / "postgres.log"
        self.server: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"postgres://wellcited@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        if user := server_user():
            shutil.chown(self.folder, user)
        options = ["-U", "wellcited", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        command = [programs() / "initdb", "-D", self.data, *options]
        subprocess.run(
            command, check=True, cwd=self.folder, user=server_user(), capture_output=True
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(port=self.port))

    def start(self, **environment: str) -> None:
        """As an init system does that starts it again when it ended: until it answers."""
        with self.log.open("a") as log:
            self.server = subprocess.Popen(
                [programs() / "postgres", "-D", self.data],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment},
                user=server_user(),
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.server.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < end, self.log.read_text()[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        import psycopg  # only where PostgreSQL is used

        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """``kill -9`` of the server and of the processes of its connections."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        for pid in (self.server.pid, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def stop(self) -> None:
        self.server.send_signal(signal.SIGINT)  # "fast": connections are ended
        self.server.wait(PATIENCE)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    with tempfile.TemporaryDirectory(prefix="wellcited-faults-") as folder:
        Path(folder).chmod(0o755)
        postgres = OwnPostgres(Path(folder))
        postgres.make()
        try:
            postgres.start()
            yield postgres
        finally:
            if postgres.server is not None and postgres.server.poll() is None:
                postgres.kill()
