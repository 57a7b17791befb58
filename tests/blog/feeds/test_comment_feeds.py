from xml.etree import ElementTree

import pytest

from blog.models import Comment, Post
from tests.support.factories import make_comment, make_post

SITE = "/feeds/comments.atom"
ATOM, THREADING = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"


def entries(client, address):
    root = ElementTree.fromstring(client.get(address).content)
    return root.findall(f"{ATOM}entry")


def text(entry, name):
    return entry.findtext(f"{ATOM}{name}")


def of_post(post):
    return f"{post.get_absolute_url()}comments/feed.atom"


def test_a_feed_has_whole_comments_newest_first(client, db, settings):
    settings.SITE_ORIGIN = "https://example.org"
    first = make_comment(name="Ada & Co", website="https://ada.example/", source="See [it](/a/).")
    reply = make_comment(first.post, parent=first, source="<b>No</b>")
    newest, oldest = entries(client, of_post(first.post))
    assert text(oldest, "title") == f"Ada & Co on {first.post.title}"
    assert 'href="https://example.org/a/"' in text(oldest, "content")
    assert oldest.findtext(f"{ATOM}author/{ATOM}name") == "Ada & Co"
    assert oldest.findtext(f"{ATOM}author/{ATOM}uri") == "https://ada.example/"
    assert text(newest, "id") == f"https://example.org/comments/{reply.pk}/"
    assert newest.find(f"{THREADING}in-reply-to").get("ref") == text(oldest, "id")
    answered = oldest.find(f"{THREADING}in-reply-to").get("ref")
    assert answered == f"https://example.org{first.post.get_absolute_url()}"


@pytest.mark.parametrize("state", ["pending", "spam", "removed"])
def test_only_published_comments_are_in_feeds(client, db, state):
    comment = make_comment()
    for address in (SITE, of_post(comment.post)):
        assert len(entries(client, address)) == 1
    Comment.objects.update(state=state)
    for address in (SITE, of_post(comment.post)):
        assert entries(client, address) == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({"is_unlisted": True}, 200), ({"commenting": "hidden"}, 404), ({"published_at": None}, 404)],
)
def test_the_sites_feed_has_what_lists_show(client, db, change, status):
    comment = make_comment(make_post())
    assert len(entries(client, SITE)) == 1
    Post.objects.update(**change)
    assert entries(client, SITE) == []
    assert client.get(of_post(comment.post)).status_code == status


def test_a_feed_that_did_not_change_is_not_sent_again(client, db):
    first, second = make_comment(), make_comment()
    for address in (SITE, of_post(first.post)):
        etag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
    etag = client.get(SITE).headers["ETag"]
    Comment.objects.filter(pk=second.pk).update(state="removed")
    assert client.get(SITE, headers={"If-None-Match": etag}).status_code == 200


def test_pages_name_the_feeds(client, db):
    post = make_comment().post
    page = client.get(post.get_absolute_url()).content.decode()
    assert page.count(f'href="{of_post(post)}"') == 2
    assert f'href="{SITE}"' in page


@pytest.mark.parametrize("field", ["name", "website"])
def test_a_comment_of_before_with_a_control_character_breaks_no_feed(client, db, field):
    make_comment(**{field: "https://a.example/\x1b"})
    (entry,) = entries(client, SITE)
    assert text(entry, "content") == "<p>I agree.</p>"
