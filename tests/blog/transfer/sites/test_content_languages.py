from pathlib import Path

import pytest

from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.sites.permalinks import old_paths
from blog.transfer.sites.post_defaults import read_site
from blog.transfer.source.content_places import content_place, files_of
from blog.transfer.source.import_values import Found, Value
from tests.blog.transfer.source_files import write

TWO = 'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n'
FOLDERS = (
    "languages:\n  en: {contentDir: content/en}\n"
    "  pt-br: {contentDir: /content/pt/, locale: pt-BR}\n"
)
MOUNTS = """
[languages.en]
[languages.de]
[[module.mounts]]
source = "texts/en"
target = "content"
lang = "en"
[[module.mounts]]
source = "texts/de"
target = "content"
lang = "de"
[[module.mounts]]
source = "assets"
target = "assets"
"""


@pytest.mark.parametrize(
    ("files", "path", "place"),
    [
        ({"hugo.toml": TWO}, "content/a/b.md", ("a/b.md", "en", "")),
        ({"hugo.toml": TWO}, "content/a/b.de.md", ("a/b.md", "de", "/de")),
        ({"hugo.toml": TWO}, "content/a/b.DE.md", ("a/b.md", "de", "/de")),
        ({"hugo.toml": TWO}, "content/a/index.en.md", ("a/index.md", "en", "")),
        ({"hugo.toml": TWO}, "content/a/v1.to.md", ("a/v1.to.md", "en", "")),
        ({"hugo.toml": TWO}, "content/a/.de.md", ("a/.de.md", "en", "")),
        (
            {"hugo.toml": "defaultContentLanguageInSubdir = true\n" + TWO},
            "content/b.md",
            ("b.md", "en", "/en"),
        ),
        ({"hugo.yaml": FOLDERS}, "content/pt/b.md", ("b.md", "pt-br", "/pt-br")),
        ({"hugo.yaml": FOLDERS}, "content/en/b.md", ("b.md", "en", "")),
        ({"hugo.toml": MOUNTS}, "texts/de/b.md", ("b.md", "de", "/de")),
        (
            {"config/_default/hugo.toml": "", "config/_default/languages.toml": "[en]\n[fr]"},
            "content/b.fr.md",
            ("b.md", "fr", "/fr"),
        ),
        (
            {"hugo.toml": "[languages.en]\nbaseURL='https://e.example'\n"
             "[languages.de]\nbaseURL='https://d.example'"},
            "content/b.de.md",
            ("b.md", "de", ""),
        ),
        (
            {"config.toml": "base_url = 'https://z.example'\n[languages.fr]\n"},
            "content/blog/b.fr.md",
            ("blog/b.md", "fr", "/fr"),
        ),
        (
            {"config.toml": "base_url = 'https://z.example'\nlanguages = [{code = 'fr'}]\n"},
            "content/blog/b.fr.md",
            ("blog/b.md", "fr", "/fr"),
        ),
        ({"hugo.toml": "contentDir = '../../etc'"}, "content/b.md", ("b.md", "en", "")),
    ],
)  # fmt: skip
def test_a_text_stands_in_a_language(tmp_path: Path, files, path, place) -> None:
    site = read_site(write(tmp_path, {"content/x.md": "", **files}))
    found = content_place(site.languages, path)
    assert (found.inner, found.language.code, found.language.prefix) == place


def test_languages_have_their_tags(tmp_path: Path) -> None:
    site = read_site(write(tmp_path / "a", {"hugo.yaml": FOLDERS}))
    assert [one.tag for one in site.languages] == ["en", "pt-BR"]
    nothing = read_site(write(tmp_path / "b", {"hugo.toml": "title = 'x'"}))
    assert [one.tag for one in nothing.languages] == [""]
    alone = read_site(write(tmp_path / "c", {"hugo.toml": "languageCode = 'de-at'"}))
    assert [one.tag for one in alone.languages] == ["de-AT"] == [alone.language]


