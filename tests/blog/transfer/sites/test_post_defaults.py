import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.transfer.sites.post_defaults import default_values, read_site
from blog.transfer.source.import_values import Refused, SourceAuthor
from tests.blog.transfer.source_files import write

KEYS = (
    *("title", "url", "baseurl", "timezone", "lang", "permalink", "defaults", "collections"),
    *("authors", "website", "site", "excerpt_separator"),
)
JEKYLL = """
title: A &amp; B
url: https://a.example
baseurl: /blog
timezone: Europe/Berlin
permalink: /:year/:title/
lang: en_gb
excerpt_separator: <!--x-->
collections: {notes: {output: true}}
defaults:
  - scope: {path: "_posts/physics"}
    values: {author: Ada}
  - scope: {path: "", type: posts}
    values: {comments: true, author: Site}
  - scope: {path: "_posts/*/deep", type: posts}
    values: {License: MIT}
  - scope: {path: "", type: pages}
    values: {layout: page}
  - nonsense
"""


def test_read_site_reads_jekyll(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, {"_config.yml": JEKYLL}))
    assert (site.system, site.description.name, site.url) == (
        "jekyll",
        "A & B",
        "https://a.example",
    )
    assert (site.baseurl, site.timezone, site.permalink) == (
        *("/blog", "Europe/Berlin", "/:year/:title/"),
    )
    assert (site.language, site.excerpt_separator) == ("en-GB", "<!--x-->")
    assert site.collections == ("notes",)


def test_default_values_let_the_more_exact_path_win(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, {"_config.yml": JEKYLL}))
    assert default_values(site, "_posts/a.md", False) == {"comments": "true", "author": "Site"}
    assert default_values(site, "_posts/physics/a.md", False)["author"] == "Ada"
    assert default_values(site, "_posts/x/deep/a.md", False)["license"] == "MIT"
    assert default_values(site, "_drafts/a.md", True)["author"] == "Site"


def test_read_site_without_configuration(tmp_path: Path) -> None:
    assert read_site(tmp_path).system == ""
    assert read_site(write(tmp_path, {"_posts/a.md": ""})).system == "jekyll"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"hugo.toml": 'baseURL = "https://a.example"\ntitle = "T"\nlanguageCode = "de-de"'},
         ("hugo", "T", "https://a.example", "de-DE", "")),
        ({"config.toml": 'base_url = "https://a.example"\ntitle = "T"', "content/a.md": ""},
         ("zola", "T", "https://a.example", "", "")),
        ({"_quarto.yml": 'website:\n  title: T\n  site-url: "https://a.example"\nlang: fr'},
         ("quarto", "T", "https://a.example", "fr", "")),
        ({"_site.yml": "name: n\ntitle: T\nbase_url: https://a.example"},
         ("distill", "T", "https://a.example", "", "")),
        ({"myst.yml": "site:\n  title: T\n"}, ("myst", "T", "", "", "")),
        ({"pelicanconf.py": "import os\nSITENAME = 'T'\nTIMEZONE = \"Asia/Seoul\" # x\nX = os.x"},
         ("pelican", "T", "", "", "Asia/Seoul")),
    ],
)  # fmt: skip
def test_read_site_reads_other_systems(
    tmp_path: Path, files: dict[str, str | bytes], expected: tuple[str, ...]
) -> None:
    site = read_site(write(tmp_path, files))
    assert (site.system, site.description.name, site.url, site.language, site.timezone) == expected


def test_read_site_knows_the_people_of_its_data(tmp_path: Path) -> None:
    people = "AdaL:\n  name: Ada Lovelace\n  url: https://a.example\nbob: {}\n"
    site = read_site(write(tmp_path, {"_config.yml": "a: b", "_data/authors.yml": people}))
    assert site.people["AdaL"] == SourceAuthor("Ada Lovelace", "https://a.example")


def test_read_site_does_without_people_that_it_cannot_read(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, {"_config.yml": "a: b", "_data/authors.yml": "a: b: c"}))
    assert [note.message for note in site.notes] == [
        "the site's authors cannot be read (authors.yml:1: mapping values are not allowed here)"
    ]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    keys=st.dictionaries(
        st.sampled_from(KEYS),
        st.recursive(
            st.one_of(st.none(), st.text(max_size=9), st.integers(), st.just("http://[")),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.sampled_from(["scope", "values", "path", "name"]), inner),
            ),
            max_leaves=6,
        ),
    ),
    name=st.sampled_from(["_config.yml", "_quarto.yml", "hugo.yaml", "myst.yml"]),
)  # fmt: skip
def test_read_site_survives_values_of_any_type(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, object], name: str
) -> None:
    site = read_site(write(tmp_path_factory.mktemp("site"), {name: json.dumps(keys)}))
    assert site.system and default_values(site, "_posts/a.md", False) is not None


def test_read_site_notes_an_unknown_zone(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, {"_config.yml": "timezone: Mars/Base"}))
    assert site.timezone == "" and "Mars/Base" in site.notes[0].message


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("_config.yml", "a: b\nc: " + "[" * 9000, "_config.yml:2: nested deeper than 32 levels"),
        ("_config.yml", "a: b: c", "_config.yml:1: mapping values are not allowed here"),
        ("_config.yml", "#" * 200_000, "_config.yml: the file is bigger than 128 kB"),
        ("hugo.toml", "a = [[", "hugo.toml:1: Invalid value (at end of document)"),
    ],
)
def test_read_site_refuses(tmp_path: Path, name: str, content: str, place: str) -> None:
    with pytest.raises(Refused) as caught:
        read_site(write(tmp_path, {name: content}))
    assert str(caught.value) == place


def test_read_site_reads_hugos_permalinks(tmp_path: Path) -> None:
    old = write(tmp_path / "a", {"hugo.toml": '[permalinks]\nposts = "/:slug/"\n'})
    new = write(tmp_path / "b", {"hugo.toml": '[permalinks.page]\nposts = "/:slug/"\n'})
    assert [read_site(one).languages[0].permalinks for one in (old, new)] == [
        {"posts": "/:slug/"},
        {"posts": "/:slug/"},
    ]
