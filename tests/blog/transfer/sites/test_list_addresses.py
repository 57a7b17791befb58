"""Where feeds and pages of tags stood, by what a configuration says of it."""

from pathlib import Path

import pytest

from blog.transfer.sites.list_addresses import label_path
from blog.transfer.sites.post_defaults import read_site
from tests.blog.transfer.source_files import write

ARCHIVES = "jekyll-archives:\n  permalinks: {tag: '/topics/:name/', category: '/in/:name/'}\n"


@pytest.mark.parametrize(
    ("files", "tag", "category"),
    [
        ({"_config.yml": "a: b"}, ["/tag/c/"], ["/category/c/"]),
        ({"_config.yml": ARCHIVES}, ["/topics/c/"], ["/in/c/"]),
        (
            {"_config.yml": f"baseurl: /b\n{ARCHIVES}"},
            ["/topics/c/", "/b/topics/c/"],
            ["/in/c/", "/b/in/c/"],
        ),
        (
            {"_config.yml": "autopages: {tags: {permalink: '/on/:tag'}}"},
            ["/on/c"],
            ["/category/c/"],
        ),
        ({"_config.yml": "tag_page_dir: about"}, ["/about/c/"], ["/category/c/"]),
        ({"hugo.toml": ""}, ["/tags/c++/"], ["/categories/c++/"]),
        (
            {"hugo.toml": "[permalinks.term]\ntags = '/on/:slug/'"},
            ["/on/c++/"],
            ["/categories/c++/"],
        ),
        (
            {"pelicanconf.py": "TAG_URL = 'on/{slug}/'\nTAG_SAVE_AS = 'on/{slug}/index.html'"},
            ["/on/c/", "/on/c/index.html"],
            ["/category/c.html"],
        ),
        ({"config.toml": "base_url='x'", "content/a.md": ""}, ["/tags/c/"], ["/categories/c/"]),
        ({"_quarto.yml": "project: {type: website}"}, [], []),
        ({"_config.yml": "jekyll-archives: [a, {permalinks: 3}]"}, ["/tag/c/"], ["/category/c/"]),
    ],
)
def test_pages_of_labels(
    tmp_path: Path, files: dict[str, str], tag: list[str], category: list[str]
) -> None:
    pages = read_site(write(tmp_path, files)).label_pages
    assert [label_path(one, "C++") for one in pages if not one.is_category] == tag
    assert [label_path(one, "C++") for one in pages if one.is_category] == category


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"_config.yml": "baseurl: /b"}, ("/feed.xml", "/b/feed.xml")),
        ({"_config.yml": "feed: {path: a/b.rss}"}, ("/a/b.rss",)),
        ({"hugo.json": '{"outputFormats": {"rss": {"BaseName": "news"}}}'}, ("/news.xml",)),
        ({"pelicanconf.py": "FEED_ALL_ATOM = None\nFEED_RSS = 'a.rss'"}, ("/a.rss",)),
        ({"_site.yml": "name: x", "news.Rmd": "---\nlisting: posts\n---\n"}, ("/news.xml",)),
        (
            {"_quarto.yml": "", "blog/index.qmd": "---\nlisting:\n- feed: {title: x}\n---\n"},
            ("/blog/index.xml",),
        ),
        ({"_quarto.yml": "", "blog.qmd": "---\nlisting: default\n---\n"}, ()),
    ],
)
def test_paths_of_feeds(tmp_path: Path, files: dict[str, str], paths: tuple[str, ...]) -> None:
    assert read_site(write(tmp_path, files)).description.feed_paths == paths
