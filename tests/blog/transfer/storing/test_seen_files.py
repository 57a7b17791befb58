"""A second run opens no file that is as it was, and sees each that is not."""

import os

import pytest

from blog.models import SeenFiles
from blog.transfer.source import looked_files
from blog.transfer.source.looked_files import SECOND, is_settled
from blog.transfer.storing import read_posts
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import run

NAME = "_posts/2020-01-02-a.md"
PNG = b"\x89PNG\r\n\x1a\n"
SITE = {
    "_config.yml": "timezone: UTC\n",
    NAME: "---\ntitle: One\n---\nSee ![it](/a.png) and [@k].",
    "_posts/2020-01-03-b.md": "---\ntitle: Two\n---\nText.",
    "a.bib": "@article{k, title={Of rays}, author={Curie, M.}}",
    "a.png": PNG,
}


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The posts that were read, by their paths; all files count as written long ago."""
    monkeypatch.setattr(looked_files, "TICK", -60 * SECOND)
    names: list[str] = []
    whole = read_posts.read_post
    monkeypatch.setattr(
        read_posts, "read_post", lambda found: names.append(found.path) or whole(found)
    )
    return names


def run_again(folder, read, *options: str) -> tuple[str, list[str]]:
    read.clear()
    told = next(line for line in run(folder, *options)[0].splitlines() if "refused" in line)
    return told, sorted(read)


def test_what_is_as_it_was_is_not_read_and_what_is_not_is(db, tmp_path, read):
    write(tmp_path, SITE)
    both = [NAME, "_posts/2020-01-03-b.md"]
    assert run_again(tmp_path, read)[1] == both
    none_changed = "0 added, 0 changed, 2 unchanged, 0 refused."
    assert run_again(tmp_path, read) == (none_changed, [])
    one_changed = "0 added, 1 changed, 1 unchanged, 0 refused."
    stat = (tmp_path / NAME).stat()
    write(tmp_path, {NAME: SITE[NAME].replace("See", "And")})
    os.utime(tmp_path / NAME, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert run_again(tmp_path, read) == (one_changed, [NAME])  # of one size and one time
    write(tmp_path, {"a.png": PNG + b"more"})
    assert run_again(tmp_path, read) == (one_changed, [NAME])
    os.utime(tmp_path / NAME)
    assert run_again(tmp_path, read) == (none_changed, [NAME])
    assert run_again(tmp_path, read) == (none_changed, [])
    write(tmp_path, {"a.bib": SITE["a.bib"].replace("rays", "waves")})
    told, names = run_again(tmp_path, read)
    assert (told.split(", ")[1], names) == ("2 changed", both)
    write(tmp_path, {"_posts/_metadata.yml": "license: CC BY\n"})
    assert run_again(tmp_path, read)[1] == both
    assert run_again(tmp_path, read) == (none_changed, [])
    assert run_again(tmp_path, read, "--hashtags=tags")[1] == both


def test_a_picture_that_was_missing_is_looked_for_again(db, tmp_path, read):
    write(tmp_path, {NAME: "---\ntitle: One\nimage: later.png\n---\nText."})
    run(tmp_path)
    assert run_again(tmp_path, read)[1] == []
    write(tmp_path, {NAME: '---\ntitle: One\ncover: "/b.png"\n---\nText.'})
    run(tmp_path)
    assert run_again(tmp_path, read)[1] == []
    write(tmp_path, {"b.png": PNG})
    told, names = run_again(tmp_path, read)
    assert (told, names) == ("0 added, 1 changed, 0 unchanged, 0 refused.", [NAME])


def test_a_file_of_this_moment_is_read_the_next_time_too(db, tmp_path):
    write(tmp_path, {NAME: "---\ntitle: One\n---\nText."})
    run(tmp_path)
    assert not SeenFiles.objects.exists()
    assert is_settled((1, 5 * SECOND + 1, 0), 6 * SECOND)
    assert not is_settled((1, 5 * SECOND + 1, 6 * SECOND), 6 * SECOND)
    assert not is_settled((1, 5 * SECOND, 0), 6 * SECOND)  # a file system that counts seconds
    assert is_settled(None, 0)
