import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from blog.markup.page.pictures_elsewhere import CLASS
from blog.models import OutsidePicture, Post
from blog.posts.saving_posts import save_post
from blog.transfer.pictures.host_copies import copy_in
from blog.transfer.storing import outside_pictures
from blog.transfer.storing.outside_pictures import PictureBudget, PictureRun
from blog.transfer.storing.picture_fetch_job import fetch_post_pictures
from tests.blog.transfer.pictures.test_picture_check import picture
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import post, run
from tests.support.registry_server import (
    ENOUGH_SECONDS,
    hang,
    redirect_to,
    registry_server,
    reply_with,
    seconds_for,
    send_three_gigabytes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOST = "http://127.0.0.2"
PNG = picture()


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    monkeypatch.setattr(outside_pictures.PictureRun, "pause", 0.0)


def site(folder, *addresses):
    """A site with a post for each list of addresses of pictures."""
    for number, some in enumerate(addresses):
        body = "\n\n".join(f"![Picture {one}]({one})" for one in some)
        write(folder, {f"_posts/2020-01-0{number + 1}-p{number}.md": post(body)})
    return folder


def asked(web):
    return [path for path, _headers in web.asked]


def test_pictures_come_once_and_are_shown_from_here(web, tmp_path, client):
    web.answer_with("/a.png", reply_with(PNG, "image/png"))
    web.answer_with("/same.png", reply_with(PNG, "application/octet-stream"))
    web.answer_with("/moved", redirect_to(f"{HOST}/a.png"))
    site(tmp_path, [f"{HOST}/a.png", f"{HOST}/none.png"], [f"{HOST}/same.png", f"{HOST}/moved"])
    _out, err = run(tmp_path)
    assert "links with their descriptions here: 4, of 127.0.0.2 (4)" in err
    assert not web.asked
    _out, err = run(tmp_path, "--fetch-images")
    assert "3 are here, 1 did not come" in err
    assert f"the picture {HOST}/none.png did not come: 127.0.0.2 has nothing under" in err
    first, second = Post.objects.order_by("pk")
    assert f'<a class="{CLASS}" href="{HOST}/none.png">Picture' in first.body_html
    names = set(OutsidePicture.objects.kept().values_list("name", flat=True))
    assert len(names) == 1
    assert second.body_html.count(default_storage.url(names.pop())) == 2
    assert client.get(second.body_html.split('src="')[1].split('"')[0]).getvalue() == PNG
    assert f"]({HOST}/same.png)" in second.source
    web.asked.clear()
    out, err = run(tmp_path, "--fetch-images")
    assert "2 unchanged" in out
    assert not web.asked
    run(tmp_path, "--overwrite")
    assert [one.body_html for one in Post.objects.order_by("pk")] == [
        first.body_html,
        second.body_html,
    ]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (reply_with(b"<p>Sign in", "text/html"), "content of the kind"),
        (reply_with(b"no picture", "image/png"), "no picture of a kind"),
        (reply_with(PNG[:-30], "image/png"), "broken"),
        (reply_with(b"x" * 11_000_000, "image/png"), "more than an answer may have"),
        (send_three_gigabytes, "more than an answer|garbled|did not answer|kind"),
        (redirect_to("http://127.0.0.1/secret"), "no host of the public internet"),
        (redirect_to("?again"), "leads on and on"),
        (reply_with(b'<svg xmlns="http://www.w3.org/2000/svg"/>' * 2, "image/svg+xml"), "well"),
    ],
)
def test_what_is_no_picture_stays_a_link_and_is_not_asked_for_again(web, behaviour, reason):
    web.answer_with("/x", behaviour)
    row = save_post(Post(title="x", source=f"![x]({HOST}/x)"))
    taking = PictureRun()
    list(taking.take([f"{HOST}/x"]))
    (told,) = taking.taken.failed.values()
    assert re.search(reason, told), told
    assert OutsidePicture.objects.get().is_lost
    web.asked.clear()
    again = PictureRun()
    list(again.take([f"{HOST}/x"]))
    assert again.taken.failed == taking.taken.failed
    assert not web.asked
    assert CLASS in row.body_html


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.png", "http://10.0.0.1/a", "ftp://e/a"])
def test_private_hosts_are_not_asked(db, address):
    with registry_server() as secret:
        taking = PictureRun()
        list(taking.take([address]))
        assert list(taking.taken.failed) == [address]
        assert not secret.asked


