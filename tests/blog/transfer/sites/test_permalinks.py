from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.transfer.sites.permalinks import jekyll_path, old_paths
from blog.transfer.source.content_places import ContentLanguage
from blog.transfer.source.import_values import SourceSite, Value

WHEN = datetime(2009, 3, 5, 7, 8, 9, tzinfo=UTC)
PATH = "physics/_posts/2009-03-05-My_first, post!.md"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", "/physics/new ideas/2009/03/05/My_first,-post!.html"),
        ("pretty", "/physics/new ideas/2009/03/05/My_first,-post!/"),
        ("ordinal", "/physics/new ideas/2009/064/My_first,-post!.html"),
        ("weekdate", "/physics/new ideas/2009/W10/Thu/My_first,-post!.html"),
        ("none", "/physics/new ideas/My_first,-post!.html"),
        ("/:year-:month-:day/:slug/", "/2009-03-05/my-first-post/"),
        ("/blog/:slugified_categories/:title", "/blog/physics/new-ideas/My_first,-post!"),
        ("/:short_year/:i_month/:i_day/:hour:minute:second/:slug", "/09/3/5/070809/my-first-post"),
        (":title_x/:unknown", "/My_first,-post!_x/:unknown"),
    ],
)
def test_jekyll_path_fills_patterns_as_jekyll_does(pattern: str, expected: str) -> None:
    assert jekyll_path(pattern, PATH, ("New Ideas",), "", WHEN) == expected


def test_jekyll_path_of_a_draft_is_none() -> None:
    assert jekyll_path("", "_drafts/x.md", (), "", None) == ""


def paths(
    values: dict[str, Value], path: str = "_posts/2009-03-05-a.md", **site: str
) -> tuple[str, ...]:
    system = site.pop("system", "jekyll")
    return old_paths(SourceSite(Path(), system, **site), path, values, (), "a", WHEN)


def test_old_paths_put_a_permalink_in_place_of_the_pattern() -> None:
    assert paths({}) == ("/2009/03/05/a.html",)
    assert paths({"permalink": "my/a/"}) == ("/my/a/",)
    assert paths({"permalink": "/:year/:slug/"}) == ("/2009/a/",)
    assert paths({"slug": "b"}, permalink="/:title/") == ("/b/",)


def test_old_paths_collect_former_addresses() -> None:
    values: dict[str, Value] = {
        "permalink": "/now/",
        "redirect_from": ["/old/", "older"],
        "aliases": "/alias.html",
        "blogger_orig_url": "http://x.blogspot.example/2009/a.html",
        "redirect": "https://elsewhere.example/x",
        "citation": {"url": "https://a.example/cited"},
    }
    expected = ("/now/", "/alias.html", "/old/", "/older", "/2009/a.html", "/cited")
    assert paths(values) == expected


def test_old_paths_are_with_and_without_the_base() -> None:
    assert paths({}, baseurl="/blog") == ("/2009/03/05/a.html", "/blog/2009/03/05/a.html")


@pytest.mark.parametrize(
    ("system", "path", "values", "expected"),
    [
        ("hugo", "content/blog/a/index.md", {}, ("/blog/a/",)),
        ("hugo", "content/blog/a.md", {"slug": "b"}, ("/blog/b/",)),
        ("hugo", "content/a.md", {"url": "/c/"}, ("/c/",)),
        ("zola", "content/a.md", {"path": "2024/03/a"}, ("/2024/03/a",)),
        ("quarto", "posts/a/index.qmd", {}, ("/posts/a/",)),
        ("quarto", "posts/a.qmd", {}, ("/posts/a.html",)),
        ("distill", "_posts/2009-03-05-a/b.Rmd", {}, ("/posts/2009-03-05-a/",)),
        ("jekyll", "_posts/2009-03-05-a/b.Rmd", {}, ("/posts/2009-03-05-a/",)),
        ("pelican", "content/a.md", {}, ("/a.html",)),
        ("", "x/a.md", {}, ()),
    ],
)
def test_old_paths_of_other_systems(
    system: str, path: str, values: dict[str, Value], expected: tuple[str, ...]
) -> None:
    assert paths(values, path, system=system) == expected


def test_old_paths_of_pelican_fill_dates() -> None:
    pattern = "blog/{date:%Y}/{date:%m}/{slug}/"
    assert paths({}, "content/a.md", system="pelican", permalink=pattern) == ("/blog/2009/03/a/",)
    assert paths({}, "content/a.md", system="pelican", permalink="{category}/{slug}") == ()


@pytest.mark.parametrize(
    ("pattern", "path", "values", "expected"),
    [
        ("/:year/:month/:slug/", "content/posts/a b.md", {"title": "One Two"}, "/2009/03/one-two/"),
        ("/:sections/:day/:slugorfilename", "content/posts/x/index.md", {}, "/posts/05/x/"),
        ("/:section/:filename/", "content/posts/deep/A.md", {"slug": "s"}, "/posts/a/"),
        ("/:unknown/", "content/posts/a.md", {}, "/posts/a/"),
        ("/:year/", "content/other/a.md", {}, "/other/a/"),
    ],
)
def test_old_paths_of_hugo_fill_the_pattern_of_their_section(
    pattern: str, path: str, values: dict[str, Value], expected: str
) -> None:
    languages = (ContentLanguage("en", permalinks={"posts": pattern}),)
    site = SourceSite(Path(), "hugo", languages=languages)
    assert old_paths(site, path, values, (), "a", WHEN)[0] == expected


def test_aliases_of_hugo_count_from_where_the_page_stands() -> None:
    languages = (ContentLanguage("en", permalinks={"posts": "/:year/:slug/"}),)
    site = SourceSite(Path("/site"), "hugo", languages=languages)
    values: dict[str, Value] = {"slug": "one", "aliases": ["../two", "three/", "/four", "./5"]}
    paths = old_paths(site, "content/posts/one/index.md", values, (), "one", WHEN)
    assert paths == ("/2009/one/", "/two", "/2009/three/", "/four", "/2009/5")
