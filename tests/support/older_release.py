"""The release of before: that of the last tag, or of the commit that had no migrations yet of those
that were added since. A clone of this project has it."""

import subprocess
import sys
from pathlib import Path

from tests.guards.sources import ROOT

ADDED = "blog/migrations/0019_posts_by_mail.py"


def git(folder: Path, *arguments: str) -> str:
    """What it prints; empty where it fails."""
    name = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *name, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def release_of_before() -> str:
    """Its commit; empty where it is not here."""
    if not (ROOT / ".git").exists():
        return ""
    tag = git(ROOT, "describe", "--tags", "--match=v*", "--abbrev=0", "HEAD^")
    added = git(ROOT, "log", "-n1", "--format=%H", "--diff-filter=A", "--", ADDED)
    return git(ROOT, "rev-parse", f"{tag}^{{commit}}" if tag else f"{added}^")


def release(folder: Path, commit: str) -> Path:
    """A clone at a commit, which runs with the packages that are installed here."""
    subprocess.run(["git", "clone", "-q", "--shared", ROOT, folder], check=True)
    git(folder, "checkout", "-q", commit)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder
