"""Every feed keeps the rules of its form: on a site with all that feeds tell, and on an empty
one."""

import pytest
from django.urls import get_resolver

from blog.models import Series, current_site
from papers.models import Notice, Reading
from tests.guards.rows import make_row
from tests.support.factories import make_author, make_comment, make_paper, make_post
from tests.support.feed_rules import wrong_in_atom, wrong_in_json_feed

TEXT = """Énergie, $x < y$ and [@curie].[^a]

![A picture](/media/a.png) [above](#top) ![](data:image/gif;base64,R0lGODlhAQABAAAAACw=)

[^a]: A note.
"""
OF_ALL = ("post_feed", "comment_feed", "correction_feed", "notice_feed", "reading_feed")
KINDS = {
    "post_feed": "/feeds/posts",
    "comment_feed": "/feeds/comments",
    "correction_feed": "/corrections/feed",
    "notice_feed": "/papers/notices/feed",
    "reading_feed": "/papers/reading/feed",
    "tag_feed": "/tags/%ED%95%99%EC%8A%B5/feed",
    "series_feed": "/series/reading/feed",
    "author_feed": "/authors/ada/feed",
    "post_comment_feed": "/posts/one/comments/feed",
    "paper_feed": "/papers/curie/feed",
}


@pytest.fixture
def full_site(db, monkeypatch):
    for module in ("post_feeds", "paper_feeds"):
        monkeypatch.setattr(f"blog.feeds.{module}.POSTS", 2)
    monkeypatch.setattr("blog.feeds.comment_feeds.COMMENTS", 2)
    site = current_site()
    site.licence, site.hub = "CC BY 4.0", "https://hub.example.org/"
    site.save()
    paper = make_paper("On <Radium> & “more”", key="curie")
    ada = make_author(name="Ada", orcid="0000-0002-1825-0097")
    series = Series.objects.create(title="Reading", slug="reading")
    for title in ("One", "Two ]]> < &", "Three"):
        post = make_post(
            title=title, source=TEXT, tags=["학습"], authors=[ada, make_author()], series=series
        )
    first = post.__class__.objects.get(title="One")
    for number in range(3):
        make_comment(first, name=f"R {number}", website="https://example.org/é x")
    make_comment(first, parent=first.comments.first(), source="[a](/b) @curie")
    make_row("blog.correction", post=post)
    Notice.objects.create(paper=paper, kind="retraction", is_confirmed=True)
    Reading.objects.create(paper=paper, note="*Read* [it](/papers/).")


def test_every_kind_of_feed_is_here():
    names = set(get_resolver().namespace_dict["blog"][1].reverse_dict)
    assert {one for one in names if isinstance(one, str) and one.endswith("_feed")} == set(KINDS)


def wrong_in_feed(client, address: str) -> list[str]:
    """In both forms, on the first page and on the one after."""
    found = []
    for form, wrong_in in (("atom", wrong_in_atom), ("json", wrong_in_json_feed)):
        url, pages = f"{address}.{form}", 0
        while url and pages < 2:
            answer = client.get(url)
            assert answer.status_code == 200, url
            found += [f"{url}: {one}" for one in wrong_in(answer.content)]
            url, pages = older_page(answer.content.decode()), pages + 1
    return found


def older_page(text: str) -> str:
    for mark in ('" rel="next"', '", "description"', '", "language"'):
        before, found, _after = text.partition(mark)
        address = before.rpartition('"')[2]
        if found and "?before=" in address:
            return address[address.index("/", len("https://")) :]
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_keeps_its_rules(client, full_site, kind):
    assert wrong_in_feed(client, KINDS[kind]) == []


@pytest.mark.parametrize("kind", OF_ALL)
def test_an_empty_feed_keeps_them_too(client, db, kind):
    assert wrong_in_feed(client, KINDS[kind]) == []


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed: 0 \xd7 id"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>"
            b'&lt;a href="/b"&gt;</content></entry></feed>',
            'no whole address: <a href="/b"',
        ),
    ],
)
def test_what_breaks_a_rule_is_told(written, wrong):
    assert wrong in wrong_in_atom(written)
    assert "no items" in wrong_in_json_feed(b"{}")
