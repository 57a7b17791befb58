import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.transfer.sites.post_defaults import read_site
from blog.transfer.source.import_values import SiteDescription, SourceAuthor
from tests.blog.transfer.source_files import write

JEKYLL = """
title: Notes &amp; queries
tagline: Plants
description: >
  About <em>plants</em>
  and papers
lang: en_gb
timezone: asia/seoul
url: https://n.example.org
author: {name: Ada Bell, url: "https://n.example.org", twitter: adab}
license: CC BY 4.0
scholar: {style: nature}
github_username: ada
social:
  links: [https://social.example.org/@ada, https://n.example.org/me]
header_pages: [about.md, papers.html]
feed: {path: blog.rss}
"""
HUGO = """
baseURL = "https://h.example.org/"
defaultContentLanguage = "de"
timeZone = "Europe/Berlin"
[params]
description = "Über Pflanzen"
license = "CC0"
[[params.socialIcons]]
name = "github"
url = "https://github.com/ada"
[languages.de]
languageCode = "de-DE"
title = "Notizen"
[languages.en]
title = "Notes"
[[menu.main]]
name = "About"
url = "/about/"
weight = 2
[[menu.main]]
name = "Posts"
pageRef = "posts"
weight = 1
[outputFormats.RSS]
baseName = "feed"
"""
QUARTO = """
project: {type: website}
lang: fr
license: CC BY-SA
csl: styles/ieee.csl
website:
  title: Notes
  description: Des plantes
  site-url: https://q.example.org/
  navbar:
    title: false
    left:
      - about.qmd
      - text: Talks
        href: talks/index.qmd
    right:
      - icon: github
        href: https://github.com/ada
format:
  html:
"""
MYST = """
version: 1
project:
  title: A project
  authors: [{name: Ada Bell, orcid: 0000-0002-1825-0097}]
  license: CC-BY-4.0
  github: ada/notes
  math:
    '\\RR': '\\mathbb{R}'
    '\\bf': {macro: '\\mathbf{#1}'}
site:
  title: Notes
  nav:
    - title: More
      children:
        - {title: About, url: /about}
"""
PELICAN = """
import os
SITENAME = "Notes"
SITESUBTITLE = 'Plants'
TIMEZONE = 'Asia/Seoul'
DEFAULT_LANG = 'ko'
MENUITEMS = (('About', '/pages/about.html'), ('Home', '/'))
SOCIAL = (("github", "https://github.com/ada"),)
FEED_ALL_ATOM = 'feeds/everything.xml'
FEED_ALL_RSS = None
SITEURL = os.environ["SITEURL"]
"""
ZOLA = """
base_url = "https://z.example.org"
title = "Notes"
description = "Plants"
default_language = "en"
feed_filenames = ["rss.xml", "atom.xml"]
[extra]
menu = [{name = "About", url = "$BASE_URL/about/"}]
"""


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (
            {"_config.yml": JEKYLL, "about.md": "---\ntitle: About me\n---\n"},
            SiteDescription(
                name="Notes & queries",
                tagline="Plants",
                description="About plants and papers",
                language="en-GB",
                time_zone="Asia/Seoul",
                authors=(SourceAuthor("Ada Bell", "https://n.example.org"),),
                licence="CC BY 4.0",
                citation_style="nature",
                navigation=(("About me", "/about/"), ("Papers", "/papers.html")),
                feed_paths=("/blog.rss",),
                social=(
                    "https://github.com/ada",
                    "https://social.example.org/@ada",
                    "https://twitter.com/adab",
                ),
            ),
        ),
        (
            {"hugo.toml": HUGO},
            SiteDescription(
                name="Notizen",
                description="Über Pflanzen",
                language="de-DE",
                time_zone="Europe/Berlin",
                licence="CC0",
                navigation=(("Posts", "/posts"), ("About", "/about/")),
                feed_paths=("/feed.xml",),
                home_paths=("/en/",),
                social=("https://github.com/ada",),
            ),
        ),
        (
            {
                "_quarto.yml": QUARTO,
                "about.qmd": '---\ntitle: "À propos"\n---\n',
                "blog.qmd": "---\nlisting:\n  contents: posts\n  feed: true\n---\n",
            },
            SiteDescription(
                name="Notes",
                description="Des plantes",
                language="fr",
                licence="CC BY-SA",
                citation_style="ieee",
                navigation=(("À propos", "/about.html"), ("Talks", "/talks/")),
                feed_paths=("/blog.xml",),
                social=("https://github.com/ada",),
            ),
        ),
        (
            {"myst.yml": MYST},
            SiteDescription(
                name="Notes",
                authors=(SourceAuthor("Ada Bell", orcid="0000-0002-1825-0097"),),
                licence="CC-BY-4.0",
                navigation=(("About", "/about"),),
                social=("https://github.com/ada/notes",),
                macros={"\\RR": "\\mathbb{R}", "\\bf": "\\mathbf{#1}"},
            ),
        ),
        (
            {"pelicanconf.py": PELICAN},
            SiteDescription(
                name="Notes",
                tagline="Plants",
                language="ko",
                time_zone="Asia/Seoul",
                navigation=(("About", "/pages/about.html"), ("Home", "/")),
                feed_paths=("/feeds/everything.xml",),
                social=("https://github.com/ada",),
            ),
        ),
        (
            {"config.toml": ZOLA, "content/a.md": ""},
            SiteDescription(
                name="Notes",
                description="Plants",
                language="en",
                navigation=(("About", "/about/"),),
                feed_paths=("/rss.xml", "/atom.xml"),
            ),
        ),
    ],
)
def test_a_site_describes_itself(
    tmp_path: Path, files: dict[str, str], wanted: SiteDescription
) -> None:
    assert read_site(write(tmp_path, files)).description == wanted


