"""Brings a site to another release, and back to the one of before, with nothing lost.

    make upgrade               # to the newest release (a tag v…), or to what the branch has now
    make upgrade TO=v0.2.0     # to this one
    make upgrade FROM=FOLDER   # without git: from the release in that folder to the one in this
    make rollback              # back to where the last upgrade began

It needs the site's environment (DATA_DIR, DATABASE_URL) and Python alone, and runs as the site's
user. A backup is made before anything else, below BACKUPS (by default the data folder's name with
"-backups"). What fails on the way to the other release is undone at once. Whoever runs the site
starts it again at the end, or names the command in RESTART.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

APPLIED, OPEN = "[X]", "[ ]"
BACK_BY_HAND = "deploy/README.md, “Back up”, says how a backup is brought back."


class StopHere(Exception):
    """Why it does not go on: what is wrong, what stands now, and what to do."""


@dataclass
class Upgrade:
    """The last one, as ``upgrade.json`` in the data folder has it. ``origin`` is a commit, or the
    folder of the release of before; ``applied`` are the migrations that the database had."""

    origin: str
    target: str
    applied: list[str]
    backup: str
    made_at: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")


class Release:
    """A folder with a release, and the commands that are run there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.is_clone = (self.folder / ".git").exists()

    def output(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603
            command, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-12:]
            raise StopHere(f"{shlex.join(command)} failed in {self.folder}:\n" + "\n".join(last))
        return done.stdout.strip()

    def git(self, *arguments: str) -> str:
        return self.output("git", *arguments)

    def manage(self, *arguments: str) -> str:
        return self.output(".venv/bin/python", "manage.py", *arguments)

    def install(self) -> None:
        tell(f"Installing what {self.folder / 'requirements.txt'} pins, where it changed")
        self.output(*shlex.split(os.environ.get("INSTALL") or "deploy/install.sh requirements.txt"))

    def migrations(self, mark: str) -> list[str]:
        """The names of those that are applied, or open, in the order in which they are applied."""
        lines = self.manage("showmigrations", "--plan").splitlines()
        return [line[3:].split()[0] for line in lines if line[:3].upper() == mark]

    def make_backup(self) -> str:
        tell("Making a backup")
        name = os.environ.get("BACKUPS") or f"{data_folder(self)}-backups"
        said = self.manage("backup", name)
        tell(said)
        return said.partition(": ")[0]


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def data_folder(release: Release) -> Path:
    return (release.folder / (os.environ.get("DATA_DIR") or "var")).resolve()


def record_of(release: Release) -> Path:
    return data_folder(release) / "upgrade.json"


def upgrade(here: Release, to: str, origin: str) -> None:
    """Raises ``StopHere``; the database and the folder are as they were then."""
    before = Release(Path(origin)) if origin else here
    if origin and not Path(os.environ.get("DATA_DIR", "")).is_absolute():
        raise StopHere("Two folders share one site: set DATA_DIR to where its data are.")
    goal = "" if origin else found_goal(here, to)
    if goal and goal == here.git("rev-parse", "HEAD"):
        tell(f"This is the release already: {here.git('describe', '--always', '--tags')}")
        return
    was = before.migrations(APPLIED)
    began = str(before.folder) if origin else here.git("rev-parse", "HEAD")
    done = Upgrade(began, goal or str(here.folder), was, before.make_backup())
    is_migrated = False
    try:
        if goal:
            tell(f"Taking {goal[:12]}")
            move(here, goal, is_asked=bool(to))
        here.install()
        here.manage("check")
        if opened := here.migrations(OPEN):
            tell(f"Applying {', '.join(opened)}")
        is_migrated = True  # as far as it comes
        here.manage("migrate", "--no-input")
    except (StopHere, KeyboardInterrupt) as error:
        tell("That does not go on. Putting everything back as it was")
        go_back(here, done, is_migrated=is_migrated)
        told = error if isinstance(error, StopHere) else "Interrupted."
        raise StopHere(f"{told}\nNothing has changed. The backup stays: {done.backup}") from error
    record_of(here).write_text(json.dumps(asdict(done), indent=1) + "\n")
    restart()
    tell(f"make rollback goes back; {done.backup} has everything as it was before.")


