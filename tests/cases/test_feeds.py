"""What feed readers are given, and what they ask again."""

from pathlib import Path
from urllib.parse import urljoin

import pytest

from blog.models import current_site
from tests.support.cases import (
    ATOM,
    FEED,
    entries,
    import_case,
    import_site,
    metas,
    named,
    page,
    parsed,
    post_text,
    told,
    values,
)
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
FEEDS = [FEED, "/feeds/comments.atom", "/papers/reading/feed.atom", "/papers/k/feed.atom"]


def test_summary_obeys_its_type(client):
    import_case("e01-summaries-in-feeds")
    (entry,) = entries(client)
    assert told(entry, "summary") == "The <template> element, and x < y & z, in R&D."


@pytest.mark.parametrize(
    "text",
    ["<b>Not</b> bold", "R&amp;D & so", "Tags such as <br> & <hr>", "a < b > c", "\"x\" & 'y'"],
)
@pytest.mark.parametrize("address", [FEED, "/papers/k/feed.atom"])
def test_text_of_an_entry_stays_as_it_is(client, text: str, address: str):
    cite(make_post(title=text, summary=text), make_paper(key="k"))
    (entry,) = entries(client, address)
    assert (told(entry, "title"), told(entry, "summary")) == (text, text)


def authors(client, address: str = FEED) -> list[str]:
    """The names of the first entry's authors."""
    entry = entries(client, address)[0]
    return [one.text or "" for one in entry.iter(f"{ATOM}name")]


def test_entry_without_an_author_names_the_blog(client):
    import_case("e02-feeds-without-author")
    assert authors(client) == [current_site().name]


def test_entry_with_authors_names_them(client):
    make_post(authors=[make_author(name="Ada"), make_author(name="Bo")])
    assert authors(client) in (["Ada", "Bo"], ["Ada, Bo"])


def test_feed_of_a_paper_names_an_author(client):
    cite(make_post(), make_paper(key="k"))
    assert all(authors(client, "/papers/k/feed.atom"))


def test_page_without_an_author_has_no_empty_ones(client):
    import_case("e02-feeds-without-author")
    assert metas(page(client, "/posts/nobody/"), "citation_author") in ([], ["Wellcited"])


def validators(response) -> dict[str, str]:
    """The headers with which a reader asks again, by what it was given."""
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    given = {asked: response.headers.get(name, "") for name, asked in names.items()}
    return {asked: value for asked, value in given.items() if value}


def test_feed_that_has_not_changed_is_not_sent_again(client):
    import_case("e03-conditional-requests")
    given = validators(client.get(FEED))
    assert given
    for name, value in given.items():
        again = client.get(FEED, headers={name: value})
        assert (again.status_code, again.content) == (304, b""), name


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_has_an_etag(client, address: str):
    """An empty one too, as that of the reading list here."""
    post = make_post()
    cite(post, make_paper(key="k"))
    make_comment(post)
    response = client.get(address)
    assert response.headers.get("ETag")
    again = client.get(address, headers=validators(response))
    assert (again.status_code, again.content) == (304, b"")


def test_feed_is_sent_again_after_a_change(client):
    post = make_post(title="Before")
    given = validators(client.get(FEED))
    post.title = "After"
    post.save()
    again = client.get(FEED, headers=given)
    assert again.status_code == 200 and "After" in again.content.decode()


def test_feed_is_sent_again_when_its_newest_post_is_gone(client):
    """What is left is older than what the reader has."""
    make_post(title="Kept")
    gone = make_post(title="Gone")
    given = validators(client.get(FEED))
    gone.delete()
    again = client.get(FEED, headers=given)
    assert again.status_code == 200 and "Gone" not in again.content.decode()


def test_feed_is_sent_again_when_an_author_is_renamed(client):
    author = make_author(name="Ada")
    make_post(authors=[author])
    given = validators(client.get(FEED))
    author.name = "Ada Lovelace"
    author.save()
    assert client.get(FEED, headers=given).status_code == 200


def content(client):
    """The whole text of the one entry, and the address of its page."""
    (entry,) = entries(client)
    return parsed(entry.find(f"{ATOM}content").text), entry.find(f"{ATOM}link").get("href")


def test_addresses_in_a_feed_are_absolute(client, settings):
    import_case("e04-relative-links")
    text, base = content(client)
    assert values(text, "href") == [urljoin(base, "data/table.csv"), urljoin(base, "../other/")]
    assert values(text, "src") == [urljoin(base, "pics/a.png")]
    other = f"{settings.SITE_ORIGIN}/pics/b.png"
    assert values(text, "srcset") == [f"{urljoin(base, 'pics/a.png')} 1x, {other} 2x"]


@pytest.mark.parametrize(
    ("html", "attribute", "relative"),
    [
        ('<a href="?page=2">a</a>', "href", "?page=2"),
        ('<a href="#part">a</a>', "href", "#part"),
        ('<a href="mailto:a@example.org">a</a>', "href", "mailto:a@example.org"),
        ('<a href="a%20b.html#c">a</a>', "href", "a%20b.html#c"),
        ('<video poster="a.png" controls></video>', "poster", "a.png"),
        ('<audio src="a.mp3" controls></audio>', "src", "a.mp3"),
        ('<blockquote cite="a.html">a</blockquote>', "cite", "a.html"),
    ],
)
def test_address_in_a_feed_is_absolute(client, html: str, attribute: str, relative: str):
    make_post(source=html)
    text, base = content(client)
    assert values(text, attribute) == [urljoin(base, relative)]


def test_code_in_a_feed_is_no_address(client):
    make_post(source='`<a href="a.html">` and `src="/b.png"`')
    text, _base = content(client)
    assert [one.text for one in named(text, "code")] == ['<a href="a.html">', 'src="/b.png"']


def test_address_in_a_comment_is_absolute_in_its_feed(client, settings):
    """By the page of the post, where the comment is read."""
    make_comment(make_post(slug="one"), source="[a](other.html)")
    (entry,) = entries(client, "/feeds/comments.atom")
    links = values(parsed(entry.find(f"{ATOM}content").text), "href")
    assert links == [f"{settings.SITE_ORIGIN}/posts/one/other.html"]


def test_picture_of_an_import_is_absolute_in_the_feed(client, tmp_path: Path, settings):
    text = post_text('<img srcset="/a.png 1x, b.png 2x" src="b.png" alt="">')
    import_site(tmp_path, {"_posts/2024-06-07-a.md": text})
    found, base = content(client)
    wanted = f"{urljoin(base, '/a.png')} 1x, {urljoin(base, 'b.png')} 2x"
    assert values(found, "srcset") == [wanted]
