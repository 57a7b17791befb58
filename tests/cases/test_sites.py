"""A blog's own name, zone and place: of the site that it was, or as its owner sets them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import ROOT
from tests.support.cases import (
    entries,
    import_case,
    import_site,
    metas,
    page,
    post_text,
    values,
    words,
)
from tests.support.factories import set_site
from tests.support.serving import environment

READ = """
import json
from blog.models import current_site
names = ["name", "tagline", "language", "time_zone"]
print(json.dumps([getattr(current_site(), name) for name in names]))
"""


def manage(folder: Path, *arguments: str, **settings: str) -> str:
    """What ``manage.py`` says, in a process of its own with these settings in its environment."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def in_shell(folder: Path, code: str, **settings: str):
    said = manage(folder, "shell", "--no-imports", "-v0", "-c", code, **settings)
    return json.loads(said.splitlines()[-1])


@pytest.mark.slow
def test_blog_is_named_in_the_environment(site_folder: Path):
    """Until its owner says otherwise in the admin."""
    own = ["Notes", "Of plants", "fr", "Asia/Seoul"]
    names = ["BLOG_NAME", "BLOG_TAGLINE", "BLOG_LANGUAGE", "TIME_ZONE"]
    assert in_shell(site_folder, READ, **dict(zip(names, own, strict=True))) == own


@pytest.mark.slow
def test_time_zone_that_is_none_stops_the_start(tmp_path: Path):
    with pytest.raises(AssertionError, match="TIME_ZONE is 'Seoul'"):
        in_shell(tmp_path, READ, TIME_ZONE="Seoul")


@pytest.mark.django_db
def test_import_into_an_empty_blog_offers_the_sites_name(client):
    said = import_case("f01-name-of-the-blog")
    home = words(page(client, "/"))
    assert "Notes of a Botanist" in said or "Notes of a Botanist" in home
    assert "Plants and papers" in said or "Plants and papers" in home


@pytest.mark.django_db
def test_import_into_a_blog_with_posts_leaves_its_name(client, tmp_path: Path):
    import_site(tmp_path, {"_posts/2024-01-01-first.md": post_text("Words.")})
    import_case("f01-name-of-the-blog")
    assert "Notes of a Botanist" not in words(page(client, "/"))


def shown_day(client, slug: str) -> tuple[str, str]:
    """The day on a post's page, for people and for Zotero."""
    tree = page(client, f"/posts/{slug}/")
    return words(next(tree.iter("time"))), metas(tree, "citation_publication_date")[0]


@pytest.mark.django_db
def test_post_of_an_eastern_site_has_its_own_day(client):
    import_case("h01-dates-of-eastern-sites", take_site=True)
    assert shown_day(client, "morning") == ("1 March 2023", "2023/03/01")
    assert shown_day(client, "year") == ("1 January 2023", "2023/01/01")


@pytest.mark.django_db
def test_post_of_an_eastern_site_is_filed_under_its_own_year(client):
    import_case("h01-dates-of-eastern-sites", take_site=True)
    year = next(page(client, "/archive/2023/").iter("main"))
    assert "/posts/year/" in values(year, "href")
    assert client.get("/archive/2022/").status_code == 404


@pytest.mark.django_db
def test_day_of_a_post_is_that_of_the_blogs_zone(client):
    """As an owner sets it, whatever the import makes of a site's zone."""
    set_site(time_zone="Asia/Seoul")
    import_case("h01-dates-of-eastern-sites")
    assert shown_day(client, "morning") == ("1 March 2023", "2023/03/01")
    assert client.get("/archive/2022/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "date", "wanted"),
    [
        ("Asia/Tokyo", "2023-03-01", "2023/03/01"),
        ("America/Los_Angeles", "2023-03-01", "2023/03/01"),
        ("America/Los_Angeles", "2023-03-01 20:00:00 -0800", "2023/03/01"),
        ("Pacific/Kiritimati", "2023-01-01", "2023/01/01"),
        ("Asia/Kolkata", "2023-03-01 04:00:00", "2023/03/01"),
        ("Asia/Seoul", "2023-03-01 08:59:00 +0900", "2023/03/01"),
    ],
)
def test_day_of_a_post_is_that_of_its_site(
    client, tmp_path: Path, zone: str, date: str, wanted: str
):
    files = {"_config.yml": f"timezone: {zone}\n", "_posts/2023-03-01-a.md": dated(date)}
    import_site(tmp_path, files, take_site=True)
    assert shown_day(client, "a")[1] == wanted


def dated(date: str) -> str:
    return post_text("Words.", date=date)


@pytest.mark.django_db
def test_moment_of_a_post_in_a_feed_is_exact(client):
    import_case("h01-dates-of-eastern-sites")
    found = [one.find("{http://www.w3.org/2005/Atom}published").text for one in entries(client)]
    assert found[1] in ("2022-12-31T22:30:00+00:00", "2023-01-01T07:30:00+09:00")


BELOW = {"SITE_URL": "https://example.org/blog", "DEBUG": "1"}
ADDRESSES = """
import json, re
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
names = ["blog:home", "blog:archive", "blog:post_feed", "blog:sitemap_index", "admin:index"]
found = {name: reverse(name) for name in names}
found |= {"static": static("blog/site.css"), "media": settings.MEDIA_URL}
found |= {"session": settings.SESSION_COOKIE_PATH, "csrf": settings.CSRF_COOKIE_PATH}
client = Client(headers={"host": "example.org"})
below = next(one for one in ("/blog/", "/") if client.get(one, secure=True).status_code == 200)
pages = [client.get(below + one, secure=True) for one in ("", "feeds/posts.atom", "sitemap.xml")]
text = "".join(page.content.decode() for page in pages)
pattern = r'(?:(?:href|src|action)="|https://example.org)(/[^"<]*)'
found |= {one: one for one in re.findall(pattern, text)}
print(json.dumps(found))
"""


@pytest.mark.slow
def test_blog_below_a_path_starts(tmp_path: Path):
    said = manage(tmp_path, "check", **BELOW)
    assert "no issues" in said


@pytest.mark.slow
@pytest.mark.sqlite
def test_addresses_of_a_blog_below_a_path_begin_with_it(site_folder: Path):
    found = in_shell(site_folder, ADDRESSES, **BELOW)
    assert len(found) > 12
    assert {name: one for name, one in found.items() if not is_below(one)} == {}


def is_below(path: str) -> bool:
    """Once, and not twice as where the site's address and a path are put together."""
    return path.startswith("/blog/") and not path.startswith("/blog/blog/")


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_readme_of_the_server_has_the_lines_for_a_path(proxy: str):
    readme = (ROOT / "deploy/README.md").read_text()
    blocks = [one for one in readme.split("```") if one.startswith(proxy)]
    assert [one for one in blocks if re.search(r"\s/blog[/\s*{;]", one)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [*("https://example.org/~ada/blog", "https://example.org/a/b/", "http://127.0.0.1:8000/blog")],
)
def test_blog_may_stand_below_any_path(tmp_path: Path, address: str):
    assert "no issues" in manage(tmp_path, "check", SITE_URL=address)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["https://example.org/a?b=c", "https://example.org/#a", "blog"])
def test_site_url_that_is_no_address_stops_the_start(tmp_path: Path, address: str):
    with pytest.raises(AssertionError, match="SITE_URL is"):
        manage(tmp_path, "check", SITE_URL=address)
