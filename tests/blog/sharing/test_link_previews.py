"""What pages say of themselves to those who show a link to them."""

import re
from html import unescape

import pytest

from tests.support.factories import make_author, make_page, make_paper, make_post

pytestmark = pytest.mark.django_db


def told(client, address: str) -> dict[str, list[str]]:
    """The OpenGraph properties of a page with their values."""
    html = client.get(address).content.decode()
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_each_page_tells_its_title_and_address_once(client):
    author = make_author(name='Ada "A" & Co')
    post = make_post(title="On < & >", authors=[author], tags=["C++"])
    pages = ["/", "/archive/", "/archive/2020/", "/tags/", "/tags/c-plus-plus/", "/about/"]
    pages += ["/papers/", "/authors/", author.get_absolute_url(), post.get_absolute_url()]
    for address in (*pages, make_page().get_absolute_url(), "/nothing/here/"):
        of_page = told(client, address)
        assert [len(of_page[name]) for name in ("type", "title", "url")] == [1, 1, 1], address
        assert of_page["url"][0].endswith(address)
    assert told(client, post.get_absolute_url())["title"] == ["On < & >"]
    assert told(client, author.get_absolute_url())["title"][0].startswith('Ada "A" & Co')


def test_a_paper_lends_reference_managers_nothing_of_the_site(client):
    """Zotero takes a site's name for a journal, and the first time element for a date."""
    paper = make_paper("On the Radium Question")
    make_post(source=f"See @{paper.key}.", title="A post of 2020")
    html = client.get(paper.get_absolute_url()).content.decode()
    assert "A post of 2020" in html
    assert "<time" not in html
    of_paper = told(client, paper.get_absolute_url())
    assert of_paper["title"] == ["On the Radium Question"]
    assert "site_name" not in of_paper
