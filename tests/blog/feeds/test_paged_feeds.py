"""The two forms of feeds, their pages, and what they say of licence, language and authors."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from blog.models import Post, current_site
from tests.guards.rows import make_row
from tests.support.factories import (
    cite,
    make_author,
    make_comment,
    make_paper,
    make_post,
)

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ORCID = "0000-0002-1825-0097"


def atom(client, address):
    return ElementTree.fromstring(client.get(address).content)


def link(root, rel):
    found = root.find(f"{ATOM}link[@rel='{rel}']")
    return None if found is None else found.get("href")


def many_posts(count, **values):
    """Posts of which several have one date."""
    now = timezone.now()
    posts = [make_post(title=f"Post {n}", **values) for n in range(count)]
    for number, post in enumerate(posts):
        Post.objects.filter(pk=post.pk).update(published_at=now - timedelta(hours=number // 4))
        post.refresh_from_db()
        post.spread_publication()
    return posts


@pytest.fixture
def whole_site(db):
    author, paper = make_author(name="Ada"), make_paper(key="k")
    for post in many_posts(45, tags=["t"], authors=[author]):
        cite(post, paper)
    for _number in range(53):
        make_comment(post)
    return {
        "/feeds/posts": 45,
        "/tags/t/feed": 45,
        "/authors/ada/feed": 45,
        "/papers/k/feed": 45,
        "/feeds/comments": 53,
        f"{post.get_absolute_url()}comments/feed": 53,
    }


def test_the_pages_of_a_feed_have_each_entry_once(client, whole_site):
    for feed, count in whole_site.items():
        seen, url, pages, before = [], f"{feed}.atom", 0, ""
        while url:
            root = atom(client, url)
            assert (link(root, "previous") or "").endswith(before)
            seen += [one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry")]
            assert link(root, "self").endswith(url)
            assert (link(root, "first") or f"{feed}.atom").endswith(f"{feed}.atom")
            before, url, pages = url, link(root, "next"), pages + 1
            url = url and url[url.index("/", len("https://")) :]
        assert (len(seen), len(set(seen))) == (count, count), feed
        assert pages > 1


def test_the_pages_in_json_have_what_those_in_atom_have(client, whole_site):
    for feed in whole_site:
        url, seen = f"{feed}.json", []
        while url:
            answer = client.get(url)
            assert answer.headers["Content-Type"].startswith("application/feed+json")
            page = json.loads(answer.content)
            assert page["version"] == "https://jsonfeed.org/version/1.1"
            assert page["feed_url"].endswith(url)
            seen += [one["id"] for one in page["items"]]
            url = page.get("next_url", "")
            url = url and url[url.index("/", len("https://")) :]
        first = [
            one.findtext(f"{ATOM}id") for one in atom(client, f"{feed}.atom").iter(f"{ATOM}entry")
        ]
        assert seen[: len(first)] == first
        assert len(set(seen)) == len(seen) == whole_site[feed]


def test_every_feed_has_an_id_of_its_own(client, whole_site):
    feeds = [*whole_site, "/papers/notices/feed", "/papers/reading/feed"]
    ids = [atom(client, f"{feed}.atom").findtext(f"{ATOM}id") for feed in feeds]
    assert len(set(ids)) == len(feeds)


def test_no_feed_says_what_there_is_not(client, whole_site):
    """Such as the licence of a site that names none, in an empty element."""
    for feed in whole_site:
        root = atom(client, f"{feed}.atom")
        assert not [one.tag for one in root.iter() if not (len(one) or one.attrib or one.text)]


@pytest.mark.parametrize(
    "cursor", ["x", "1-2", "20300101T000000.000000-99999999999999999999", "\0"]
)
@pytest.mark.parametrize("feed", ["/feeds/posts", "/feeds/comments", "/papers/notices/feed"])
def test_a_page_that_is_none_is_not_found(client, db, feed, cursor):
    for form in ("atom", "json"):
        assert client.get(f"{feed}.{form}", {"before": cursor}).status_code in (400, 404)


def test_an_entry_tells_its_licence_language_and_authors(client, db, settings):
    authors = [make_author(name="Ada", orcid=ORCID), make_author(name="Bo")]
    make_post(authors=authors, license="CC BY-SA 4.0", language="de", summary="Kurz & gut")
    (entry,) = atom(client, "/feeds/posts.atom").iter(f"{ATOM}entry")
    assert link(entry, "license") == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert entry.findtext(f"{ATOM}rights") == "CC BY-SA 4.0"
    assert entry.get(f"{XML}lang") == "de"
    uris = [one.findtext(f"{ATOM}uri") for one in entry.iter(f"{ATOM}author")]
    assert uris == [
        f"https://orcid.org/{ORCID}",
        f"{settings.SITE_ORIGIN}{authors[1].get_absolute_url()}",
    ]
    (item,) = json.loads(client.get("/feeds/posts.json").content)["items"]
    assert item["language"] == "de"
    assert item["summary"] == "Kurz & gut"
    assert [one["name"] for one in item["authors"]] == ["Ada", "Bo"]
    assert [one["url"] for one in item["authors"]] == uris


def test_a_feed_is_in_the_sites_language(client, db):
    site = current_site()
    site.language, site.licence = "ko", "CC BY 4.0"
    site.save()
    root = atom(client, "/feeds/posts.atom")
    assert root.get(f"{XML}lang") == "ko"
    assert link(root, "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert json.loads(client.get("/feeds/posts.json").content)["language"] == "ko"


def test_json_that_has_not_changed_is_not_sent_again(client, db):
    make_post()
    first = client.get("/feeds/posts.json")
    again = client.get("/feeds/posts.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_hostile_characters_break_no_feed(client, db):
    post = make_post(title='A ]]> \u2028 <b> " title', tags=["</script>"])
    Post.objects.filter(pk=post.pk).update(title="A \x0b ]]> \ufffe title", summary="\x1b[0m")
    (item,) = json.loads(client.get("/feeds/posts.json").content)["items"]
    (entry,) = atom(client, "/feeds/posts.atom").iter(f"{ATOM}entry")
    assert item["title"] == entry.findtext(f"{ATOM}title")
    assert "\x0b" not in item["title"]


def test_notices_and_the_reading_list_are_written_in_json_too(client, db):
    paper = make_paper(key="k")
    cite(make_post(), paper)
    make_row("papers.notice", paper=paper)
    make_row("papers.reading", paper=paper)
    for address in ("/papers/notices/feed.json", "/papers/reading/feed.json"):
        (item,) = json.loads(client.get(address).content)["items"]
        assert paper.title in item["title"]
        assert item["authors"][0]["name"] == current_site().name


def test_pages_name_their_feeds(client, db):
    make_post(tags=["t"], authors=[make_author(name="Ada")])
    assert 'href="/tags/t/feed.atom"' in client.get("/tags/t/").content.decode()
    assert 'href="/authors/ada/feed.atom"' in client.get("/authors/ada/").content.decode()
    assert 'href="/feeds/posts.json"' in client.get("/").content.decode()
