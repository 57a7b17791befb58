"""Pictures that authors send."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.models import OwnPicture
from tests.support.drawn import photo, picture
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/blog/post/pictures/"
SCRIPTED = {"headers": {"X-Requested-With": "XMLHttpRequest"}}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file(data: bytes, name: str = "plot.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/plain")


def test_a_page_takes_a_picture_and_gives_its_line(admin_client):
    assert 'type="file"' in admin_client.get(ADDRESS).content.decode()
    sent = {"picture": file(picture()), "words": "A [red]\nsquare"}
    answer = admin_client.post(ADDRESS, sent)
    (line,) = answer.context["lines"]
    assert line["markdown"] == f"![A \\[red\\] square]({line['address']})"
    assert default_storage.exists(line["address"].removeprefix("/media/"))
    only = admin_client.post(ADDRESS, {"picture": file(picture()), "is_decorative": "on"})
    assert only.context["lines"][0]["markdown"].endswith("){.decorative}")


def test_a_script_is_answered_in_json_file_by_file(admin_client):
    sent = {"picture": [file(picture()), file(b"<html>", "a.png"), file(photo(), "b.jpg")]}
    told = admin_client.post(ADDRESS, sent, **SCRIPTED).json()
    assert [bool(one["refusal"]) for one in told["pictures"]] == [False, True, False]
    assert told["pictures"][1]["refusal"].startswith("This is no picture that can be shown")
    assert told["pictures"][2]["markdown"].startswith("![](/media/images/")


def test_the_same_picture_is_kept_once(admin_client):
    for name in ("a.png", "a.png"):
        admin_client.post(ADDRESS, {"picture": file(picture(), name)})
    assert len(default_storage.listdir("images")[0]) == 1


def test_copies_are_there_when_the_post_is_saved(admin_client, do_jobs):
    sent = {"picture": file(photo(), "b.jpg")}
    told = admin_client.post(ADDRESS, sent, **SCRIPTED).json()
    do_jobs()
    assert OwnPicture.objects.get().widths == "480 960"
    assert "srcset" in make_post(source=told["pictures"][0]["markdown"]).body_html


@pytest.mark.parametrize(
    ("files", "said"), [(0, "Choose a picture first."), (11, "Send at most 10 at once.")]
)
def test_none_and_too_many_are_refused(admin_client, files, said):
    sent = {"picture": [file(picture()) for _number in range(files)]}
    answer = admin_client.post(ADDRESS, sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_sending_is_limited_before_the_work(admin_client, settings):
    settings.BLOG_PICTURE_RATE_LIMIT = (1, 60)
    assert admin_client.post(ADDRESS, {"picture": file(picture())}).status_code == 200
    answer = admin_client.post(ADDRESS, {"picture": file(picture())}, **SCRIPTED)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["pictures"] == []


def test_who_may_not_write_sends_nothing(client):
    assert client.get(ADDRESS).status_code == 302
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"picture": file(picture())}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_post"))
    assert client.post(ADDRESS, {"picture": file(picture())}).status_code == 200
