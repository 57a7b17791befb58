"""A mention's way in: sent, looked at, moderated, shown, changed and taken back."""

import pytest
from django.urls import reverse

from blog.comments.moderation.decisions import decide_comments
from blog.comments.moderation.personal_data import comments_of_person, erase_person
from blog.comments.rendering_comments import render_comment
from blog.mentions import received_mentions
from blog.mentions.errand_rounds import ErrandRounds
from blog.mentions.received_mentions import mention_text
from blog.models import Act, Comment, Errand, OldAddress
from blog.models.comments import CommentState
from blog.text.quotable import text_of_html
from papers.registries import public_addresses
from tests.support.factories import make_post, set_site
from tests.support.registry_server import (
    hang,
    redirect_to,
    reply_with,
    seconds_for,
    send_three_gigabytes,
)

pytestmark = [pytest.mark.django_db]
PAGE = "http://127.0.0.2/note"
LINK = "/webmention"
HTML = "text/html; charset=utf-8"


def page_that_links(address: str, said: str = "They are right.") -> bytes:
    return (
        f'<title>T</title><div class="h-entry"><h1 class="p-name">A *note* [x](y)</h1>'
        f'<a class="p-author h-card" href="/">Ada</a><p>{said} <a href="{address}">p</a></p></div>'
    ).encode()


@pytest.fixture
def site(settings):
    settings.SITE_URL = settings.SITE_ORIGIN = "https://our.example"
    return set_site(name="Ours", takes_mentions=True)


@pytest.fixture
def post(site):
    return make_post(title="Ours", source="A text.")


def address_of(post) -> str:
    return f"https://our.example{post.get_absolute_url()}"


def send(client, source: str, target: str):
    return client.post(LINK, {"source": source, "target": target})


def look() -> Errand:
    """Does one errand; it as it is afterwards."""
    ErrandRounds().do_next()
    return Errand.objects.get(kind="look")


def look_again(client, post) -> Errand:
    assert send(client, PAGE, address_of(post)).status_code == 202
    return look()


def test_a_mention_waits_is_shown_changes_and_goes(client, web, post):
    shown = client.get(post.get_absolute_url())
    assert shown["Link"] == f'<https://our.example{LINK}>; rel="webmention"'
    assert f'<link rel="webmention" href="https://our.example{LINK}">' in shown.content.decode()
    web.answer_with("/note", reply_with(page_that_links(address_of(post) + "#text"), HTML))
    assert look_again(client, post).outcome == "done"
    mention = Comment.objects.get()
    assert (mention.state, mention.name, mention.mentioned_from) == ("pending", "Ada", PAGE)
    assert mention.reasons[0] == ["mention", ""]
    assert "Mentioned at" not in client.get(post.get_absolute_url()).content.decode()
    decide_comments([mention.pk], CommentState.PUBLISHED, None)
    html = client.get(post.get_absolute_url()).content.decode()
    assert (
        f'Mentioned at <a href="{PAGE}" rel="nofollow ugc noopener">A *note* [x](y)</a> (127.0.0.2)'
        in html
    )
    assert "They are right. p" in html
    feed = client.get(reverse("blog:post_comment_feed", args=[post.slug])).content.decode()
    assert "Mentioned at" in feed
    assert look_again(client, post).outcome == "done"
    assert Comment.objects.get().state == "published", "the same again changes nothing"
    web.answer_with("/note", reply_with(page_that_links(address_of(post), "No!"), HTML))
    look_again(client, post)
    mention = Comment.objects.get()
    assert (mention.state, "No!" in mention.source) == ("pending", True)
    assert mention.edited_at and ["edited", ""] in mention.reasons
    web.answer_with("/note", reply_with(b"<p>Nothing", HTML))
    assert look_again(client, post).outcome == "declined"
    assert not Comment.objects.exists()
    assert Act.objects.filter(kind="erase", number=mention.pk).exists()


@pytest.mark.parametrize(
    "behaviour", [reply_with(b"", HTML, 404), reply_with(b"", HTML, 410)], ids=["404", "410"]
)
def test_a_page_that_has_gone_takes_its_mention_along_and_answers_stay(
    client, web, post, behaviour
):
    web.answer_with("/note", reply_with(page_that_links(address_of(post)), HTML))
    look_again(client, post)
    mention = Comment.objects.get()
    answer = Comment.objects.create(
        post=post, parent=mention, name="Bo", source="Yes", body_html="<p>Yes</p>"
    )
    web.answer_with("/note", behaviour)
    look_again(client, post)
    mention.refresh_from_db()
    assert (mention.state, mention.name, mention.mentioned_from) == ("removed", "", "")
    assert Comment.objects.filter(pk=answer.pk).exists()


def test_old_addresses_of_a_post_count_on_both_sides(client, web, post):
    OldAddress.objects.create(path="/2019/ours/", post=post)
    old = "http://our.example/2019/ours/"
    there = PAGE.replace("note", "there")
    web.answer_with("/there", reply_with(page_that_links(old), HTML))
    web.answer_with("/note", redirect_to("/there"))
    assert send(client, PAGE, "https://our.example/2019/ours").status_code == 202
    assert look().outcome == "done"
    mention = Comment.objects.get()
    assert mention.mentioned_from == PAGE
    assert f"({there})" in mention.source and PAGE not in mention.source, "as it was looked at"


