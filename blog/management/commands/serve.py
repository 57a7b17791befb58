import os
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError

from blog.server.first_start import DEMO_USERNAME, load_demo_once, prepare_database, unfinished_mark
from blog.server.serving import CannotServe, check_address, serve, site_address
from blog.server.static_files import collect_static

MAX_PROCESSES = 2
DOT_SECONDS = 2


class Command(BaseCommand):
    help = "Sets this copy up when needed, then serves it until Ctrl-C."
    requires_system_checks = []  # a quick start does without; `make test` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        processes = min(MAX_PROCESSES, os.cpu_count() or 1)
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--processes", type=int, default=processes)
        parser.add_argument("--threads", type=int, default=4, help="Of each process.")
        parser.add_argument(
            "--without-jobs",
            action="store_true",
            help="Leaves the queued work to a process `run_jobs`, here or on another machine.",
        )

    def handle(self, **options: Any) -> None:
        try:
            self.prepare_and_serve(**options)
        except CannotServe as error:
            sys.exit(str(error))
        except DatabaseError as error:
            if options["traceback"]:
                raise
            reason = " ".join(str(error).split())
            sys.exit(f"The database cannot be used ({reason}); check DATABASE_URL or DATA_DIR.")
        except OSError as error:
            if options["traceback"] or str(settings.DATA_DIR) not in str(error.filename):
                raise
            sys.exit(f"{error.filename} cannot be used ({error.strerror}); check DATA_DIR.")

    def prepare_and_serve(
        self,
        host: str,
        port: str,
        processes: int,
        threads: int,
        without_jobs: bool,
        **_options: Any,
    ) -> None:
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CannotServe(f"PORT is {port!r}; set it to a number from 1 to 65535.")
        check_address(host, int(port))
        with self.dots():
            prepare_database(with_demo=os.environ.get("BLOG_DEMO") != "0", say=self.say)
            if not settings.DEBUG:
                collect_static()
        address = site_address(host, int(port))
        if unfinished_mark().exists():
            self.finish_first_start(address)
        serve(
            host,
            int(port),
            processes,
            threads,
            lambda: self.say(f"Wellcited is at {address}"),
            does_jobs=not without_jobs,
        )

    def finish_first_start(self, address: str) -> None:
        self.say("First start: loading the demo (BLOG_DEMO=0 goes without).")
        with self.dots():
            password = load_demo_once()
        if password is not None:
            self.say(f"The administrator of this copy, at {address}admin/, shown only now:")
            self.say(f"    name {DEMO_USERNAME}    password {password}")
        unfinished_mark().unlink(missing_ok=True)

    @contextmanager
    def dots(self) -> Iterator[None]:
        """Shows on a terminal that something is done, every few seconds."""
        done = threading.Event()

        def show() -> None:
            is_shown = False
            while not done.wait(DOT_SECONDS):
                is_shown = True
                self.stdout.write(".", ending="")
                self.stdout.flush()
            if is_shown:
                self.stdout.write("")

        thread = threading.Thread(target=show, daemon=True)
        if self.stdout.isatty():
            thread.start()
        try:
            yield
        finally:
            done.set()
            if thread.is_alive():
                thread.join()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
