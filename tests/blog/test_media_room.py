"""One rule for the room that media have, and what each way in says where there is none."""

import shutil
import threading
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from blog.doctor import storage_checks
from blog.doctor.diagnosis import NeedsALook, NeedsMending
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_export import export_site
from blog.folder.site_import import import_site
from blog.models import OwnPicture, Page, Post, Site
from blog.models.media_room import NEARLY_FULL, MediaFull
from blog.posts.picture_size_rows import measure_stored
from blog.sharing.picture_jobs import settle_share_pictures
from tests.blog.test_site_admin import PNG, errors, send
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import post
from tests.blog.transfer.storing.test_post_import import run as run_import
from tests.support.api_requests import ask, token_of
from tests.support.drawn import photo, picture
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
MB = 1_000_000
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def full(settings) -> None:
    """Two bytes are left."""
    default_storage.save("files/1/a.txt", ContentFile(b"12345678"))
    settings.BLOG_MEDIA_BYTES = 10


def stored(folder: str = "") -> list[str]:
    folders, files = default_storage.listdir(folder)
    inner = (name for one in folders for name in stored(f"{folder}{one}/"))
    return [*(f"{folder}{name}" for name in files), *inner]


def test_media_have_their_room_to_the_byte(settings):
    settings.BLOG_MEDIA_BYTES = 3 * MB
    default_storage.save("a/1.bin", ContentFile(bytes(2 * MB)))
    with pytest.raises(MediaFull, match=r"file of 1\.00 MB.* at most 3\.00 MB .* 1\.00 MB left"):
        default_storage.save("a/2.bin", ContentFile(bytes(MB + 1)))
    default_storage.save("a/2.bin", ContentFile(bytes(MB)))
    with pytest.raises(MediaFull, match=r"MEDIA_MB"):
        default_storage.save("a/3.bin", ContentFile(b"1"))
    default_storage.delete("a/1.bin")  # by whichever way
    default_storage.save("a/3.bin", ContentFile(b"1"))
    settings.BLOG_MEDIA_BYTES = 0
    default_storage.save("a/4.bin", ContentFile(bytes(5 * MB)))


def test_what_stays_free_of_the_disk_is_left_to_the_byte(settings, monkeypatch):
    settings.BLOG_DISK_LEFT_BYTES = 200 * MB
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(0, 0, 201 * MB))
    default_storage.save("a/1.bin", ContentFile(bytes(MB)))
    with pytest.raises(MediaFull, match=r"the disk has 201 MB left, and 200 MB stay free"):
        default_storage.save("a/2.bin", ContentFile(bytes(MB + 1)))
    assert stored() == ["a/1.bin"]


def test_files_are_counted_anew_where_room_is_scarce_or_time_has_passed(settings, monkeypatch):
    settings.BLOG_MEDIA_BYTES = 2 * NEARLY_FULL
    counts = []
    monkeypatch.setattr(default_storage, "file_sizes", lambda: counts.append(1) or [10])
    monkeypatch.setattr(default_storage, "counted_at", float("-inf"), raising=False)
    for number in range(3):
        default_storage.save(f"a/{number}.bin", ContentFile(b"12"))
    assert (len(counts), default_storage.counted) == (1, 16)
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    default_storage.save("a/4.bin", ContentFile(b"12"))
    assert (len(counts), default_storage.counted) == (2, 12)
    settings.BLOG_MEDIA_BYTES = NEARLY_FULL
    for number in range(2):
        default_storage.save(f"b/{number}.bin", ContentFile(b"12"))
    assert len(counts) == 4


def test_a_file_that_is_being_stored_has_its_room_and_holds_up_no_other(settings, monkeypatch):
    """A bucket may take a minute for it."""
    settings.BLOG_MEDIA_BYTES = 10
    begun, may_end, save = threading.Event(), threading.Event(), FileSystemStorage._save

    def slow(store, name, content):
        if name == "a/slow.bin":
            begun.set()
            assert may_end.wait(30)
            raise OSError("The bucket failed.")
        return save(store, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(default_storage.save, "a/slow.bin", ContentFile(b"123456"))
        try:
            assert begun.wait(30)
            second = pool.submit(default_storage.save, "a/quick.bin", ContentFile(b"1234"))
            assert second.result(30) == "a/quick.bin"
            with pytest.raises(MediaFull):
                default_storage.save("a/more.bin", ContentFile(b"1"))
        finally:
            may_end.set()
        with pytest.raises(OSError, match="The bucket failed"):
            first.result(30)
    default_storage.save("a/more.bin", ContentFile(b"123456"))
    assert sorted(stored()) == ["a/more.bin", "a/quick.bin"]


def test_an_authors_picture_is_refused_beside_its_name(admin_client, full):
    sent = {"picture": SimpleUploadedFile("plot.png", picture())}
    page = admin_client.post("/admin/blog/post/pictures/", sent).content.decode()
    assert "plot.png" in page
    assert "There is no room for this file of 0.00 MB" in page
    assert stored() == ["files/1/a.txt"]


def test_a_programs_picture_is_refused_in_words(admin_user, full):
    answer = ask(token_of(admin_user), "POST", "pictures?name=a.png", picture())
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "a.png")
    assert "MEDIA_MB" in answer.content.decode()