def found_goal(here: Release, to: str) -> str:
    """The commit to go to."""
    if not here.is_clone:
        raise StopHere(
            "This is no clone: unpack the new release into a folder of its own, and run "
            "make upgrade FROM=THE-FOLDER-OF-NOW there."
        )
    if here.git("status", "--porcelain", "--untracked-files=no"):
        raise StopHere("Files of the release were changed here: git status names them.")
    if here.git("remote"):
        here.git("fetch", "--quiet", "--tags")
    tags = here.git("tag", "--list", "v*", "--sort=-version:refname").splitlines()
    name = to or next((tag for tag in tags if "-" not in tag), "@{upstream}")
    try:
        goal = here.git("rev-parse", "--verify", f"{name}^{{commit}}")
    except StopHere as error:
        raise StopHere(f"{name} is not here; name a release: make upgrade TO=v0.2.0") from error
    if goal in here.git("rev-list", "HEAD").split()[1:]:
        raise StopHere(f"{name} is older than what is here; make rollback goes back.")
    return goal


def move(here: Release, goal: str, *, is_asked: bool) -> None:
    """A branch goes along where it can."""
    is_branch = here.git("rev-parse", "--abbrev-ref", "HEAD") != "HEAD"
    if is_branch and not is_asked:
        here.git("merge", "--quiet", "--ff-only", goal)
    else:
        here.git("checkout", "--quiet", "--detach", goal)


def rollback(here: Release) -> None:
    """What was written since the upgrade stays, but for what only the newer release has room for;
    a second backup has that too."""
    try:
        done = Upgrade(**json.loads(record_of(here).read_text()))
    except FileNotFoundError as error:
        raise StopHere(f"No upgrade is told of in {record_of(here)}.") from error
    now = here.git("rev-parse", "HEAD") if here.is_clone else str(here.folder)
    if now != done.target:
        raise StopHere(f"The last upgrade led to {done.target}, and here is {now}.")
    backup = here.make_backup()
    try:
        go_back(here, done)
    except StopHere as error:
        raise StopHere(
            f"{error}\nThe way back is the backup of before: {done.backup}. {BACK_BY_HAND} "
            f"What was written since the upgrade is in {backup}."
        ) from error
    record_of(here).unlink()
    if done.target == str(here.folder):
        tell(f"The release of before is in {done.origin}: let the site run from there.")
    restart()
    tell(f"{backup} has what only the newer release knew.")


def go_back(here: Release, done: Upgrade, *, is_migrated: bool = True) -> None:
    """The migrations first, by the release that has them."""
    now = here.migrations(APPLIED) if is_migrated else []
    added = [name for name in now if name not in done.applied]
    for app in dict.fromkeys(name.partition(".")[0] for name in reversed(added)):
        before = [name for name in done.applied if name.partition(".")[0] == app]
        last = before[-1].partition(".")[2] if before else "zero"
        tell(f"Taking the migrations of {app} back to {last}")
        here.manage("migrate", "--no-input", app, last)
    if done.target != str(here.folder) and here.git("rev-parse", "HEAD") != done.origin:
        tell(f"Taking {done.origin[:12]}")
        here.git("checkout", "--quiet", "--detach", done.origin)
        here.install()


def restart() -> None:
    if command := os.environ.get("RESTART"):
        tell(f"Starting the site again: {command}")
        subprocess.run(shlex.split(command), check=True)  # noqa: S603
    else:
        tell("Now start the site again, as with: sudo systemctl restart wellcited")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("act", choices=["upgrade", "rollback"])
    parser.add_argument("--app", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--to", default="", help="a tag or a commit")
    parser.add_argument(
        "--from", dest="origin", default="", help="the folder of the release of now"
    )
    given = parser.parse_args()
    here = Release(given.app)
    try:
        if given.act == "upgrade":
            upgrade(here, given.to, given.origin)
        else:
            rollback(here)
    except (StopHere, OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