@pytest.mark.parametrize(
    ("config", "path", "values", "expected"),
    [
        ("", "content/posts/b.de.md", {}, ("/de/posts/b/",)),
        ("", "content/posts/b.de.md", {"slug": "Ein Wort"}, ("/de/posts/ein-wort/",)),
        ("", "content/posts/b.de.md", {"url": "/wort/"}, ("/wort/",)),
        ("", "content/posts/b.de.md", {"url": "wort/"}, ("/de/wort/",)),
        ("", "content/posts/b.de.md", {"aliases": ["/x/", "y"]},
         ("/de/posts/b/", "/x/", "/de/posts/y")),
        ("", "content/posts/My Post -- 2!.md", {}, ("/posts/my-post--2/",)),
        ("", "content/posts/a--b.md", {}, ("/posts/a--b/",)),
        ("[languages.de.permalinks]\nposts='/:slugorfilename/'", "content/posts/b.de.md", {},
         ("/de/b/",)),
        ("[permalinks]\nposts='/:slugorfilename/'", "content/posts/b.de.md", {}, ("/de/b/",)),
        ("", "content/_index.de.md", {}, ("/de/",)),
        ("", "content/_index.md", {}, ()),
        ("", "content/posts/_index.de.md", {}, ("/de/posts/",)),
    ],
)  # fmt: skip
def test_old_paths_have_their_language(
    tmp_path: Path, config: str, path: str, values: dict[str, Value], expected
) -> None:
    site = read_site(write(tmp_path, {"hugo.toml": TWO + config}))
    assert old_paths(site, path, values, (), "b", None) == expected


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("content/blog/2024-01-02-Hello World.md", {}, "/blog/hello-world/"),
        ("content/blog/2024-01-02-hello/index.fr.md", {}, "/fr/blog/hello/"),
        ("content/blog/x.fr.md", {"slug": "y"}, "/fr/blog/y/"),
        ("content/blog/x.fr.md", {"path": "/z/"}, "/z/"),
    ],
)
def test_old_paths_of_zola(tmp_path: Path, path: str, values, expected: str) -> None:
    config = "base_url = 'https://z.example'\n[languages.fr]\n"
    site = read_site(write(tmp_path, {"config.toml": config, "content/x.md": ""}))
    assert old_paths(site, path, values, (), "b", None)[0] == expected


def test_a_page_is_looked_for_in_its_own_language_first(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, {"hugo.toml": TWO}))
    assert [name for name in files_of(site.languages, "/posts/b", "de") if name.endswith(".md")][
        :2
    ] == ["content/posts/b.de.md", "content/posts/b/index.de.md"]
    assert "content/posts/b.md" in files_of(site.languages, "posts/b.md", "de")


def found_and_pages(folder: Path) -> tuple[list[str], list[Found]]:
    pages: list[Found] = []
    return [found.path for found in find_posts([folder], pages=pages)], pages


def test_each_languages_folder_is_searched_and_the_first_comes_first(tmp_path: Path) -> None:
    config = (
        "[languages.en]\ncontentDir = 'texts-en'\nweight = 1\n"
        "[languages.de]\ncontentDir = 'inhalt'\n[languages.fr]\ncontentDir = '../outside'\n"
    )
    dated = "---\ndate: 2024-01-02\n---\nx"
    site = write(
        tmp_path / "site",
        {
            "hugo.toml": config,
            "i18n/de.md": dated,
            "inhalt/posts/a.md": dated,
            "texts-en/posts/a.md": dated,
        },
    )
    write(tmp_path / "outside", {"posts/secret.md": dated})
    assert found_and_pages(site)[0] == ["texts-en/posts/a.md", "inhalt/posts/a.md"]


