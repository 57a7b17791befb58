"""The same of a folder and of a bucket: what is stored, and what readers get of it."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.http import http_date

from blog.backups.backup_files import take_media
from blog.markup.document.own_frames import FRAME_POLICY
from blog.media_store import media_store

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DIGEST = "0123456789abcdef0123"
NAME = f"images/{DIGEST}/a b é.png"
DATA = bytes(range(256)) * 1024
ADDRESS = "/media/images/0123456789abcdef0123/a%20b%20%C3%A9.png"


@pytest.fixture(params=["folder", "bucket"], autouse=True)
def store(request, settings, tmp_path: Path) -> None:
    if request.param == "bucket":
        request.getfixturevalue("media_bucket")
    else:
        settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def kept() -> str:
    return default_storage.save(NAME, ContentFile(DATA))


def names_there() -> list[str]:
    return [file.name for file in media_store().all_files()]


def test_a_file_is_stored_found_read_and_deleted(kept: str):
    found = media_store().find_file(kept)
    assert (kept, found.bytes, default_storage.size(kept)) == (NAME, len(DATA), len(DATA))
    assert default_storage.url(kept) == ADDRESS
    with default_storage.open(kept) as stream:
        assert stream.read() == DATA
        stream.seek(3)
        assert stream.read(2) == DATA[3:5]
    with closing(media_store().open_part(kept, 10, 20)) as stream:
        assert stream.read(20) == DATA[10:30]
    assert media_store().is_there_by_now(kept)
    default_storage.delete(kept)
    default_storage.delete(kept)  # nobody minds
    assert not default_storage.exists(kept)
    assert not media_store().is_there_by_now(kept)


def test_nothing_is_stored_over_another_file(kept: str):
    other = default_storage.save(NAME, ContentFile(b"other"))
    assert other != kept
    assert sorted(names_there()) == sorted([kept, other])
    with default_storage.open(kept) as stream:
        assert stream.read() == DATA


def test_folders_are_listed_with_what_is_in_them(kept: str):
    default_storage.save(f"frames/{DIGEST}/index.html.kept", ContentFile(b""))
    folders, files = default_storage.listdir("")
    assert (sorted(folders), files) == (["frames", "images"], [])
    assert default_storage.listdir(f"images/{DIGEST}") == ([], ["a b é.png"])
    assert [file.name for file in media_store().all_files("images/")] == [kept]
    assert names_there() == [f"frames/{DIGEST}/index.html.kept", kept]
    assert [file.bytes for file in media_store().all_files()] == [0, len(DATA)]


@pytest.mark.parametrize("name", ["none.png", "images", f"{'a' * 1100}.png", "a.png/b.png", "é"])
def test_what_is_not_there_is_not_found(kept: str, name: str, client):
    default_storage.save("a.png", ContentFile(b"a"))
    with pytest.raises(FileNotFoundError):
        media_store().find_file(name)
    assert client.get(f"/media/{quote(name)}").status_code == 404


def test_no_name_leads_out(client, kept: str):
    for path in (
        "/media/..%2Fsecret_key",
        "/media/%2Fetc/passwd",
        "/media/a/../../b",
        "/media/%5C",
    ):
        assert client.get(path).status_code == 404


def test_files_come_back_from_a_backup(kept: str, tmp_path: Path):
    (tmp_path / "one").mkdir()
    (file,) = take_media(tmp_path / "one", None, lambda: None)
    assert (file.path, file.bytes) == (f"media/{NAME}", len(DATA))
    default_storage.delete(kept)
    media_store().put_file(NAME, tmp_path / "one" / file.path)
    assert names_there() == [NAME]
    with default_storage.open(kept) as stream:
        assert stream.read() == DATA


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(client, address: str = ADDRESS, method: str = "GET", **meta: str) -> Answer:
    """What a server would send; it closes what it was given, as servers do."""
    response = client.generic(method, address, **meta)
    body = b"".join(response)
    response.close()
    return Answer(response.status_code, response.headers, body)


def test_readers_get_a_file_from_this_site_with_what_keeps_it_harmless(client, kept: str):
    response = ask(client)
    found = media_store().find_file(kept)
    told = response.headers
    assert (response.status, response.body) == (200, DATA)
    assert told["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert (told["Content-Type"], told["Content-Length"]) == ("image/png", str(len(DATA)))
    assert told["Cache-Control"] == "public, max-age=86400"
    assert (told["ETag"], told["Accept-Ranges"]) == (found.etag, "bytes")
    assert told["Last-Modified"] == http_date(found.changed_ns // 10**9)
    assert "Location" not in told
    response = ask(client, method="HEAD")
    assert (response.headers["Content-Length"], response.body) == (str(len(DATA)), b"")


def test_who_has_a_file_is_not_sent_it_again(client, kept: str):
    told = ask(client).headers
    for held in (
        {"HTTP_IF_NONE_MATCH": told["ETag"]},
        {"HTTP_IF_MODIFIED_SINCE": told["Last-Modified"]},
    ):
        response = ask(client, **held)
        assert (response.status, response.body) == (304, b"")
        assert response.headers["ETag"] == told["ETag"]
    assert ask(client, HTTP_IF_NONE_MATCH='"x"').status == 200


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, (0, 0)),
        ("bytes=100-", 206, (100, len(DATA) - 1)),
        ("bytes=5-999999999999", 206, (5, len(DATA) - 1)),
        ("bytes=-7", 206, (len(DATA) - 7, len(DATA) - 1)),
        (f"bytes=-{len(DATA)}", 200, (0, len(DATA) - 1)),
        (f"bytes={len(DATA)}-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-5", 200, (0, len(DATA) - 1)),
        ("bytes=0-1,5-6", 200, (0, len(DATA) - 1)),
        ("bytes=-", 200, (0, len(DATA) - 1)),
        ("pages=1-2", 200, (0, len(DATA) - 1)),
        ("bytes=٣-٤", 200, (0, len(DATA) - 1)),
    ],
)
def test_a_part_is_sent_to_who_asks_for_one(client, kept: str, asked: str, status: int, part):
    response = ask(client, HTTP_RANGE=asked)
    body = response.body
    assert response.status == status
    if part is None:
        assert response.headers["Content-Range"] == f"bytes */{len(DATA)}"
        return
    first, last = part
    assert body == DATA[first : last + 1]
    assert response.headers["Content-Length"] == str(len(body))
    if status == 206:
        assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(DATA)}"


def test_a_part_of_what_changed_is_not_joined_to_the_old_one(client, kept: str):
    told = ask(client).headers
    asked = {"HTTP_RANGE": "bytes=0-9"}
    for held, status in ((told["ETag"], 206), (told["Last-Modified"], 206), ('"other"', 200)):
        assert ask(client, HTTP_IF_RANGE=held, **asked).status == status


def test_an_empty_file_is_sent(client):
    default_storage.save("empty.txt", ContentFile(b""))
    for asked in ({}, {"HTTP_RANGE": "bytes=0-9"}):
        response = ask(client, "/media/empty.txt", **asked)
        assert (response.status, response.body) == (200, b"")


def test_files_of_an_interactive_page_keep_their_sandbox(client):
    default_storage.save(f"frames/{DIGEST}/index.html.kept", ContentFile(b"<p>"))
    address = reverse("blog:frame", args=[DIGEST, "index.html"])
    response = ask(client, address)
    assert (response.status, response.body) == (200, b"<p>")
    assert response.headers["Content-Security-Policy"] == FRAME_POLICY
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(f"/frames/{DIGEST}/none.html").status_code == 404