def test_what_moderators_took_down_stays_down_and_bans_hold(client, web, post):
    web.answer_with("/note", reply_with(page_that_links(address_of(post)), HTML))
    look_again(client, post)
    decide_comments([Comment.objects.get().pk], CommentState.SPAM, None)
    web.answer_with("/note", reply_with(page_that_links(address_of(post), "Buy casino"), HTML))
    look_again(client, post)
    assert Comment.objects.get().state == "spam"
    web.answer_with("/note", reply_with(b"", HTML, 410))
    look_again(client, post)
    web.answer_with("/note", reply_with(page_that_links(address_of(post)), HTML))
    look_again(client, post)
    assert Comment.objects.get().state == "spam", "also when the page goes and comes"


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (redirect_to("http://127.0.0.1/"), "declined"),
        (redirect_to("https://our.example/"), "declined"),
        (send_three_gigabytes, "declined"),
        (reply_with(b"<p>" + b"x" * 1_100_000, HTML), "declined"),
        (reply_with(b"{}", "application/json"), "declined"),
        (reply_with(b"<div>" * 1000, HTML), "declined"),
        (hang, "failed"),
        (reply_with(b"", HTML, 503), "failed"),
    ],
    ids=["to loopback", "to us", "3 GB", "1.1 MB", "JSON", "deep", "slow", "away"],
)
def test_a_hostile_or_broken_page_makes_no_mention(
    client, web, post, monkeypatch, settings, behaviour, outcome
):
    real = public_addresses.look_up_host

    def look_up(host: str, port: int, seconds: float) -> list[str]:
        return ["127.0.0.1"] if host == "our.example" else real(host, port, seconds)

    monkeypatch.setattr(public_addresses, "look_up_host", look_up)
    settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
    web.answer_with("/note", behaviour)
    errand = look_again(client, post)
    assert (errand.outcome, bool(errand.problem)) == (outcome, True)
    assert (errand.due_at is None) == (outcome == "declined")
    assert not Comment.objects.exists()


def test_what_is_sent_wrongly_is_told_in_words_and_limits_hold(client, site, post, settings):
    ours = address_of(post)
    draft = make_post(published_at=None)
    closed = make_post(commenting="hidden")
    wrong = {
        ("", ours): "two addresses",
        (PAGE, ""): "two addresses",
        ("ftp://their.example/", ours): "begins with https://",
        ("nonsense", ours): "begins with https://",
        (f"https://their.example/{'a' * 1000}", ours): "1000 bytes",
        (ours, ours): "this site itself",
        ("http://www.our.example/other", ours): "this site itself",
        (PAGE, PAGE): "no post of this site",
        (PAGE, "https://our.example/tags/"): "no post of this site",
        (PAGE, address_of(draft)): "no post of this site",
        (PAGE, address_of(closed)): "takes no mentions",
        (PAGE, "https://[our.example/"): "no post of this site",
    }
    settings.BLOG_RATE_LIMITS = {**settings.BLOG_RATE_LIMITS, "mention": ((13, 600), (600, 60))}
    for (source, target), words in wrong.items():
        answer = send(client, source, target)
        assert (answer.status_code, words in answer.content.decode()) == (400, True), source
    assert not Errand.objects.exists()
    assert send(client, PAGE, ours).status_code == 202
    refused = send(client, PAGE, ours)
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
    assert client.get(LINK).status_code == 405
    set_site(takes_mentions=False)
    assert send(client, PAGE, ours).status_code == 404
    assert "Link" not in client.get(post.get_absolute_url()).headers
    assert ErrandRounds().do_next() and Errand.objects.get().outcome == "waits"


@pytest.mark.parametrize(
    "text",
    ["a *b* _c_ `d` [e](f) <g> #Tag ![h](i) ~~j~~ $k$ | l", "1. x - y + z", "&amp; \\\\ ^a^ {: .b}",
     "http://bad.example/x www.bad.example WWW.Bad.Example", "> q", "- q", "+ q", "\\(x\\) \\[y\\]",
     "a == b :smile: https://bad.example", "# h", "12) x",
     "[^1]: n", "*[HTML]: x", "{{< x >}} {% y %}"],
)  # fmt: skip
def test_what_a_page_says_is_text_and_nothing_else(text):
    html = render_comment(mention_text(text, "https://e.example/(a)'b\"<c>", text))
    assert html.count("<a ") == 1, html
    assert text_of_html(html) == f"Mentioned at {text} (e.example) {text}", html


def test_a_host_and_the_queue_have_their_limits(client, post, monkeypatch):
    monkeypatch.setattr(received_mentions, "OF_ONE_HOST", (2, 600))
    monkeypatch.setattr(received_mentions, "MOST_WAITING", 3)
    ours = address_of(post)
    pages = [f"https://{host}.example/{n}" for host in "ab" for n in range(3)]
    assert [send(client, page, ours).status_code for page in pages] == [
        202,
        202,
        429,
        202,
        429,
        429,
    ]
    refused = send(client, pages[0], f"{ours}?x=1")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    Errand.objects.update(due_at=None)
    assert send(client, pages[4], f"{ours}?x=1").status_code == 202
    assert Errand.objects.count() == 4, "one errand for a page and a post, whatever the query"


def test_a_person_of_mentions_is_erased_as_of_comments(client, web, post):
    web.answer_with("/note", reply_with(page_that_links(address_of(post)), HTML))
    look_again(client, post)
    assert comments_of_person(name="ada").count() == 1
    erase_person(None, name="Ada")
    assert not Comment.objects.exists()
