import os
from pathlib import Path

import pytest

from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.source.import_values import Found, Refused
from tests.blog.transfer.source_files import found_paths, write

POST = "---\ntitle: A\ndate: 2024-01-02\n---\nb"


def test_find_posts_of_a_jekyll_site(tmp_path: Path) -> None:
    names = ["_posts/2024-01-02-a.md", "_posts/sub/2024-01-03-b.html", "_drafts/c.markdown"]
    others = ["index.md", "about.html", "_site/x.md", "_layouts/p.html", "vendor/_posts/v.md"]
    hidden = ["_posts/.hidden.md", "_posts/_x.md", "_posts/pic.png", "node_modules/_posts/n.md"]
    files = dict.fromkeys([*names, *others, *hidden, "physics/_posts/2024-01-04-d.md"], POST)
    write(tmp_path, {**files, "_config.yml": "title: T"})
    expected = ["_drafts/c.markdown", *names[:2], "physics/_posts/2024-01-04-d.md"]
    assert found_paths(tmp_path) == expected
    assert found_paths(tmp_path / "_posts") == names[:2]
    assert found_paths(tmp_path / names[0]) == names[:1]
    assert [found.is_draft for found in find_posts([tmp_path])] == [True, False, False, False]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["hugo.toml", "content/blog/a/index.md", "content/blog/_index.md", "themes/t/README.md"],
         ["content/blog/a/index.md"]),
        (["config/_default/hugo.yaml", "content/a.md", "README.md"], ["content/a.md"]),
        (["config.toml", "content/a.md", "templates/page.html", "README.md"], ["content/a.md"]),
        (["_quarto.yml", "posts/a/index.qmd", "posts/a/index.html", "index.qmd"],
         ["posts/a/index.qmd"]),
        (["_site.yml", "_posts/a/a.Rmd", "_posts/a/a.html", "_posts/a/a.md", "index.Rmd"],
         ["_posts/a/a.Rmd"]),
        (["config.rb", "source/posts/a.html.md", "lib/b.md"], ["source/posts/a.html.md"]),
    ],
)  # fmt: skip
def test_find_posts_of_other_systems(tmp_path: Path, files: list[str], expected: list[str]) -> None:
    configs = (".toml", ".yml", ".yaml", ".rb")
    write(tmp_path, {name: "" if name.endswith(configs) else POST for name in files})
    assert found_paths(tmp_path) == expected


def test_find_posts_of_loose_folders(tmp_path: Path) -> None:
    files = ["a/x.md", "a/deep/index.md", "b/x.md", "b/page.html"]
    others = {"b/plain.html": "<p>no header", "a/README.md": "# A", "a/.hidden.md": POST}
    write(tmp_path, {**dict.fromkeys(files, POST), **others})
    assert found_paths(tmp_path / "a", tmp_path / "b") == [
        *("a/deep/index.md", "a/x.md", "b/page.html", "b/x.md"),
    ]
    assert found_paths(tmp_path / "a/x.md") == ["a/x.md"]
    assert found_paths(tmp_path / "a/deep") == ["deep/index.md"]


@pytest.mark.parametrize("config", ["", "_quarto.yml", "hugo.toml", "_config.yml", "myst.yml"])
def test_what_tells_of_a_repository_is_neither_post_nor_page(tmp_path: Path, config: str) -> None:
    names = ["README.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "AGENTS.md"]
    folder = "content/posts" if config == "hugo.toml" else "_posts"
    files = dict.fromkeys(names, "# Of the repository") | {f"{folder}/security.md": POST}
    write(tmp_path, files | {f"{folder}/SUPPORT.md": POST} | ({config: ""} if config else {}))
    pages: list[Found] = []
    found = [one.path for one in find_posts([tmp_path], pages=pages)]
    assert found == [f"{folder}/SUPPORT.md", f"{folder}/security.md"]
    assert pages == []


def test_find_posts_of_a_folder_of_sites(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["one/_posts/a.md", "one/page.md", "two/b.md"], POST))
    name = tmp_path.name
    assert found_paths(tmp_path) == ["_posts/a.md", f"{name}/two/b.md"]