@pytest.mark.parametrize("behaviour", [hang, reply_with(b"", "text/plain", 503)])
def test_a_host_that_does_not_answer_is_left_alone_and_asked_another_time(web, settings, behaviour):
    settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
    addresses = [f"{HOST}/{number}" for number in range(6)]
    for number in range(6):
        web.answer_with(f"/{number}", behaviour)
    web.answer_with("/5", reply_with(PNG, "image/png"))
    taking = PictureRun()
    list(taking.take(addresses))
    assert len(taking.taken.left) == 6
    assert len(web.asked) == outside_pictures.MOST_SILENT
    for number in range(6):
        web.answer_with(f"/{number}", reply_with(PNG, "image/png"))
    settings.PAPERS_DOOR_SECONDS = ENOUGH_SECONDS
    again = PictureRun()
    list(again.take(addresses))
    assert len(again.taken.came) == 6


def test_who_wants_peace_gets_it(web):
    web.answer_with("/0", reply_with(b"", "text/plain", 429, Retry_After="60"))
    taking = PictureRun()
    list(taking.take([f"{HOST}/0", f"{HOST}/1"]))
    assert asked(web) == ["/0"]
    assert len(taking.taken.left) == 2


def test_a_run_has_a_budget_and_the_next_goes_on(web):
    for number in range(3):
        web.answer_with(f"/{number}", reply_with(PNG, "image/png"))
    addresses = [f"{HOST}/{number}" for number in range(3)]
    taking = PictureRun(budget=PictureBudget(pictures=2, bytes=1 << 20, seconds=60))
    list(taking.take(addresses))
    assert (len(taking.taken.came), len(taking.taken.left)) == (2, 1)
    web.asked.clear()
    again = PictureRun(budget=PictureBudget(pictures=2, bytes=1 << 20, seconds=60))
    list(again.take(addresses))
    assert asked(web) == ["/2"]
    assert len(again.taken.came) == 3


def test_there_is_a_pause_between_two_questions_to_a_host(web, monkeypatch):
    slept = []
    monkeypatch.setattr(outside_pictures.time, "sleep", slept.append)
    for number in range(3):
        web.answer_with(f"/{number}", reply_with(PNG, "image/png"))
    taking = PictureRun(pause=7.0, clock=lambda: 100.0)
    list(taking.take([f"{HOST}/{number}" for number in range(3)]))
    assert slept == [7.0, 7.0]


def test_nothing_is_asked_in_a_transaction(web, transactional_db, tmp_path, monkeypatch):
    def look(*given, **more):
        assert not connection.in_atomic_block
        return reply_with

    monkeypatch.setattr(outside_pictures, "ask_public_web", lambda *_a, **_k: look() and 1 / 0)
    site(tmp_path, [f"{HOST}/a.png"])
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, "--fetch-images")
    assert Post.objects.count() == 1  # an interruption loses no post


def test_copies_are_taken_out_of_a_folder(tmp_path, web):
    copies = write(tmp_path / "copies", {"2020/ä b.png": PNG, "i.e.org/c.png": PNG})
    write(tmp_path, {"secret.png": PNG})
    found = [
        "https://i.e.org/2020/%C3%A4%20b.png?w=300",
        "https://i.e.org/c.png",
        "https://i.e.org/../secret.png",
        "https://i.e.org/%2e%2e/secret.png",
        f"{HOST}/other.png",
    ]
    site(tmp_path / "site", found)
    _out, err = run(tmp_path / "site", "--images", f"i.e.org={copies}")
    html = Post.objects.get().body_html
    assert html.count('<img src="/media/images/') == 2
    assert "2 are here, 0 did not come, 3 are left for another run" in err
    assert not web.asked
    assert copy_in(copies, "https://i.e.org/a%00b") is None


def test_a_job_fetches_those_of_one_post_and_asks_again(web, admin_client):
    web.answer_with("/x", reply_with(b"not yet", "text/html"))
    row = save_post(Post(title="x", source=f"![The plot]({HOST}/x)"))
    page = f"/admin/blog/post/{row.pk}/change/"
    assert "not asked for yet" in admin_client.get(page).content.decode()
    assert admin_client.get(f"/admin/blog/post/{row.pk}/fetch-pictures/").status_code == 302
    assert not web.asked
    fetch_post_pictures.call(row.pk)
    assert "content of the kind" in admin_client.get(page).content.decode()
    web.answer_with("/x", reply_with(PNG, "image/png"))
    response = admin_client.post(f"/admin/blog/post/{row.pk}/fetch-pictures/", follow=True)
    assert "are being fetched" in response.content.decode()
    fetch_post_pictures.call(row.pk)
    row.refresh_from_db()
    assert '<img src="/media/images/' in row.body_html
    assert "Pictures of other sites" not in admin_client.get(page).content.decode()


def test_who_may_not_change_a_post_fetches_nothing(client, django_user_model):
    user = django_user_model.objects.create_user("u", is_staff=True)
    row = save_post(Post(title="x", source="![x](https://e.org/x)"))
    client.force_login(user)
    assert client.post(f"/admin/blog/post/{row.pk}/fetch-pictures/").status_code == 403