def test_a_logo_is_refused_beside_its_field_and_what_was_typed_stays(admin_client, full):
    answer = send(admin_client, tagline="Typed", logo=SimpleUploadedFile("logo.png", PNG))
    assert "There is no room" in errors(answer)["logo"][0]
    assert "Typed" in answer.content.decode()
    assert not Site.objects.exists()


def test_an_import_refuses_what_has_no_room_and_takes_it_when_there_is_some(
    tmp_path, settings, full
):
    write(
        tmp_path / "blog",
        {
            "_posts/2020-01-02-one.md": post("![a](/a.png)"),
            "_posts/2020-01-03-two.md": post("Words alone."),
            "about.md": "---\ntitle: About\n---\n![a](/a.png)\n",
            "_config.yml": "title: A\n",
            "a.png": picture(),
        },
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Some files were refused"):
        call_command("import_posts", str(tmp_path / "blog"), "--take-site", stdout=out, stderr=err)
    out, err = out.getvalue(), err.getvalue()
    assert "1 added, 0 changed, 0 unchanged, 2 refused" in out
    assert err.count("There is no room for this file") == 2
    assert list(Post.objects.values_list("slug", flat=True)) == ["two"]
    assert not Page.objects.exists()
    settings.BLOG_MEDIA_BYTES = 0
    out, _err = run_import(tmp_path / "blog", "--take-site")
    assert "1 added, 0 changed, 1 unchanged, 0 refused" in out


def test_a_site_that_has_no_room_is_not_half_imported(tmp_path, settings):
    settings.BLOG_MEDIA_BYTES = 0
    default_storage.save("images/1/a.png", ContentFile(PNG))
    default_storage.save("images/2/b.png", ContentFile(PNG + b"1"))
    make_post(source="![a](/media/images/1/a.png) ![b](/media/images/2/b.png)")
    export_site(tmp_path / "folder")
    Post.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    settings.BLOG_MEDIA_BYTES = len(PNG) + 1
    with pytest.raises(FolderRefusedError, match=r"media/images/2/b\.png: There is no room"):
        import_site(tmp_path / "folder")
    assert (stored(), Post.objects.count()) == ([], 0)


def test_copies_and_shared_pictures_are_made_when_there_is_room(settings, do_jobs):
    default_storage.save(name := "images/abcdef0123/a.jpg", ContentFile(photo()))
    settings.BLOG_MEDIA_BYTES = default_storage.size(name)
    measure_stored.call([name])
    make_post(title="First")
    make_post(title="Second")
    do_jobs()
    assert stored() == [name]
    assert not OwnPicture.objects.exists()
    settings.BLOG_MEDIA_BYTES = 0
    measure_stored.call([name])
    settle_share_pictures.call()
    do_jobs()
    assert OwnPicture.objects.get().widths == "480 960"
    assert len([one for one in stored() if one.startswith("shares/posts")]) == 2


def test_doctor_tells_how_full_it_is(settings, monkeypatch):
    default_storage.save("a/1.bin", ContentFile(bytes(4 * MB)))
    assert storage_checks.room_for_media() == "4.00 MB of pictures and files"
    settings.BLOG_MEDIA_BYTES = 50 * MB
    assert "of the 50 MB that MEDIA_MB allows" in storage_checks.room_for_media()
    default_storage.save("a/2.bin", ContentFile(bytes(42 * MB)))
    with pytest.raises(NeedsALook, match="46 MB"):
        storage_checks.room_for_media()
    default_storage.save("a/3.bin", ContentFile(bytes(4 * MB)))
    with pytest.raises(NeedsMending, match=r"50 MB that MEDIA_MB allows: no more are taken"):
        storage_checks.room_for_media()
    settings.BLOG_MEDIA_BYTES = 0
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(0, 0, 150 * MB))
    with pytest.raises(NeedsMending, match="150 MB of the disk are free: no more pictures"):
        storage_checks.room_for_media()
