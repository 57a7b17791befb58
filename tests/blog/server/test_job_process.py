import subprocess
import time
from pathlib import Path

import pytest

from blog.server import job_process
from blog.server.job_process import JobProcess

ENDS = 'trap "echo done >> {file}; exit" TERM; echo begun > {file}; while :; do sleep 0.02; done'
GOES_ON = 'trap "" TERM; echo begun > {file}; while :; do sleep 0.02; done'


@pytest.mark.parametrize(("script", "written"), [(ENDS, "begun\ndone\n"), (GOES_ON, "begun\n")])
def test_what_is_told_to_stop_has_its_time(script: str, written: str, tmp_path: Path, monkeypatch):
    file = tmp_path / "told"
    begun = subprocess.Popen(["sh", "-c", script.format(file=file)])
    monkeypatch.setattr(job_process, "fork_jobs", lambda: begun.pid)
    monkeypatch.setattr(job_process, "STOP_SECONDS", 2 if script is ENDS else 0.3)
    process = JobProcess()
    process.start()
    while not (file.exists() and file.read_text() and process.pid):
        time.sleep(0.01)
    process.stop()
    begun.wait()
    assert not process.thread.is_alive()
    assert file.read_text() == written
