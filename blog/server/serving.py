"""One process that serves this copy of Wellcited: sets it up when needed, then answers."""

import errno
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection, connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from blog.folder.reader_requests import reader_request
from blog.server.job_beats import beat_file
from blog.server.job_process import STOP_SECONDS, JobProcess, end_with

SWITCH_SECONDS = 0.001
"""How long a thread that renders may keep the others of its process waiting, each time that they
have read something (Python's own are 0.005)."""


class CannotServe(Exception):
    """Why the site cannot be served, in one sentence for the operator."""


def check_address(host: str, port: int) -> None:
    """Raises ``CannotServe`` when nobody could listen there. granian shares a port with other
    programs of the same user (SO_REUSEPORT), so it would not notice."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        raise CannotServe(why_not_listening(error, host, port)) from error


def why_not_listening(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is taken by another program; set PORT to a free one."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have; set PORT to one above 1023."
    return f"{host} is not an address of this machine ({error.strerror}); set HOST to one that is."


def site_address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}{settings.SITE_PATH}/"


def serve(
    host: str,
    port: int,
    processes: int,
    threads: int,
    started: Callable[[], None],
    *,
    does_jobs: bool = True,
) -> None:
    """Serves until Ctrl-C or a SIGTERM; ``started`` is called once the address is ours. The queued
    work is done beside it, or by ``run_jobs`` elsewhere."""
    server = Granian(
        settings.WSGI_APPLICATION.replace(".application", ":application"),
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.on_startup(started)
    load_everything()
    sys.setswitchinterval(SWITCH_SECONDS)
    parents: list[int] = []
    os.register_at_fork(
        before=lambda: parents.append(os.getpid()),
        after_in_parent=parents.pop,
        after_in_child=lambda: stop_when_told(parents[-1]),
    )
    jobs = JobProcess()
    if does_jobs:
        jobs.start()
    else:
        beat_file().unlink(missing_ok=True)  # of earlier starts: nobody is missed here
    try:
        server.serve()
    finally:
        if does_jobs:
            jobs.stop()


def load_everything() -> None:
    """Before the processes fork, so that they share its memory and are ready at once. The first
    page is made here, for nobody, by what stands behind the page store, which would keep a
    connection: what it imports and compiles need not be awaited by the first reader."""
    application = get_internal_wsgi_application()
    get_resolver()._populate()
    connection.ensure_connection()  # a database that is away is said before the address is
    application.get_response(reader_request("/")).close()
    connections.close_all()  # forks must not share a connection
    gc.collect()
    gc.set_threshold(700)  # ``manage.py`` has more
    gc.freeze()  # else the search for garbage writes into each object, and a fork gets its own


def stop_when_told(parent: int) -> None:
    """A new process has the first one's signal handlers, useless there, until granian sets others.
    Ctrl-C reaches every process, and one that is told to stop twice hangs: it is for the first.
    When that one is killed, the others must not keep the port: they are killed too, because
    granian's do not hear a softer signal that comes while they start."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent, signal.SIGKILL)
