"""``make release`` in a clone."""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.guards.sources import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a release is made of a clone"),
]
CHANGES = "# Changelog\n\n## Unreleased\n\n- Added: a thing.\n\n## 0.0.9 (2026-01-01)\n\n- Older.\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch) -> Path:
    """With a part of the changelog that is not released."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
    monkeypatch.setenv("CHECK", "true")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "test@example.org")
    git(folder, "checkout", "-q", "-B", "main")
    (folder / "CHANGELOG.md").write_text(CHANGES)
    shutil.copy(ROOT / "deploy/release.py", folder / "deploy/release.py")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Before")
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def release(folder: Path, version: str) -> tuple[int, str]:
    command = [sys.executable, folder / "deploy/release.py", version]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_release_has_its_version_its_tag_and_its_files(clone: Path, tmp_path: Path):
    code, said = release(clone, "9.8.7")
    assert code == 0, said
    assert "git push origin main v9.8.7" in said
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "rev-parse", "v9.8.7^{commit}") == git(clone, "rev-parse", "HEAD")
    assert git(clone, "tag", "-l", "--format=%(contents)", "v9.8.7") == (
        "Wellcited 9.8.7\n\n- Added: a thing."
    )
    made = {one.name for one in (clone / "var").iterdir()}
    assert made == {f"wellcited-9.8.7.{ending}" for ending in ("tar.gz", "cdx.json", "sha256")}
    subprocess.run(["sha256sum", "-c", "wellcited-9.8.7.sha256"], cwd=clone / "var", check=True)
    bill = json.loads((clone / "var/wellcited-9.8.7.cdx.json").read_text())
    assert bill["metadata"]["component"]["version"] == "9.8.7"
    with tarfile.open(clone / "var/wellcited-9.8.7.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / "wellcited-9.8.7"
    assert 'version = "9.8.7"' in (unpacked / "pyproject.toml").read_text()
    text = (unpacked / "CHANGELOG.md").read_text()
    assert "## 9.8.7 (2" in text
    assert "nreleased" not in text
    assert "9.8.7 is released already" in release(clone, "9.8.7")[1]
    assert "CHANGELOG.md has no part" in release(clone, "9.8.8")[1]


def test_what_is_not_fit_is_not_released_and_nothing_changes(clone: Path, monkeypatch):
    began = git(clone, "rev-parse", "HEAD")

    def is_refused(version: str, told: str) -> None:
        code, said = release(clone, version)
        assert (code, told in said) == (1, True), said
        assert git(clone, "rev-parse", "HEAD") == began
        assert git(clone, "tag", "--list", "v9*") == ""

    is_refused("9.8", "is no version")
    (clone / "more.txt").write_text("not committed")
    is_refused("9.8.7", "more.txt")
    (clone / "more.txt").unlink()
    monkeypatch.setenv("CHECK", "false")
    is_refused("9.8.7", "false failed")
    monkeypatch.setenv("CHECK", "true")
    (clone / "var/wellcited-9.8.7.tar.gz").mkdir(parents=True)  # in the way of the archive
    is_refused("9.8.7", "git archive")
    assert git(clone, "status", "--porcelain") == ""
    git(clone, "checkout", "-q", "--detach")
    is_refused("9.8.7", "on no branch")
