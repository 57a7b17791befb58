"""Makes a release of what is committed here: its version, its part of the changelog with the date,
a tag, and in var/ an archive, a bill of materials and the checksums of both.

    make release VERSION=0.2.0

Nothing is sent anywhere: the last lines say what to push. What fails leaves the clone as it was.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
UNRELEASED = re.compile(r"^## (?:(\S+) \(unreleased\)|Unreleased)\n", re.MULTILINE | re.IGNORECASE)
OWN_VERSION = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)
CHANGED = ("CHANGELOG.md", "pyproject.toml")


class StopHere(Exception):
    """Why there is no release: what is wrong, and what to do."""


def output(folder: Path, *command: str) -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StopHere(f"{shlex.join(command)} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def numbers(version: str) -> tuple[int, ...]:
    """Of ``0.2.0`` or ``v0.2.0``; none of what is no version."""
    found = VERSION.fullmatch(version.removeprefix("v"))
    return tuple(map(int, found.groups())) if found else ()


def refuse_unfit(folder: Path, version: str) -> None:
    if not numbers(version):
        raise StopHere(f"“{version}” is no version: give three numbers, as VERSION=0.2.0.")
    if changed := output(folder, "git", "status", "--porcelain").strip():
        raise StopHere(
            f"Commit or remove this first, so that the release has it or not:\n{changed}"
        )
    if output(folder, "git", "rev-parse", "--abbrev-ref", "HEAD").strip() == "HEAD":
        raise StopHere("This is on no branch: check out the one that is released.")
    tags = output(folder, "git", "tag", "--list", "v*").split()
    newest = max(filter(None, map(numbers, tags)), default=())
    if newest >= numbers(version):
        told = ".".join(map(str, newest))
        raise StopHere(f"{told} is released already: {version} is not newer.")


def dated_changelog(text: str, version: str, day: str) -> tuple[str, str]:
    """The changelog with the version and the day in place of what is unreleased, and that part."""
    found = UNRELEASED.search(text)
    if found is None:
        raise StopHere("CHANGELOG.md has no part that begins with “## Unreleased”.")
    end = text.find("\n## ", found.end())
    part = text[found.end() : end if end >= 0 else len(text)].strip()
    if not part:
        raise StopHere("CHANGELOG.md says nothing of what is new: write it first.")
    return f"{text[: found.start()]}## {version} ({day})\n{text[found.end() :]}", part


def write_version(folder: Path, version: str) -> str:
    """Puts version and day into the files that have them; what the changelog says."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    changelog, project = (folder / name for name in CHANGED)
    text, part = dated_changelog(changelog.read_text(), version, day)
    changelog.write_text(text)
    project.write_text(OWN_VERSION.sub(f'version = "{version}"', project.read_text(), count=1))
    return part


def make_files(folder: Path, version: str) -> list[Path]:
    made = folder / "var"
    made.mkdir(exist_ok=True)
    name = f"wellcited-{version}"
    archive, bill = made / f"{name}.tar.gz", made / f"{name}.cdx.json"
    kind = ("--format=tar.gz", f"--prefix={name}/", f"--output={archive}")
    output(folder, "git", "archive", *kind, f"v{version}")
    bill.write_text(output(folder, sys.executable, "deploy/bill_of_materials.py"))
    sums = made / f"{name}.sha256"
    sums.write_text(
        "".join(f"{sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in (archive, bill))
    )
    return [archive, bill, sums]


def make_release(folder: Path, version: str) -> None:
    refuse_unfit(folder, version)
    began = output(folder, "git", "rev-parse", "HEAD").strip()
    check = os.environ.get("CHECK") or "make check"
    tell(f"{check} (CHECK= names another command; .ci/run is all that must hold)")
    output(folder, *shlex.split(check))
    try:
        part = write_version(folder, version)
        if output(folder, "git", "status", "--porcelain").strip():
            output(folder, "git", "commit", "--quiet", "-m", f"Release {version}", *CHANGED)
        words = f"Wellcited {version}\n\n{part}\n"
        output(folder, "git", "tag", "--annotate", "--cleanup=verbatim", f"v{version}", "-m", words)
        made = make_files(folder, version)
    except (StopHere, OSError, KeyboardInterrupt):
        if output(folder, "git", "tag", "--list", f"v{version}").strip():
            output(folder, "git", "tag", "--delete", f"v{version}")
        output(folder, "git", "reset", "--quiet", "--hard", began)  # it was clean
        raise
    branch = output(folder, "git", "rev-parse", "--abbrev-ref", "HEAD").strip()
    tell(f"Release {version} is tagged v{version}. Its files, to look at and to give out:")
    for one in made:
        tell(f"  {one.relative_to(folder)}")
    tell(f"Then: git push origin {branch} v{version}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("version")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[1])
    given = parser.parse_args()
    try:
        make_release(given.folder.resolve(), given.version)
    except (StopHere, OSError) as error:
        sys.stderr.write(f"{error}\nThere is no release.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
