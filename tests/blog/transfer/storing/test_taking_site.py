from pathlib import Path

import pytest

from blog.models import Post, Site, current_site, stored_site
from tests.support.cases import import_from, import_site, post_text, write
from tests.support.factories import make_page, set_site

pytestmark = pytest.mark.django_db
JEKYLL = """
title: Notes of a Botanist
tagline: Plants and papers
description: What grows where, and who said so.
lang: fr
timezone: Asia/Seoul
license: CC BY 4.0
"""
POST = {"_posts/2023-03-01-a.md": post_text("Words.", date="2023-03-01")}


def test_site_is_offered_and_not_taken(tmp_path: Path):
    said = import_site(tmp_path, {"_config.yml": JEKYLL} | POST)
    assert "--take-site takes it" in said
    assert "  name: Notes of a Botanist\n" in said
    assert "  time zone: Asia/Seoul\n" in said
    assert not Site.objects.exists()


def test_site_is_taken(tmp_path: Path):
    said = import_site(tmp_path, {"_config.yml": JEKYLL} | POST, take_site=True)
    assert "Taken from the site: name: Notes of a Botanist" in said
    assert "takes it" not in said
    site = stored_site()
    assert (site.name, site.tagline) == ("Notes of a Botanist", "Plants and papers")
    assert site.description == "What grows where, and who said so."
    assert (site.language, site.time_zone, site.licence) == ("fr", "Asia/Seoul", "CC BY 4.0")


def test_blog_with_another_name_loses_our_tagline(tmp_path: Path):
    assert current_site().tagline
    import_site(tmp_path, {"_config.yml": "title: Notes\n"} | POST, take_site=True)
    assert (stored_site().name, stored_site().tagline) == ("Notes", "")


def test_what_the_owner_said_stays(tmp_path: Path):
    set_site(name="Mine", time_zone="Europe/Berlin")
    said = import_site(tmp_path, {"_config.yml": JEKYLL} | POST, take_site=True)
    assert "name:" not in said
    site = stored_site()
    assert (site.name, site.time_zone, site.language) == ("Mine", "Europe/Berlin", "fr")


def test_trial_stores_nothing_and_still_offers(tmp_path: Path):
    said = import_site(tmp_path, {"_config.yml": JEKYLL} | POST, take_site=True, dry_run=True)
    assert "name: Notes of a Botanist" in said
    assert not Site.objects.exists()
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("file", "text", "post"),
    [
        ("hugo.toml", 'title = "Notes"\nlanguageCode = "fr"\ntimeZone = "Asia/Seoul"', "content/"),
        ("_quarto.yml", "website:\n  title: Notes\nlang: fr\n", "posts/a/"),
        ("myst.yml", "version: 1\nsite:\n  title: Notes\n", ""),
    ],
)
def test_other_systems_are_named_too(tmp_path: Path, file: str, text: str, post: str):
    name = "index.qmd" if file == "_quarto.yml" else "a.md"
    body = post_text("Words.", date="2023-03-01")
    import_site(tmp_path, {file: text, f"{post}{name}": body}, take_site=True)
    assert stored_site().name == "Notes"
    if file != "myst.yml":
        assert stored_site().language == "fr"


def test_menu_is_taken_as_far_as_it_leads_somewhere(tmp_path: Path):
    make_page(address="people")
    text = """
website:
  title: Notes
  navbar:
    left:
      - {text: People, href: people.qmd}
      - {text: Talks, href: talks.qmd}
      - {text: Code, href: "https://example.org/code"}
"""
    files = {"_quarto.yml": text, "posts/a/index.qmd": post_text("Words.", date="2023-03-01")}
    said = import_site(tmp_path, files, take_site=True)
    titles = [title for title, _address in current_site().links]
    assert "Talks" not in titles
    assert "Code" in titles
    assert "lead to nothing here: " in said
    assert "Talks" in said


def test_macros_and_the_style_are_taken(tmp_path: Path):
    text = r"""
version: 1
project:
  math:
    '\R': '\mathbb{R}'
    '\pair': '\langle #1, #2 \rangle'
site:
  title: Notes
"""
    post = "---\ndate: 2024-01-01\n---\n# A\n\nIn $\\R$."
    import_site(tmp_path, {"myst.yml": text, "a.md": post}, take_site=True)
    assert stored_site().tex_macros.splitlines() == [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\newcommand{\pair}[2]{\langle #1, #2 \rangle}",
    ]
    assert "ℝ" in Post.objects.get().body_html


@pytest.mark.parametrize(
    "line", ["timezone: Mars/Olympus", "lang: '!'", f"title: {'x' * 300}", "title: ''"]
)
def test_value_that_may_not_stand_here_is_no_offer(tmp_path: Path, line: str):
    import_site(tmp_path, {"_config.yml": line} | POST, take_site=True)
    site = stored_site()
    site.full_clean()
    assert (site.time_zone, site.language, len(site.name) <= 100) == ("UTC", "en", True)


def test_two_sites_at_once_offer_nothing(tmp_path: Path):
    for name in ("one", "two"):
        files = {"_config.yml": f"title: {name}"} | POST
        write(tmp_path / name, files)
    said = import_from(tmp_path, take_site=True)
    assert "Taken" not in said
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("config", "day"), [("", "2023-03-01T08:00"), ("timezone: Asia/Seoul", "2023-02-28T15:00")]
)
def test_dates_without_a_zone_are_those_of_their_site_or_of_the_blog(tmp_path, config, day):
    set_site(time_zone="America/Los_Angeles")
    import_site(tmp_path, {"_config.yml": config or "title: A"} | POST)
    assert Post.objects.get().published_at.isoformat().startswith(day)
