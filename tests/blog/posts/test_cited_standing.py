"""Where readers see that a cited work was retracted, and where nothing is said."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from blog.models import Post
from blog.server.jobs import render_citing
from papers.checking.standings import settle_standings
from papers.models import Notice, Paper
from tests.support.cases import ATOM, FEED
from tests.support.factories import LONG_AGO, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
DOI = ("doi", "10.5555/one")
SEEN = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def paper() -> Paper:
    return make_paper("On made things", key="curie", identifiers=[DOI])


def retract(paper: Paper, kind: str = "retraction", **values) -> Notice:
    values = {"day": date(2010, 2, 6), "sources": ["publisher"], "first_seen_at": SEEN} | values
    row = Notice.objects.create(paper=paper, kind=kind, **values)
    settle_standings([paper.pk])
    render_citing.call([paper.pk])  # the job that waits now
    return row


def body_of(post: Post) -> str:
    post.refresh_from_db()
    return " ".join(re.sub(r"<[^>]+>", "", post.body_html).split())


def test_each_citation_has_a_mark_and_loses_it_with_a_reinstatement(paper):
    source = "See [@curie, p. 3], and “On made things” by Curie, and [this](https://doi.org/10.5555/one)."
    post = make_post(source=source)
    before = post.body_html
    retract(paper)
    text = body_of(post)
    assert text.count("⊘ retracted") == 3
    assert "“On made things ⊘ retracted” by Curie" in text
    assert post.body_html.count('class="notice-mark"') == 3
    retract(paper, "reinstatement", day=date(2011, 1, 1))
    post.refresh_from_db()
    assert post.body_html == before


def test_a_heading_that_is_the_title_is_marked(paper):
    post = make_post(source="## On made things\n\nCurie says so.")
    retract(paper)
    assert "On made things ⊘ retracted" in body_of(post)
    assert "retracted" not in post.toc_html


def test_what_an_author_wrote_is_quoted_without_marks(paper):
    post = make_post(source="As [@curie] says.")
    retract(paper)
    work = post.cited_works.get()
    assert "retracted" not in work.citations.get().sentence
    post.refresh_from_db()
    assert "retracted" not in post.text


@pytest.mark.parametrize("kind", ["correction", "addendum", "new-version", "published", "other"])
def test_what_is_no_warning_marks_no_citation(paper, kind):
    post = make_post(source="As [@curie] says.")
    retract(paper, kind)
    assert "notice-mark" not in body_of(post) + post.body_html


def test_a_comment_that_cites_it_is_marked(paper):
    comment = make_comment(source="As [@curie] says.")
    retract(paper)
    comment.refresh_from_db()
    assert comment.body_html.count("⊘</span> retracted") == 2


def test_a_post_says_what_happened_at_its_head_and_in_its_list(client, paper):
    make_paper("Sound", key="sound")
    post = make_post(source="## On made things\n\nCurie says so [@sound].")
    retract(paper, note="We cite it as a warning.", reason="Unreliable data")
    page = client.get(post.get_absolute_url()).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "cites 2 works 0 checked ⊘ 1 retracted" in text
    assert "This post is about a work to which something happened since" in text
    assert "6 February 2010 · told by the publisher" in text
    assert "Unreliable data" in text
    assert "We cite it as a warning." in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert [one.get("creativeWorkStatus") for one in data["citation"]] == ["retracted", None]


def test_the_feed_tells_it_as_an_update(client, paper):
    from xml.etree.ElementTree import fromstring  # of this test alone

    make_post(source="## On made things\n\nCurie says so.")
    Post.objects.update(updated_at=LONG_AGO)
    retract(paper)
    entry = fromstring(client.get(FEED).content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated").startswith("2026-05-03")
    assert "something happened since" in entry.findtext(f"{ATOM}content")


def test_the_papers_own_page_tells_it_first_of_all(client, paper):
    retract(paper, note="We *still* cite it.")
    page = client.get(paper.get_absolute_url()).content.decode()
    assert page.index("Retracted") < page.index("<h1")
    assert "<em>still</em>" in page
    assert '"creativeWorkStatus":"retracted"' in page


def test_the_notices_and_their_feed_show_listed_papers_alone(client, paper):
    hidden = make_paper("Hidden things")
    Paper.objects.filter(pk=hidden.pk).update(is_listed=False)
    retract(paper)
    retract(hidden)
    for name in ("papers:notice_list", "blog:notice_feed"):
        text = client.get(reverse(name)).content.decode()
        assert "On made things" in text
        assert "Hidden things" not in text


def test_a_proposal_is_for_editors_alone(client, admin_client, paper):
    retract(paper, is_confirmed=False)
    for address in (paper.get_absolute_url(), reverse("papers:notice_list")):
        assert "2010" not in client.get(address).content.decode().replace("On made", "")
    assert "1 notice about a paper waits" in admin_client.get("/admin/").content.decode()


def test_lists_of_posts_say_what_each_cites(client, paper):
    make_paper("Sound", key="sound")
    make_post(source="## On made things\n\nCurie says so [@sound].", tags=["One"])
    make_post(source="Nothing is cited.")
    retract(paper)
    for url in (reverse("blog:home"), "/tags/one/"):
        page = client.get(url).content.decode()
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert text.count("cites 2 works 0 checked ⊘ 1 retracted") == 1, url
        assert "cites 0" not in text