def test_a_site_without_configuration_says_nothing(tmp_path: Path) -> None:
    assert read_site(tmp_path).description == SiteDescription()


def test_parts_of_hugos_configuration_are_one(tmp_path: Path) -> None:
    files = {
        "content/a.md": "",
        "config/_default/hugo.toml": 'title = "Notes"',
        "config/_default/params.yaml": "tagline: Plants",
        "config/_default/languages.en.toml": 'languageCode = "en-nz"',
        "config/_default/menus.en.json": '{"main": [{"name": "About", "pageRef": "/about"}]}',
    }
    found = read_site(write(tmp_path, files)).description
    assert (found.name, found.tagline, found.language) == ("Notes", "Plants", "en-NZ")
    assert found.navigation == (("About", "/about"),)


@pytest.mark.parametrize(
    "zone", ["UTC+9", "+09:00", "KST", "Seoul", "../etc/passwd", "Asia/Seoul\n\n"]
)
def test_only_a_zone_that_exists_is_one(tmp_path: Path, zone: str) -> None:
    site = read_site(write(tmp_path, {"_config.yml": f"timezone: {json.dumps(zone)}"}))
    assert site.description.time_zone == ("Asia/Seoul" if "Asia" in zone else "")


def test_nothing_of_a_program_is_run(tmp_path: Path) -> None:
    program = f"open({str(tmp_path / 'made')!r}, 'w')\nSITENAME = 'N' + str(1 / 0)\nTHEME = 'x'"
    assert read_site(write(tmp_path, {"pelicanconf.py": program})).description.name == ""
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "program",
    ["-" * 60_000 + "1", "X = " + "[" * 60_000, "X = " + "1+" * 60_000 + "1", "print 'two'", "\0"],
)
def test_a_hostile_program_is_passed_over(tmp_path: Path, program: str) -> None:
    text = f"SITENAME = 'N'\n{program}\n"
    assert read_site(write(tmp_path, {"pelicanconf.py": text})).description.name in {"N", ""}


def test_name_of_al_folios_owner_stands_for_its_title(tmp_path: Path) -> None:
    text = "title: blank\nfirst_name: Ada\nmiddle_name:\nlast_name: Bell\n"
    assert read_site(write(tmp_path, {"_config.yml": text})).description.name == "Ada Bell"


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    keys=st.dictionaries(
        st.sampled_from(["menu", "nav", "navbar", "social", "author", "feed", "math", "website"]),
        st.recursive(
            st.one_of(st.none(), st.text(max_size=9), st.integers(), st.just("http://[")),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(
                    st.sampled_from(["main", "url", "name", "path", "icon", "github", "left"]),
                    inner,
                ),
            ),
            max_leaves=6,
        ),
    ),
    name=st.sampled_from(["_config.yml", "_quarto.yml", "hugo.json", "myst.yml"]),
)
def test_a_description_survives_values_of_any_type(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, object], name: str
) -> None:
    site = read_site(write(tmp_path_factory.mktemp("site"), {name: json.dumps(keys)}))
    assert isinstance(site.description, SiteDescription)
