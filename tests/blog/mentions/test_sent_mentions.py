"""Sites are told that posts link them, once for each change, and hubs of the feeds that changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.mentions import errand_rounds
from blog.mentions.errand_rounds import ErrandRounds, kinds_in_use, queue_news
from blog.mentions.sent_mentions import MOST_TOLD, linked_targets
from blog.models import Errand, Post
from blog.posts.saving_posts import save_post
from papers.registries import public_addresses
from papers.registries.host_pauses import HOST_PAUSES
from tests.support.factories import make_post, set_site
from tests.support.registry_server import redirect_to, reply_with

pytestmark = [pytest.mark.django_db]
DAY = timedelta(days=1)
HOST, HTML = "http://127.0.0.2", "text/html; charset=utf-8"
NAMES_ENDPOINT = reply_with(b'<link rel="webmention" href="/in?k=1">', HTML)


@pytest.fixture
def site(settings):
    settings.SITE_URL = settings.SITE_ORIGIN = "https://our.example"
    return set_site(name="Ours", sends_mentions=True)


def do_all(days: int = 0) -> dict[str, str]:
    """Has what changed told; the outcomes by what was told."""
    now = timezone.now()
    queue_news(kinds_in_use(), now - timedelta(days=1), now)
    while errand_rounds.do_due_errand(kinds_in_use()):
        pass
    return dict(Errand.objects.order_by("target").values_list("target", "outcome"))


def edited(post: Post, source: str) -> Post:
    post = Post.objects.get(pk=post.pk)
    post.source = source
    return save_post(post)


def test_a_link_is_told_once_for_each_change_and_when_it_goes(site, web):
    web.answer_with("/named", NAMES_ENDPOINT)
    web.answer_with(
        "/headed",
        reply_with(
            b"%PDF", "application/pdf", Link='</in>; rel="webmention"', link="</a.css>; rel=preload"
        ),
    )
    web.answer_with("/in", reply_with(b"", "text/plain", 202))
    post = make_post(
        title="Out",
        source=f"[a]({HOST}/named#part), [b]({HOST}/headed), [c]({HOST}/page), "
        "[d](https://our.example/x), [e](https://doi.org/10.5555/one), [f](/posts/out/)",
    )
    draft = make_post(source=f"[z]({HOST}/draft)", published_at=None)
    make_post(source=f"[u]({HOST}/unlisted)", is_unlisted=True)
    source = f"https://our.example{post.get_absolute_url()}"
    told = [
        ("/in?k=1", {"source": source, "target": f"{HOST}/named#part"}),
        ("/in", {"source": source, "target": f"{HOST}/headed"}),
    ]
    assert do_all() == {
        f"{HOST}/headed": "done",
        f"{HOST}/named#part": "done",
        f"{HOST}/page": "declined",
    }
    assert sorted(web.sent, key=str) == sorted(told, key=str)
    web.sent.clear()
    do_all()
    Post.objects.filter(pk=post.pk).update(body_html=post.body_html + " ")
    do_all()
    assert web.sent == [], "nothing was changed by anybody"
    edited(post, f"Now [a]({HOST}/named#part) alone.")
    assert do_all() == {f"{HOST}/named#part": "done"}
    assert sorted(web.sent, key=str) == sorted(told, key=str), "the one that went is told too"
    web.sent.clear()
    hidden = Post.objects.get(pk=post.pk)
    hidden.published_at = None
    save_post(hidden)
    assert do_all() == {}
    assert web.sent == told[:1]
    web.sent.clear()
    draft.published_at = timezone.now()
    save_post(draft)
    web.answer_with("/draft", NAMES_ENDPOINT)
    assert do_all() == {f"{HOST}/draft": "done"}
    Post.objects.filter(pk=draft.pk).delete()
    assert do_all() == {}
    assert [form["target"] for _path, form in web.sent] == [f"{HOST}/draft"] * 2


def test_an_endpoint_that_is_not_public_is_never_asked(site, web, monkeypatch):
    asked = []
    real = public_addresses.look_up_host
    monkeypatch.setattr(
        public_addresses,
        "look_up_host",
        lambda host, port, seconds: asked.append(host) or real(host, port, seconds),
    )
    for number, address in enumerate(
        (
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "file:///etc/passwd",
            "http://2130706433/",
        )
    ):
        page = f'<a rel="webmention" href="{address}">'.encode()
        web.answer_with(f"/p{number}", reply_with(page, HTML))
    web.answer_with("/p5", NAMES_ENDPOINT)
    web.answer_with("/in", redirect_to("http://127.0.0.1:1/"))
    make_post(source=" ".join(f"[a]({HOST}/p{number})" for number in range(6)))
    assert set(do_all().values()) == {"declined"}
    assert web.sent == [("/in?k=1", web.sent[0][1])]


def test_a_site_that_is_away_is_asked_again_and_then_no_more(site, web):
    web.answer_with("/named", NAMES_ENDPOINT)
    web.answer_with("/in", reply_with(b"", "text/plain", 503))
    make_post(source=f"[a]({HOST}/named)")
    for number in range(len(HOST_PAUSES) + 1):
        assert do_all() == {f"{HOST}/named": "failed"}
        row = Errand.objects.get()
        assert (row.tries, len(web.sent)) == (number + 1, number + 1)
        Errand.objects.exclude(due_at=None).update(due_at=timezone.now())
    assert row.due_at is None and "cannot answer" in row.problem


def test_a_round_keeps_to_the_hours_budget_and_to_what_is_switched_on(site, web, settings):
    settings.BLOG_ERRANDS_PER_HOUR = 2
    make_post(source=" ".join(f"[a]({HOST}/p{number})" for number in range(3)))
    rounds = ErrandRounds()
    pauses = [rounds.do_next() for _number in range(3)]
    assert pauses[0] == pauses[1] < pauses[2]
    assert sorted(Errand.objects.values_list("outcome", flat=True)) == [
        "declined",
        "declined",
        "waits",
    ]
    sent = Errand.objects.create(kind="look", source=f"{HOST}/x", due_at=timezone.now() - DAY)
    set_site(takes_mentions=True)
    errand_rounds.do_due_errand(kinds_in_use())
    assert list(Errand.objects.filter(outcome="waits")) == [sent], "what strangers send comes last"
    sent.delete()
    Errand.objects.update(asked_at=None, due_at=timezone.now())
    set_site(sends_mentions=False)
    rounds.do_next()
    assert not Errand.objects.exclude(asked_at=None).exists()


def test_one_post_tells_so_many(site):
    html = " ".join(
        f'<a href="https://a.example/{number}">a</a>' for number in range(MOST_TOLD + 5)
    )
    assert len(linked_targets(html)) == MOST_TOLD
    assert linked_targets('<a href="https://a.example/x#y">a</a><a href="//b.example/">b</a>') == [
        "https://a.example/x#y", "https://b.example/",
    ]  # fmt: skip
    assert linked_targets(f'<a href="https://a.example/#{"x" * 1000}">a</a>') == []


def test_a_hub_is_told_of_the_feeds_that_changed_and_feeds_name_it(site, web, client):
    set_site(sends_mentions=False, hub=f"{HOST}/hub/")
    web.answer_with("/hub/", reply_with(b"", "text/plain", 204))
    post = make_post(source="A text.", tags=["Kept"])
    feeds = ["post_feed", "post_feed_json"]
    addresses = [f"https://our.example{reverse(f'blog:{name}')}" for name in feeds]
    addresses += [
        f"https://our.example{reverse(f'blog:{name}', args=['kept'])}"
        for name in ("tag_feed", "tag_feed_json")
    ]
    assert do_all() == dict.fromkeys(addresses, "done")
    assert [form["hub.url"] for _path, form in web.sent] == addresses
    assert {form["hub.mode"] for _path, form in web.sent} == {"publish"}
    do_all()
    assert len(web.sent) == 4, "nothing has changed"
    edited(post, "Another text.")
    do_all()
    assert len(web.sent) == 8
    atom = client.get(reverse("blog:post_feed"))
    assert atom["Link"] == f'<{HOST}/hub/>; rel="hub", <{addresses[0]}>; rel="self"'
    assert f'<link href="{HOST}/hub/" rel="hub"' in atom.content.decode()
    assert f'<link href="{addresses[0]}" rel="self"' in atom.content.decode()
    data = client.get(reverse("blog:post_feed_json")).json()
    assert data["hubs"] == [{"type": "WebSub", "url": f"{HOST}/hub/"}]
    assert "Link" not in client.get(reverse("blog:comment_feed")).headers
    set_site(hub="")
    without = client.get(reverse("blog:post_feed"))
    assert "Link" not in without.headers and "hub" not in without.content.decode()