def test_translations_come_behind_their_text(tmp_path: Path) -> None:
    dated = "---\ndate: 2024-01-02\n---\nx"
    names = ["a.md", "a.de.md", "a.en.md", "b/index.de.md", "b/index.md", "c.md"]
    site = write(tmp_path, {"hugo.toml": TWO, **{f"content/posts/{n}": dated for n in names}})
    wanted = ["a.en.md", "a.md", "a.de.md", "b/index.md", "b/index.de.md", "c.md"]
    assert found_and_pages(site)[0] == [f"content/posts/{name}" for name in wanted]


def test_what_hugo_has_as_pages(tmp_path: Path) -> None:
    dated = "---\ndate: 2024-01-02\n---\nx"
    files = {
        "hugo.toml": TWO,
        "content/_index.md": "x",
        "content/about.de.md": "x",
        "content/cv.md": dated,
        "content/2024-01-02-named.md": "x",
        "content/posts/_index.de.md": dated,
        "content/posts/dated.md": dated,
        "content/posts/undated.md": "---\ntitle: T\n---\nx",
        "content/posts/says.md": "+++\ndate = 2024-01-02\ntype = 'page'\n+++\nx",
        "content/projects/one/index.md": "---\ntitle: T\n---\nx",
        "content/projects/one/notes.md": dated,
        "content/projects/one/deep/more.md": dated,
        "content/projects/two/index.md": dated,
    }
    posts, pages = found_and_pages(write(tmp_path, files))
    assert posts == [
        "content/2024-01-02-named.md",
        "content/posts/dated.md",
        "content/posts/undated.md",
        "content/projects/two/index.md",
    ]
    assert [one.path for one in pages if one.is_part] == [
        "content/projects/one/deep/more.md",
        "content/projects/one/notes.md",
    ]
    assert {one.path for one in pages if not one.is_part} == {
        "content/_index.md",
        "content/about.de.md",
        "content/cv.md",
        "content/posts/_index.de.md",
        "content/posts/says.md",
        "content/projects/one/index.md",
    }


def test_of_a_site_without_a_folder_of_posts_what_is_dated_is_one(tmp_path: Path) -> None:
    files = {
        "hugo.toml": TWO,
        "content/a.md": "---\ndate: 2024-01-02\n---\nx",
        "content/about.md": "---\ntitle: T\n---\nx",
        "content/talks/b.md": "---\ndate: 2024-01-02\n---\nx",
    }
    posts, pages = found_and_pages(write(tmp_path, files))
    assert posts == ["content/a.md", "content/talks/b.md"]
    assert [one.path for one in pages] == ["content/about.md"]


def test_old_and_new_patterns_of_hugo_go_together(tmp_path: Path) -> None:
    config = "permalinks: {posts: '/:slug/', page: {notes: '/n/:slug/'}, term: {tags: '/t/:slug/'}}"
    site = read_site(write(tmp_path, {"hugo.yaml": config}))
    assert site.languages[0].permalinks == {"posts": "/:slug/", "notes": "/n/:slug/"}


def test_the_menu_has_what_headers_say(tmp_path: Path) -> None:
    files = {
        "hugo.toml": TWO + "[[menus.main]]\nname='Far'\nurl='https://far.example/'\nweight=30\n"
        "[[menus.main]]\nname='Posts'\npageRef='/posts'\nweight=5\n",
        "content/about.md": "---\ntitle: About me\nmenu: main\nweight: 20\n---\nx",
        "content/about.de.md": "---\ntitle: Über mich\nmenu: main\nweight: 1\n---\nx",
        "content/cv/index.md": "---\ntitle: CV\nmenus: {main: {name: My CV, weight: 10}}\n---\nx",
        "content/no.md": "---\ntitle: No\nmenu: footer\n---\nx",
    }
    site = read_site(write(tmp_path, files))
    assert site.description.navigation == (
        ("Posts", "/posts"),
        ("My CV", "/cv/"),
        ("About me", "/about/"),
        ("Far", "https://far.example/"),
    )
