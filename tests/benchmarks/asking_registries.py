"""A library of many papers checked against a registry on this machine: memory, pace, and whether
a run that was killed goes on where it was.

``python -m tests.benchmarks.asking_registries [PAPERS] [PAUSE]`` makes a library in a new folder.
"""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.support.registry_server import RegistryServer

ROOT = Path(__file__).parents[2]
COMMAND = """
import json, resource, sys
from django.core.management import call_command
import django; django.setup()
from django.conf import settings
settings.PAPERS_REGISTRY_PAUSES = dict.fromkeys(settings.PAPERS_REGISTRY_PAUSES, float(sys.argv[1]))
call_command("check_papers", all=True)
print("largest", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")
"""
FILL = """
import sys
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from papers.models import Identifier, Key, Paper
count = int(sys.argv[1])
papers = [
    Paper(key=f"p{n}", title=f"On made things, part {n}", title_key=f"on made things part {n}",
          record={"id": f"p{n}", "type": "article-journal", "title": f"On made things, part {n}"})
    for n in range(count)
]
Paper.objects.bulk_create(papers, batch_size=500)
Key.objects.bulk_create([Key(value=p.key, paper=p) for p in papers], batch_size=500)
Identifier.objects.bulk_create(
    [Identifier(paper=p, scheme="doi", value=f"10.5555/{p.key}") for p in papers], batch_size=500)
"""


class Library(RegistryServer):
    """Answers every DOI with a record of some 20 kB, its list of references."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.replies = self  # asked by path

    def __contains__(self, path: str) -> bool:
        return bool(re.fullmatch(r"/crossref/works/10\.5555/p\d+", path))

    def __getitem__(self, path: str) -> tuple[str, bytes]:
        self.asked.clear()
        number = path.rpartition("/p")[2]
        self.counts[number] = self.counts.get(number, 0) + 1
        work = {
            "DOI": f"10.5555/p{number}",
            "type": "journal-article",
            "title": [f"On made things, part {number}"],
            "volume": number,
            "author": [{"family": f"Author{int(number) % 997}", "given": "Ada"}],
            "issued": {"date-parts": [[2001]]},
            "reference": [{"key": f"r{n}", "unstructured": f"A work {n} " * 20} for n in range(80)],
        }
        return "application/json", json.dumps({"status": "ok", "message": work}).encode()


def run(script: str, argument: object, env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-c", script, str(argument)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    pause = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
    server = Library()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "REGISTRIES": "crossref",
            "CROSSREF_URL": f"{server.address}/crossref",
        }
        run(FILL, count, env).communicate()
        began = time.monotonic()
        child = run(COMMAND, pause, env)
        while len(server.counts) < count * 0.4 and child.poll() is None:
            time.sleep(0.2)
        child.send_signal(signal.SIGKILL)
        child.wait()
        print(f"killed after {len(server.counts)} in {time.monotonic() - began:.0f} s")
        print(run(COMMAND, pause, env).communicate()[0])
        seconds = time.monotonic() - began
        twice = sum(number > 1 for number in server.counts.values())
        size = sum(path.stat().st_size for path in Path(folder).glob("*sqlite*")) // 2**20
        print(f"{len(server.counts)} of {count} asked in {seconds:.0f} s, {twice} of them twice")
        print(f"{len(server.counts) / seconds:.1f} a second; the database has {size} MB")
        print(f"this server: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