def test_find_posts_gives_each_file_once(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["_posts/a.md", "_posts/sub/b.md"], POST))
    given = [tmp_path / "_posts/sub/b.md", tmp_path, tmp_path / "_posts", tmp_path]
    assert found_paths(*given) == ["_posts/sub/b.md", "_posts/a.md"]


def test_find_posts_names_files_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["_posts/a.rst", "_posts/b.ipynb", "_posts/b.md"], POST))
    (tmp_path / "loop.md").symlink_to("loop.md")
    given = [tmp_path / "_posts", tmp_path / "no.md", tmp_path / "loop.md"]
    problems = {found.path: found.problem for found in find_posts(given)}
    assert problems == {
        "_posts/a.rst": "posts in .rst cannot be read",
        "_posts/b.md": "",
        "no.md": "there is no such file",
        "loop.md": "it is a link that leads out of the site",
    }


def test_find_posts_refuses_links_that_leave_the_site(tmp_path: Path) -> None:
    write(tmp_path, {"secret.md": POST, "out/s.md": POST, "site/_posts/a.md": POST})
    posts = tmp_path / "site/_posts"
    (posts / "b.md").symlink_to(tmp_path / "secret.md")
    (posts / "c").symlink_to(tmp_path / "out")
    (posts / "d.md").symlink_to("a.md")
    (posts / "e").symlink_to("..")
    found = list(find_posts([tmp_path / "site"]))
    assert [f.path for f in found if not f.problem] == ["_posts/a.md", "_posts/d.md"]
    assert [f.path for f in found if f.problem] == ["_posts/b.md", "_posts/c"]
    with pytest.raises(Refused, match=r"_posts/b.md: it is a link that leads out of the site"):
        read_post(found[1])
    assert [f.problem != "" for f in find_posts([posts / "b.md", posts / "c/s.md"])] == [True, True]


def test_find_posts_follows_a_linked_folder_of_posts_within_the_site(tmp_path: Path) -> None:
    write(tmp_path, {"site/_config.yml": "", "site/content/a.md": POST, "out/b.md": POST})
    (tmp_path / "site/_posts").symlink_to("content")
    (tmp_path / "site/_drafts").symlink_to(tmp_path / "out")
    found = [(each.path, each.problem) for each in find_posts([tmp_path / "site"])]
    assert found == [
        ("_drafts", "it is a link that leads out of the site"),
        ("_posts/a.md", ""),
    ]


def test_find_posts_never_opens_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (found,) = find_posts([tmp_path])
    with pytest.raises(Refused, match="no ordinary file"):
        read_post(found)


def test_find_posts_refuses_the_posts_of_an_unreadable_site(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "a: b: c", "_posts/a.md": POST})
    (found,) = find_posts([tmp_path])
    assert found.problem.startswith("its site's configuration cannot be read (_config.yml:1: ")


def test_find_posts_survives_deep_folders_and_odd_names(tmp_path: Path) -> None:
    write(tmp_path, {"_posts/" + "d/" * 80 + "a.md": POST})
    (tmp_path / "_posts" / os.fsdecode(b"\xff.md")).write_text(POST)
    write(tmp_path, {"_posts/cafe\u0301.md": POST})
    problems = {found.problem for found in find_posts([tmp_path])}
    assert problems == {"folders are nested too deep", ""}
    assert "_posts/caf\u00e9.md" in found_paths(tmp_path)
    assert "_posts/\ufffd.md" in found_paths(tmp_path)


@pytest.mark.parametrize("options", [{"timezone": "Mars/Base"}, {"date_order": "ymd"}])
def test_find_posts_checks_its_options(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"Mars/Base|ymd"):
        list(find_posts([tmp_path], **options))


def test_find_posts_options_go_before_the_site(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "timezone: UTC", "_posts/a.md": "---\ndate: 3-4-2019\n---\nb"})
    (found,) = find_posts([tmp_path], timezone="Asia/Seoul", date_order="dmy")
    date = read_post(found).date
    assert date and date.isoformat() == "2019-04-02T15:00:00+00:00"
