from html import escape

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.models import Comment, Post
from blog.text.quotable import Quotable
from tests.support.factories import LONG_AGO, make_comment, make_post
from tests.support.pages import check_page

HTML = """<p>Before. The effect <em>vanishes</em> &amp; more.</p>
<h2 id="a-part" title="a > b">A part</h2><p>Well-known, it holds; it holds.</p>
<p>A long sentence that goes on and on with many words of which some come again, as the words with
many words, until it ends somewhere near a full stop at last.</p>"""
POST = Quotable(HTML, "A title")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("The effect vanishes & more.", "#:~:text=The%20effect%20vanishes%20%26%20more."),
        ("Well-known", "#a-part:~:text=Well%2Dknown"),
        ("it holds", ""),
        ("it never holds", ""),
        ("vanishes & more. A part", "#:~:text=vanishes%20%26%20more.%20A%20part"),
    ],
)
def test_an_address_leads_to_words_that_stand_once(words, address):
    assert POST.address(words) == address


def test_the_address_of_a_long_passage_has_both_ends():
    words = POST.text[POST.text.index("A long") :]
    ends = "A%20long%20sentence%20that,full%20stop%20at%20last."
    assert POST.address(words) == f"#a-part:~:text={ends}"


def test_words_that_stand_in_the_contents_too_have_the_address_of_their_section():
    assert Quotable(HTML, "<li>A part</li>").address("A part") == "#a-part"


@pytest.mark.parametrize("words", ["", "effect  vanishes", "the effect", "effect <em>vanishes"])
def test_only_exact_words_are_there(words):
    assert not POST.has(words)


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=8), st.integers(0, 60), st.integers(1, 30))
def test_every_part_of_a_text_is_there(parts, start, length):
    quotable = Quotable("".join(f'<p title="{escape(part)}>">{escape(part)}</p>' for part in parts))
    words = quotable.text[start : start + length].strip()
    assert quotable.text == " ".join("".join(parts).split())
    assert quotable.has(words) == bool(words)
    assert quotable.address(words) == "" or quotable.text.count(words) == 1


FIELDS = {"name": "Reader", "source": "I agree.", "email": "", "website": "", "parent": ""}


def send(client, post, **values):
    address = reverse("blog:comment_add", args=[post.slug])
    return client.post(address, FIELDS | {"stamp": stamp_of(client, post)} | values)


def stamp_of(client, post):
    page = client.get(post.get_absolute_url()).content.decode()
    return page.split('name="stamp" value="')[1].split('"')[0]


def test_a_comment_keeps_the_words_and_the_state_of_the_post(client, db):
    post = make_post(source="The effect *vanishes* here.")
    Post.objects.update(updated_at=LONG_AGO)
    preview = send(client, post, quote=" The effect\nvanishes", preview="1").content.decode()
    assert '<blockquote class="quoted" dir="auto"><p>The effect vanishes</p>' in preview
    assert send(client, post, quote=" The effect\nvanishes").status_code == 302
    comment = Comment.objects.get()
    assert (comment.quote, comment.quoted_at) == ("The effect vanishes", LONG_AGO)


def test_words_that_the_post_does_not_have_are_not_quoted(client, db):
    response = send(client, make_post(), quote="Buy watches", source="Kept text")
    page = check_page(response)
    assert response.status_code == 422
    assert "Kept text" in page
    assert "was changed meanwhile" in page
    assert "Buy watches" not in page


def test_a_quotation_leads_to_its_place_and_says_when_it_is_gone(client, db):
    post = make_post(source="The effect <b>vanishes</b> & more.")
    make_comment(post, quote="effect vanishes & more", quoted_at=LONG_AGO)
    page = check_page(client.get(post.get_absolute_url()))
    assert 'href="#:~:text=effect%20vanishes%20%26%20more">effect vanishes &amp; more</a>' in page
    assert "earlier version" not in page
    Post.objects.update(body_html="<p>The effects vanish &amp; more.</p>")
    page = check_page(client.get(post.get_absolute_url()))
    assert "<p>effect vanishes &amp; more</p>" in page
    assert "about an earlier version of the post, of 17 May 2020" in page


def test_the_same_words_about_two_passages_are_two_comments(client, db):
    post = make_post(source="One thing. Another thing.")
    for quote in ("One thing", "Another thing", "Another thing"):
        assert send(client, post, quote=quote).status_code == 302
    assert Comment.objects.count() == 2


def test_feeds_have_the_quotation(client, db):
    comment = make_comment(make_post(source="1 < 2, of course."), quote="1 < 2")
    feed = client.get("/feeds/comments.atom").content.decode()
    assert "&lt;blockquote&gt;1 &amp;lt; 2&lt;/blockquote&gt;" in feed
    assert comment.quote == "1 < 2"
