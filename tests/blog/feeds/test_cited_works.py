"""The works that a post cites, at its end in feeds."""

import json
from xml.etree import ElementTree

import pytest

from papers.models import CitedWork, Notice, Paper
from tests.support.factories import make_paper, make_post

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def two_works(db):
    make_paper("On Radium", key="curie", identifiers=[("doi", "10.1000/radium")])
    make_paper("On Fission", key="meitner", author="Meitner", year=1939)


def last_part(client, address="/feeds/posts.atom") -> str:
    """What stands under "Works cited" in the newest entry."""
    entry = ElementTree.fromstring(client.get(address).content).find(f"{ATOM}entry")
    _text, heading, works = entry.findtext(f"{ATOM}content").partition("<h2>Works cited</h2>")
    return heading and works


def test_an_entry_ends_with_the_works_that_it_cites(client, two_works, settings):
    make_post(source="So says @meitner, and @curie too.", language="de")
    works = last_part(client)
    assert works.startswith('\n<ol lang="de">\n<li>Curie')
    assert works.index("On Radium") < works.index("On Fission")
    assert "https://doi.org/10.1000/radium" in works
    assert f'<a href="{settings.SITE_ORIGIN}/papers/curie/">Paper</a>' in works
    assert works.count("<li>") == 2
    (item,) = json.loads(client.get("/feeds/posts.json").content)["items"]
    assert item["content_html"].endswith(works)


def test_a_style_that_numbers_has_its_own_numbers(client, two_works):
    make_post(source="So says @meitner, and @curie too.", style="ieee")
    works = last_part(client)
    assert works.startswith('\n<ul lang="en">\n<li>[1] M. Meitner')
    assert "<div" not in works


def test_what_happened_to_a_work_is_told(client, two_works):
    post = make_post(source="So says @curie.")
    Notice.objects.create(paper=Paper.objects.get(key="curie"), kind="retraction")
    Paper.objects.filter(key="curie").update(notice="retraction")
    assert "retracted</strong>" in last_part(client, "/papers/curie/feed.atom")
    CitedWork.objects.filter(post=post).update(is_confirmed=False)
    assert last_part(client) == ""


def test_each_entry_has_its_own_works_in_its_own_style(client, two_works):
    make_post(title="One", source="So says @curie.", style="ieee")
    make_post(title="Two", source="So says @meitner.")
    make_post(title="Three", source="Nobody says so.")
    root = ElementTree.fromstring(client.get("/feeds/posts.atom").content)
    found = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}content")
        for entry in root.iter(f"{ATOM}entry")
    }
    assert "[1] M. Curie" in found["One"] and "Meitner" not in found["One"]
    assert "Meitner" in found["Two"].partition("Works cited")[2]
    assert "Works cited" not in found["Three"]
