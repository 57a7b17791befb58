"""``wellcited push FILE… | pull [FILE…] | preview FILE``: its arguments and its exit codes.

0: done, or nothing to do. 1: something was refused, and is told. 2: it was called in a wrong way.
3: the site cannot be reached; try again. It never asks, so hooks and forges can run it.
"""

import argparse
import os
import re
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from blog.client.client_settings import SettingsError, read_settings
from blog.client.push_pull_preview import Desk, finding_lines, place_beside
from blog.client.site_requests import NoSite, SiteApi, SiteRefused
from blog.client.text_copies import TextRefused, read_text_copy

DONE, REFUSED, MISUSED, UNREACHED = range(4)
CONFLICT = 409
OBEYED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wellcited",
        description="Writes the posts of a Wellcited site in your own editor.",
        epilog="The site and the token come from WELLCITED_SITE and WELLCITED_TOKEN, or from "
        "~/.config/wellcited.json (mode 0600).",
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    push = verbs.add_parser("push", help="send texts that changed")
    push.add_argument("files", nargs="+", type=Path, metavar="FILE")
    push.add_argument("-m", "--note", default="", help="for the history: what changed, and why")
    push.add_argument("--force", action="store_true", help="publish whatever is asked")
    pull = verbs.add_parser("pull", help="write what changed at the site into its files")
    pull.add_argument("files", nargs="*", type=Path, metavar="FILE")
    into = "without a FILE: where your posts are, or are to be"
    pull.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help=into)
    pull.add_argument("--all", action="store_true", help="without a FILE: all that you may change")
    preview = verbs.add_parser("preview", help="see a text as readers would; nothing is stored")
    preview.add_argument("file", type=Path, metavar="FILE")
    preview.add_argument("-o", "--output", type=Path, metavar="PAGE.html")
    preview.add_argument("--open", action="store_true", help="open it in a browser")
    preview.add_argument("--check", action="store_true", help="exit with 1 if something is wrong")
    bib = "a .bib with the works cited; without it, those beside the text"
    for verb in (push, preview):
        verb.add_argument("--bib", action="append", type=Path, metavar="FILE", help=bib)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    asked = make_parser().parse_args(arguments)
    try:
        desk = Desk(SiteApi(read_settings(os.environ)), tell)
        if asked.verb == "push":
            return each(push_jobs(desk, asked))
        if asked.verb == "pull":
            return each(pull_jobs(desk, asked))
        return preview_page(desk, asked)
    except SettingsError as error:
        return told(error, MISUSED)
    except SiteRefused as refused:
        return told(refused, REFUSED)
    except NoSite as error:
        return told(error, UNREACHED)
    except OSError as error:
        return told(f"{error.filename}: {error.strerror}.", REFUSED)


def tell(words: object, stream: TextIO | None = None) -> None:
    """Without what a terminal obeys: much of what is told others wrote."""
    print(OBEYED.sub("\N{REPLACEMENT CHARACTER}", str(words)), file=stream or sys.stdout)


def told(error: object, code: int) -> int:
    tell(error, sys.stderr)
    return code


def each(jobs: Iterable[tuple[Path, Callable[[], None]]]) -> int:
    """Does all of them, whatever becomes of one."""
    code = DONE
    for path, job in jobs:
        code = max(code, done(path, job))
    return code


def done(path: Path, job: Callable[[], None]) -> int:
    try:
        job()
    except TextRefused as error:
        return told(error, REFUSED)
    except SiteRefused as refused:
        return told("\n".join(refusal_lines(path, refused)), REFUSED)
    return DONE


def refusal_lines(path: Path, refused: SiteRefused) -> Iterator[str]:
    """What is wrong, what is asked, and how two texts differ."""
    if refused.status == CONFLICT:
        yield (
            f"{path}: somebody changed the post at the site since you pulled or pushed it, where "
            "you changed it too. Nothing is lost, and nothing of yours is stored yet."
        )
    else:
        yield f"{path}: {refused}"
    if doubts := refused.answer.get("doubts"):
        yield from finding_lines(read_text_copy(path), doubts)
    for one in refused.answer.get("differences", ()):
        yield f"  {one['part']}: - at the site, + yours"
        yield from (f"  {line}" for line in one["lines"])
    if refused.status == CONFLICT:
        yield (
            f"What to do: “wellcited pull {path}” puts the site's text into "
            f"{place_beside(path).name} beside yours. Look at it, write what you want of both into "
            f"{path.name}, and push again."
        )


def push_jobs(desk: Desk, asked: argparse.Namespace) -> Iterable[tuple[Path, Callable[[], None]]]:
    for path in asked.files:

        def job(path: Path = path) -> None:
            desk.push(path, asked.note, bibliography_of(path, asked.bib), asked.force)

        yield path, job


def bibliography_of(path: Path, named: Sequence[Path] | None) -> str:
    files = sorted(path.parent.glob("*.bib")) if named is None else named
    try:
        return "\n\n".join(file.read_text(encoding="utf-8-sig") for file in files)
    except (OSError, UnicodeDecodeError) as error:
        raise TextRefused(f"{path}: a bibliography cannot be read: {error}.") from error


def pull_jobs(desk: Desk, asked: argparse.Namespace) -> Iterable[tuple[Path, Callable[[], None]]]:
    if not asked.files:
        return desk.pull_all(asked.into, "all" if asked.all else "mine")
    return [(path, lambda path=path: desk.pull(path)) for path in asked.files]


def preview_page(desk: Desk, asked: argparse.Namespace) -> int:
    found: list[tuple[str, bool]] = []

    def job() -> None:
        found.append(desk.preview(asked.file, bibliography_of(asked.file, asked.bib)))

    code = done(asked.file, job)
    if not found:
        return code
    page, is_wrong = found[0]
    output = asked.output
    if output is None:
        handle, name = tempfile.mkstemp(prefix="wellcited-", suffix=".html")
        os.close(handle)
        output = Path(name)
    output.write_text(page, encoding="utf-8")
    print(output)
    if asked.open:
        webbrowser.open(output.resolve().as_uri())
    return REFUSED if is_wrong and asked.check else DONE
