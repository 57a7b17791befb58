"""A site whose media are in a bucket: where it is, what it carries, and what happens while it is
away. What is the same as in a folder: ``tests/blog/test_media_store.py``."""

import os
import re
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.backups.backup_files import whole_backups
from blog.doctor.diagnosis import NeedsMending
from blog.doctor.storage_checks import stored_media
from blog.folder.site_export import export_site
from blog.folder.static_export import export_static
from blog.media_store import StoreAway, media_store
from blog.models import OwnPicture
from blog.models.media_room import MediaFull
from blog.posts.picture_size_rows import keep_measured
from blog.server import health
from config.environment import read_bucket
from tests.support.bucket_server import stored_in
from tests.support.drawn import picture
from tests.support.factories import make_post
from tests.support.migrated_database import begun_site
from tests.support.serving import environment, manage

NAME = "images/0123456789abcdef0123/plot.png"
MODULES = "import sys; print('boto3' in sys.modules, 'storages' in sys.modules)"
LISTED = """
from blog.media_store import media_store
for file in media_store().all_files():
    print(file.name, file.bytes)
"""
FILLED = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("posts/one.png", ContentFile(b"picture"))
"""


@pytest.fixture
def away(media_bucket, settings) -> None:
    """The bucket of this site is not there for now."""
    settings.STORAGES = stored_in(media_bucket, endpoint_url=media_bucket.away)


@pytest.fixture
def own(monkeypatch):
    """Sets variables of the environment."""
    return lambda **values: [monkeypatch.setenv(name, value) for name, value in values.items()]


def test_without_a_bucket_media_are_in_the_folder():
    assert read_bucket() == {"BACKEND": "config.media_store.DurableFiles"}


def test_a_bucket_is_read_from_the_environment(own):
    own(S3_BUCKET="blog-media", S3_URL="https://s3.example.org/", S3_REGION="eu-1")
    told = {"bucket_name": "blog-media", "endpoint_url": "https://s3.example.org"}
    assert read_bucket()["OPTIONS"] == told | {"region_name": "eu-1"}
    own(S3_ACCESS_KEY="a", S3_SECRET_KEY="b")
    assert read_bucket()["OPTIONS"].items() >= {"access_key": "a", "secret_key": "b"}.items()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"S3_URL": "https://s3.example.org"}, "S3_BUCKET is not"),
        ({"S3_SECRET_KEY": "hidden"}, "S3_BUCKET is not"),
        ({"S3_BUCKET": "a/b"}, "S3_BUCKET is 'a/b'"),
        ({"S3_BUCKET": "media", "S3_URL": "s3.example.org"}, "S3_URL cannot be read"),
        ({"S3_BUCKET": "media", "S3_ACCESS_KEY": "a"}, "Set both of"),
    ],
)
def test_what_names_no_bucket_stops_the_start(own, values: dict[str, str], told: str):
    own(**values)
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        read_bucket()
    assert "hidden" not in str(refused.value)


def test_a_bucket_needs_its_package(own, monkeypatch):
    own(S3_BUCKET="media")
    monkeypatch.setattr("config.environment.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=re.escape("'django-storages[s3]'")):
        read_bucket()


@pytest.mark.slow
def test_nothing_of_a_bucket_is_loaded_before_it_is_asked(site_folder, tmp_path):
    for more in ({}, {"S3_BUCKET": "media", "S3_URL": "http://127.0.0.1:9"}):
        place = environment(site_folder, **more)
        done = manage(place, "shell", "--no-imports", "-v0", "-c", MODULES)
        assert done.stdout.split() == ["False", "False"], done.stderr


@pytest.mark.slow
def test_processes_have_connections_of_their_own(media_bucket, monkeypatch):
    ours = default_storage.connection
    assert default_storage.connection is ours
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert default_storage.connection is not ours


@pytest.mark.slow
@pytest.mark.django_db
def test_a_page_does_not_ask_again_for_a_picture_that_it_has_asked_for(
    client, media_bucket, do_jobs, monkeypatch
):
    post = make_post(title="How rays pass")
    do_jobs()
    asked = []
    exists = type(default_storage._wrapped).exists
    monkeypatch.setattr(
        type(default_storage._wrapped),
        "exists",
        lambda self, name: asked.append(name) or exists(self, name),
    )
    default_storage._wrapped._seen.clear()
    pages = [client.get(post.get_absolute_url()).content.decode() for _time in range(3)]
    assert 'property="og:image" content="http://127.0.0.1:8000/media/shares/posts/' in pages[0]
    assert pages[0].count(media_bucket.address) == 0
    assert len(asked) == 1


@pytest.mark.slow
def test_what_was_not_there_is_asked_for_again_later(media_bucket, monkeypatch):
    store = media_store()
    assert not store.is_there_by_now(NAME)
    other = type(default_storage._wrapped)(**media_bucket.options)  # of another machine
    other.save(NAME, ContentFile(b"x"))
    assert not store.is_there_by_now(NAME)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 21)
    assert store.is_there_by_now(NAME)


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_are_read_while_the_bucket_is_away(client, away, monkeypatch):
    post = make_post(title="How rays pass")
    assert client.get(post.get_absolute_url()).status_code == 200
    monkeypatch.setattr("config.bucket_files.BucketFiles.exists", lambda self, name: 1 / 0)
    assert client.get(post.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200
    assert health.health()[0]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_file_that_cannot_be_had_for_now_is_not_said_to_be_missing(client, away):
    for path in (f"/media/{NAME}", "/frames/0123456789abcdef0123/index.html"):
        for _time in range(2):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    with pytest.raises(StoreAway):
        keep_measured(NAME)
    assert not OwnPicture.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_picture_that_cannot_be_stored_is_told_and_the_text_comes_back(admin_client, away):
    admin_client.raise_request_exception = False
    words = (
        "A curve that falls, and falls again, until it meets the axis far to the right of us all."
    )
    file = SimpleUploadedFile("plot.png", picture(), "image/png")
    answer = admin_client.post("/admin/blog/post/pictures/", {"picture": file, "words": words})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert words in answer.content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_bucket_that_refuses_is_told_without_its_key(media_bucket, settings):
    settings.STORAGES = stored_in(media_bucket, bucket_name="another-one", secret_key="hidden")
    with pytest.raises(StoreAway, match="another-one failed: NoSuchBucket") as refused:
        default_storage.save(NAME, ContentFile(b"x"))
    assert "hidden" not in str(refused.value)
    with pytest.raises(NeedsMending, match="No file can be stored in the bucket another-one"):
        stored_media()


@pytest.mark.slow
def test_a_bucket_has_its_room(media_bucket, settings):
    settings.BLOG_MEDIA_BYTES = 1_000
    default_storage.save(NAME, ContentFile(b"x" * 600))
    with pytest.raises(MediaFull, match="keeps at most"):
        default_storage.save(NAME, ContentFile(b"x" * 600))
    assert default_storage.kept_bytes() == 600
    assert default_storage.free_bytes() is None


@pytest.mark.slow
def test_the_doctor_stores_a_file_and_takes_it_away(media_bucket):
    assert stored_media() == f"they are in the bucket {media_bucket.name} at {media_bucket.address}"
    assert list(media_store().all_files()) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_exports_have_what_is_in_the_bucket(media_bucket, tmp_path: Path, settings):
    name, data = default_storage.save(NAME, ContentFile(picture())), picture()
    make_post(source=f"![A plot](/media/{name})")
    export_site(tmp_path / "site")
    assert (tmp_path / "site/media" / name).read_bytes() == data
    export_static(tmp_path / "static")
    assert (tmp_path / "static/media" / name).read_bytes() == data
    settings.STORAGES = stored_in(media_bucket, endpoint_url=media_bucket.away)
    for export in (export_site, export_static):
        with pytest.raises(StoreAway):
            export(tmp_path / export.__name__)


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_site_moves_from_one_bucket_to_another(new_bucket, tmp_path: Path, migrated):
    here = environment(begun_site(tmp_path / "one", migrated), **new_bucket().environment)
    there = environment(tmp_path / "two", **new_bucket().environment)
    shell = ("shell", "--no-imports", "-v0", "-c")
    assert manage(here, *shell, FILLED).returncode == 0
    for _night in range(2):
        made = manage(here, "backup", str(tmp_path / "kept"))
        assert made.returncode == 0, made.stderr
        time.sleep(1)
    newer, older = (folder / "media/posts/one.png" for folder in whole_backups(tmp_path / "kept"))
    assert newer.read_bytes() == b"picture"
    assert newer.stat().st_ino == older.stat().st_ino, "what did not change is not fetched again"
    back = manage(there, "restore", str(newer.parents[2]))
    assert back.returncode == 0, back.stderr
    assert manage(there, *shell, LISTED).stdout == "posts/one.png 7\n"
    assert not (tmp_path / "two/media").exists()
    (tmp_path / "two/wellcited.sqlite3").unlink()
    again = manage(there, "restore", str(newer.parents[2]))
    assert "posts/one.png, in the bucket" in again.stderr
