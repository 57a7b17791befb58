"""Links of published posts are asked about over HTTP, and told to editors when they are gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.links import asking_links
from blog.links.asking_links import LinkRounds, answer_about, ask_due_link
from blog.links.finding_links import collect_links
from blog.models import WebLink
from blog.models.web_links import LinkState
from blog.posts.saving_posts import save_post
from tests.support.factories import make_paper, make_post
from tests.support.registry_server import drip_headers, hang, redirect_to, reply_with, seconds_for

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOST = "http://127.0.0.2"
DAY = timedelta(days=1)


def asked(web) -> list[str]:
    return [path for path, _headers in web.asked]


def ask_all(days: int = 0) -> dict[str, str]:
    """Asks about all links on a day to come; the state of each."""
    WebLink.objects.update(due_at=timezone.now())
    if days:
        since = WebLink.objects.exclude(failing_since=None)
        for row in since:
            WebLink.objects.filter(pk=row.pk).update(failing_since=row.failing_since - days * DAY)
    while ask_due_link():
        pass
    return dict(WebLink.objects.order_by("address").values_list("address", "state"))


def test_what_published_posts_link_and_cite_is_asked_about(settings):
    settings.SITE_URL = "https://our.example"
    make_paper(key="page", type="webpage", URL="https://cited.example/a")
    post = make_post(
        source="A [link](https://a.example/x?y=1&z=2#part), [again](https://a.example/x?y=1&z=2), "
        "[here](https://our.example/x), [a work](https://doi.org/10.5555/one), "
        "[mail](mailto:a@b.example), [@page] and [below](#part)."
    )
    make_post(source="[Draft](https://draft.example/)", published_at=None)
    collect_links()
    collect_links()
    found = WebLink.objects.filter(posts=post).order_by("address")
    assert [row.address for row in found] == [
        "https://a.example/x?y=1&z=2",
        "https://cited.example/a",
    ]
    assert WebLink.objects.count() == 2
    post.source = "As [@page] says."
    save_post(post)
    collect_links()
    assert [row.address for row in WebLink.objects.all()] == ["https://cited.example/a"]
    post.published_at = None
    save_post(post)
    collect_links()
    assert not WebLink.objects.exists()


def test_no_address_of_one_post_keeps_those_of_others_from_being_found():
    """PostgreSQL has no room for the long ones, and the last is no address at all."""
    copy = "https://web.archive.org/web/20190102030405"
    long = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(950))
    make_paper(key="odd", type="webpage", URL="https://[x#a")
    make_post(
        source=f"[@odd] and [a](https://a.example/{long}), [b](https://b.example/), "
        f"[copy]({copy}/https://b.example/#{'x' * 3_000}), {copy}/https://[x#a."
    )
    make_post(source="[c](https://c.example/)")
    collect_links()
    found = dict(WebLink.objects.values_list("address", "archived_copy"))
    assert {"https://b.example/", "https://c.example/"} <= found.keys()
    assert set(found.values()) == {""}


@pytest.mark.parametrize(
    ("behaviour", "state", "count"),
    [
        (reply_with(b"", "text/html"), "there", 1),
        (reply_with(b"x" * 9_000_000, "application/pdf"), "there", 1),
        (reply_with(b"", "text/html", 403), "there", 2),
        (reply_with(b"", "text/html", 405), "there", 2),
        (reply_with(b"", "text/html", 204), "there", 2),
        (reply_with(b"", "text/html", 429, Retry_After="5"), "there", 1),
        (reply_with(b"", "text/html", 404), "failing", 2),
        (reply_with(b"", "text/html", 410), "failing", 2),
        (reply_with(b"", "text/html", 999), "there", 2),
        (reply_with(b"", "text/html", 500), "failing", 2),
        (redirect_to("/asked"), "failing", 10),
        (redirect_to(f"{HOST}/page"), "there", 2),
        (redirect_to("http://127.0.0.1/"), "closed", 1),
        (hang, "failing", 2),
        (drip_headers, "failing", 2),
        (lambda handler: None, "failing", 2),
    ],
)
def test_what_a_site_answers(web, settings, behaviour, state, count):
    settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
    web.answer_with("/asked", behaviour)
    assert answer_about(f"{HOST}/asked").state == state
    assert len(web.asked) == count


def test_a_get_asks_for_no_more_than_the_head(web):
    def only_get(handler):
        status = 405 if handler.command == "HEAD" else 200
        handler.send(status, "application/pdf", b"x" * 50_000_000)

    web.answer_with("/asked", only_get)
    assert answer_about(f"{HOST}/asked").state == "there"


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/"])
def test_a_private_address_is_not_asked(web, address):
    assert answer_about(address).state == LinkState.CLOSED


def test_a_link_is_gone_when_the_site_says_so_a_day_later_too(web, admin_client):
    post = make_post(title="A post", source=f"[Old]({HOST}/old) and [new]({HOST}/page).")
    collect_links()
    assert ask_all() == {f"{HOST}/old": "failing", f"{HOST}/page": "there"}
    assert ask_all() == {f"{HOST}/old": "failing", f"{HOST}/page": "there"}
    home = reverse("admin:index")
    assert "leads nowhere" not in admin_client.get(home).content.decode()
    assert ask_all(days=1)[f"{HOST}/old"] == "gone"
    assert "1 link to another site leads nowhere" in admin_client.get(home).content.decode()
    waiting = f"{reverse('admin:blog_weblink_changelist')}?waits=yes"
    page = admin_client.get(waiting).content.decode()
    assert f"{HOST}/old" in page
    assert f"{HOST}/page" not in page
    assert reverse("admin:blog_post_change", args=[post.pk]) in page
    assert "LINKS_PER_HOUR is 0" in page
    gone = WebLink.objects.get(state="gone")
    sent = {"action": "leave", "_selected_action": [gone.pk]}
    admin_client.post(reverse("admin:blog_weblink_changelist"), sent)
    assert "leads nowhere" not in admin_client.get(home).content.decode()
    web.answer_with("/old", reply_with(b"", "text/html"))
    assert set(ask_all().values()) == {"there"}
    gone.refresh_from_db()
    assert (gone.tries, gone.failing_since, gone.is_left, gone.problem) == (0, None, False, "")


def test_what_gives_no_answer_is_gone_after_a_week(web):
    web.answer_with("/old", reply_with(b"", "text/html", 503))
    make_post(source=f"[Old]({HOST}/old)")
    collect_links()
    assert [ask_all(days=days)[f"{HOST}/old"] for days in (0, 1, 5, 1)] == [
        *("failing", "failing", "failing", "gone")
    ]


def test_an_archived_copy_that_a_record_or_a_text_names_is_told(web, admin_client):
    copies = [f"https://web.archive.org/web/20190102030405/{HOST}/{n}" for n in "ab"]
    make_paper(key="page", type="webpage", URL=f"{HOST}/a", note=f"Archived at {copies[0]}.")
    make_post(source=f"[@page] and [b]({HOST}/b), [kept]({copies[1]}).")
    collect_links()
    stored = dict(WebLink.objects.values_list("address", "archived_copy"))
    assert stored == {f"{HOST}/a": copies[0], f"{HOST}/b": copies[1], copies[1]: ""}
    page = admin_client.get(reverse("admin:blog_weblink_changelist")).content.decode()
    assert f'<a href="{copies[0]}"' in page


def test_a_host_that_asks_for_peace_has_it(web):
    web.answer_with("/a", reply_with(b"", "text/html", 429, Retry_After="600"))
    make_post(source=f"[a]({HOST}/a) [b]({HOST}/b) [c]({HOST}/c)")
    collect_links()
    assert ask_due_link()
    assert not ask_due_link()
    assert asked(web) == ["/a"]
    soonest = min(WebLink.objects.values_list("due_at", flat=True))
    assert timedelta(minutes=9) < soonest - timezone.now() < timedelta(minutes=11)


def test_nothing_is_asked_without_the_setting_and_no_more_than_the_budget(web, settings):
    make_post(source=f"[a]({HOST}/page) [b]({HOST}/b)")
    rounds = LinkRounds()
    assert rounds.ask_next() == asking_links.IDLE_SECONDS
    assert not WebLink.objects.exists()
    settings.BLOG_LINKS_PER_HOUR = 1
    assert rounds.ask_next() == 3600
    assert rounds.ask_next() == asking_links.IDLE_SECONDS
    assert len(set(asked(web))) == 1
    settings.BLOG_LINKS_PER_HOUR = 100_000
    assert rounds.ask_next() == asking_links.SHORTEST_PAUSE


def test_a_link_that_another_process_asks_about_is_left_to_it(web):
    make_post(source=f"[a]({HOST}/page)")
    collect_links()
    assert WebLink.objects.claim(WebLink.objects.get().pk, timezone.now())
    assert not ask_due_link()
    assert not web.asked
