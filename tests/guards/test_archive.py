"""A release without git, as ``make archive`` makes it, is whole."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.guards.sources import ROOT
from tests.support.serving import environment

pytestmark = pytest.mark.slow
IS_CLONE = (ROOT / ".git").exists()


@pytest.mark.skipif(not IS_CLONE, reason="an archive is made of a clone, and this is one already")
def test_the_archive_has_what_the_two_commands_need(tmp_path: Path):
    made = tmp_path / "release.tar.gz"
    command = ["git", "archive", "--format=tar.gz", "--prefix=release/", f"--output={made}", "HEAD"]
    subprocess.run(command, cwd=ROOT, check=True)
    with tarfile.open(made) as archive:
        archive.extractall(tmp_path, filter="data")
    release = tmp_path / "release"
    assert not (release / ".git").exists()
    assert (release / "deploy/install.sh").stat().st_mode & 0o100
    for target in ("run", "test"):
        shown = subprocess.run(
            ["make", "--dry-run", target], cwd=release, check=True, capture_output=True, text=True
        )
        assert "deploy/install.sh" in shown.stdout
    for command in (["check", "--deploy"], ["collectstatic", "--noinput", "--dry-run", "-v0"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=release,
            env=environment(tmp_path / "data", SITE_URL="https://blog.example.org"),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
