"""However many processes import, and however often they are cut short, the rows are the same."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.blog.transfer.source_files import write
from tests.guards.sources import ROOT
from tests.support.migrated_database import NAME, begun_site
from tests.support.serving import environment, manage

POSTS = 160
PATIENCE = 120
PNG = b"\x89PNG\r\n\x1a\n"
MADE = {
    "posts": "select id, slug, title, source, body_html, text, excerpt, import_site, import_path,"
    " import_digest, import_content, published_at from blog_post order by id",
    "papers": "select id, key, title from papers_paper order by id",
    "works": "select post_id, paper_id, position, role, found_by from papers_citedwork"
    " order by 1, 2",
    "tags": "select content_object_id, blog_tag.name from blog_taggedpost join blog_tag"
    " on blog_tag.id = tag_id order by 1, 2",
    "hashtags": "select post_id, blog_tag.name from blog_hashtag join blog_tag"
    " on blog_tag.id = tag_id order by 1, 2",
    "addresses": "select path, post_id from blog_oldaddress order by path",
    "words": "select * from blog_postwords order by 1",
}


def blog(folder: Path) -> Path:
    """Posts that cite a bibliography and what others cite, and link to others before and behind."""
    entry = "@article{{k{0}, title={{The rays of {0}}}, author={{Curie, M.}}, year=19{0:02}}}"
    files: dict[str, str | bytes] = {"refs.bib": "\n".join(map(entry.format, range(40)))}
    files |= {"_config.yml": "title: Rays\n", "a.png": PNG}
    for number in range(POSTS):
        before, behind = max(0, number - 40), number + 30 * (number % 20 == 7)
        files[f"_posts/2020-01-02-p{number:03}.md"] = (
            f"---\ntitle: Rays {number}\ntags: [all, t{number % 7}]\n---\n\n## Part\n\n"
            f"As [@k{number % 40}] says, see [it](/2020/01/02/p{behind:03}.html) and "
            f"[so](/2020/01/02/p{before:03}.html), doi:10.1000/{number % 60}. ![A ray](/a.png)\n\n"
            f"#Ray{number % 5}\n"
        )
    return write(folder, files)


def rows(data: Path, *names: str) -> dict[str, list]:
    with closing(sqlite3.connect(data / NAME)) as found:
        return {name: found.execute(MADE[name]).fetchall() for name in names or MADE}


def cut_short(site: Path, data: Path, sign: signal.Signals) -> int:
    """Starts an import and sends its first process a signal once more posts are stored; its exit
    status. None of the others outlives it."""
    before = len(rows(data, "posts")["posts"])
    started = subprocess.Popen(
        [sys.executable, "manage.py", "import_posts", str(site), "--processes", "2"],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=hear_interrupts,
    )
    until = time.monotonic() + PATIENCE
    while len(rows(data, "posts")["posts"]) < before + 50:  # by then the others are at work
        assert started.poll() is None, started.communicate()[0].decode()
        assert time.monotonic() < until
        time.sleep(0.02)
    others = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
    assert len(others) == 2
    os.kill(started.pid, sign)
    started.communicate(timeout=PATIENCE)
    while any(Path("/proc", one).exists() and not is_ended(one) for one in others):
        assert time.monotonic() < until
        time.sleep(0.02)
    return started.returncode


def hear_interrupts() -> None:
    """A shell has what it runs in the background ignore Ctrl-C, with all that comes from it: the
    import would go on, as it should there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def is_ended(number: str) -> bool:
    """Whether a process waits only for somebody to ask how it ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_import_by_several_processes_cut_short_twice_makes_the_rows_of_one(tmp_path, migrated):
    site = blog(tmp_path / "site")
    whole, cut = (begun_site(tmp_path / name, migrated) for name in ("whole", "cut"))
    alone = manage(environment(whole), "import_posts", str(site), "--processes", "1")
    assert f"{POSTS} added, 0 changed, 0 unchanged, 0 refused." in alone.stdout, alone.stderr
    assert cut_short(site, cut, signal.SIGINT) == 130
    assert cut_short(site, cut, signal.SIGKILL) == -signal.SIGKILL
    stored = len(rows(cut, "posts")["posts"])
    assert 100 <= stored < POSTS
    rest = manage(environment(cut), "import_posts", str(site), "--processes", "2")
    assert f"{POSTS - stored} added, " in rest.stdout, rest.stderr
    assert rows(cut) == rows(whole)
    assert len(rows(cut)["papers"]) == 100
