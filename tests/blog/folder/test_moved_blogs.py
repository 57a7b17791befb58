"""Blogs of five systems come in, go out as a folder, and come back as they were."""

import subprocess
from pathlib import Path

import pytest

from blog.models import Comment, Page, Post
from tests.blog.folder.test_site_import import check_same_site
from tests.blog.transfer.executed.test_frozen_results import CELL, CHUNK, QUARTO, frozen, source
from tests.blog.transfer.pictures.test_picture_check import picture
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import run

pytestmark = [pytest.mark.django_db, pytest.mark.jekyll]

ARCHIVES = Path(__file__).parents[2] / "data" / "transfer" / "archives"
DECOMPOSED = "cafe\u0301"  # as a Mac spells it
BIB = "@article{a, author={Smith, Ann}, title={On {BERT}}, year=2020, doi={10.1000/xyz}}"
JEKYLL = {
    "_config.yml": "title: Notes\nurl: https://a.example\nbaseurl: /notes\ntimezone: Asia/Seoul\n",
    "_data/authors.yml": "min:\n  name: 김민준\n",
    "_data/comments/first/1.yml": "_id: a\nname: Zoë\nmessage: Nice **post**\ndate: 1641117600\n",
    "_bibliography/references.bib": BIB,
    f"assets/{DECOMPOSED}.png": picture("PNG"),
    "assets/plot.html": "<!doctype html><script>fetch('points.json')</script>",
    "assets/points.json": "[1, 2]",
    "_posts/2022-01-01-first.md": (
        "---\ntitle: First {{ x }}\nauthor: min\ntags: [C++, a b]\n"
        "redirect_from: /old/x.html\n---\n"
        '{% include figure.html path="/assets/café.png" alt="A <dot>" %}\n\n'
        "{% cite a %} says $a<b$[^n].\n\n{% raw %}`{{ y }}`{% endraw %} {% unknown z %}\n\n"
        "<iframe src=\"{{ '/assets/plot.html' | relative_url }}\"></iframe>\n\n[^n]: A note.\n"
    ),
    f"_posts/2023-03-04-{DECOMPOSED}.md": "[back]({% post_url 2022-01-01-first %})\n",
    "_drafts/idea.md": "A draft.\n",
    "about.md": "---\ntitle: About\npermalink: /about/\n---\nWe.\n",
}
HUGO = {
    "hugo.toml": "baseURL = 'https://b.example/sub/'\n[permalinks]\n  posts = '/:year/:slug/'\n",
    "content/posts/one/index.md": (
        "+++\ntitle = 'Eins'\ndate = 2024-03-01T10:00:00+01:00\naliases = ['/alt/']\n+++\n"
        '{{< figure src="b.png" caption="A **b**" >}}\n\n{{< unknown x=1 >}}\n\n'
        '{{< notice tip >}}\nSee {{< ref "two.md" >}}.\n{{< /notice >}}\n'
    ),
    "content/posts/one/b.png": picture("PNG"),
    "content/posts/two.md": "---\ntitle: Two\ndate: '2024-01-05'\ntags: [x]\n---\n## A\n\n$$x$$\n",
    "content/about/index.md": "---\ntitle: About\n---\nWe.\n",
}
TEXT = source(CHUNK, "See @fig-a.")
FROZEN = (
    QUARTO
    | frozen(TEXT, CELL)
    | {
        "posts/a/index.qmd": TEXT,
        "posts/a/index_files/figure-html/fig-a-1.png": picture("PNG"),
        "_freeze/posts/a/index/figure-html/fig-a-1.png": picture("PNG"),
    }
)


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("blog", "counts"),
    [
        (JEKYLL, (3, 1, 1)),
        (HUGO, (2, 1, 0)),
        (FROZEN, (1, 0, 0)),
        ("wordpress.xml", (3, 1, 3)),
        ("ghost.json", (3, 1, 0)),
    ],
    ids=["jekyll", "hugo", "quarto", "wordpress", "ghost"],
)
def test_a_blog_of_another_system_goes_as_it_came(root: Path, tmp_path: Path, blog, counts):
    place = ARCHIVES / blog if isinstance(blog, str) else write(tmp_path / "old", blog)
    run(place, take_site=True)
    assert tuple(model.objects.count() for model in (Post, Page, Comment)) == counts
    check_same_site(root)
    command = ["jekyll", "build", "--source", str(root), "--destination", str(tmp_path / "built")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stdout + done.stderr
