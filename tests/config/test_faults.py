"""What readers and editors see while the storage is away: in views, in middleware, in the cache."""

import errno
import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.template import engines
from django.test import Client

from blog.models import Post
from config import caches as own_caches
from tests.guards.sources import ROOT
from tests.support.factories import make_post
from tests.support.form_reading import read_form
from tests.support.migrated_database import begun_site
from tests.support.serving import environment, free_port

ASKING = """
import json, sys
from django.test import Client
client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
client.cookies["sessionid"] = "abcdefgh"
for method, path in json.load(sys.stdin):
    answer = client.generic(method, path, b"title=My+long+thought&a=b",
        "application/x-www-form-urlencoded")
    text = b"".join(answer) if answer.streaming else answer.content
    print(json.dumps([answer.status_code, answer.headers.get("Retry-After"), text.decode()]))
"""


def answers(data_dir: Path, *requests: tuple[str, str], **settings: str) -> list[list]:
    """What a process with these settings answers: (status, Retry-After, text)."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", ASKING]
    env = environment(data_dir, LOG_LEVEL="CRITICAL", **settings)
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=json.dumps(requests), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, migrated) -> Path:
    folder = begun_site(tmp_path_factory.mktemp("site") / "data", migrated)
    static = [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"]
    subprocess.run(static, cwd=ROOT, env=environment(folder), check=True)
    return folder


@pytest.fixture
def own_folder(data_dir, tmp_path) -> Path:
    """One that a test may break."""
    return Path(shutil.copytree(data_dir, tmp_path / "data"))


EVERYWHERE = [("GET", path) for path in ("/", "/no/such/page", "/papers/", "/admin/")]
SENT = ("POST", "/admin/login/")


def check_faults(found: list[list]) -> None:
    *pages, form = found
    for status, retry_after, text in pages:
        assert (status, retry_after) == (503, "30")
        assert "cannot reach its storage" in text
        assert "Nothing is lost" not in text
    assert form[:2] == [503, "30"]
    assert read_form(form[2])[0] == {"title": "\nMy long thought", "a": "b"}


@pytest.mark.slow
def test_a_postgresql_that_is_away_is_said_on_every_page(data_dir):
    url = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    *found, (status, _wait, text) = answers(
        data_dir, *EVERYWHERE, SENT, ("GET", "/healthz"), DATABASE_URL=url
    )
    check_faults(found)
    assert status == 503
    assert "database: the database does not answer\n" in text
    assert "disk: ok\n" in text


@pytest.mark.slow
def test_so_is_a_corrupt_file(own_folder):
    for file in own_folder.glob("wellcited.sqlite3*"):
        file.write_bytes(b"This is no database. " * 5000)
    check_faults(answers(own_folder, *EVERYWHERE, SENT))


@pytest.mark.slow
def test_so_is_a_file_that_broke_later(own_folder):
    path = own_folder / "wellcited.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    check_faults(answers(own_folder, *EVERYWHERE, SENT))


@pytest.mark.slow
def test_a_redis_that_is_away_is_not_missed(data_dir):
    url = f"redis://127.0.0.1:{free_port()}/0"
    requests = [("GET", path) for path in ("/papers/", "/", "/healthz")]
    pages = answers(data_dir, *requests, REDIS_URL=url)
    assert [status for status, _wait, _text in pages] == [200, 200, 200]
    assert "cache: it does not answer" in pages[-1][2]


@pytest.mark.slow
def test_a_cache_that_is_away_is_as_an_empty_one_and_said_once(settings, caplog, monkeypatch):
    monkeypatch.setattr(own_caches, "silence", own_caches.Silence())
    settings.CACHES = {
        "default": {
            "BACKEND": "config.caches.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    cache = caches["default"]
    with caplog.at_level(logging.WARNING):
        for _number in range(3):
            own_caches.silence.until = 0
            assert cache.get("a", "nothing") == "nothing"
            assert cache.get_or_set("a", lambda: 42) == 42
    assert cache.get_many(["a"]) == {}
    assert cache.set_many({"a": 1}) == ["a"]
    assert not cache.add("a", 1)
    assert not cache.has_key("a")
    cache.set("a", 1)
    cache.clear()
    assert caplog.text.count("The cache does not answer") == 1


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        OperationalError("attempt to write a readonly database"),
        DatabaseError("database disk image is malformed"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
    ],
    ids=str,
)
def test_an_editor_gets_the_text_back_and_can_send_it_again(client, admin_user, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    client.force_login(admin_user)
    path = f"/admin/blog/post/{make_post(title='Old').pk}/change/"
    form, _files = read_form(client.get(path).content.decode())
    form |= {"title": "A new title", "source": "A long text\nof two lines & <b>more</b>"}
    with monkeypatch.context() as broken:
        broken.setattr("blog.admin.posts.save_draft", fail)
        response = client.post(path, form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    again, _files = read_form(response.content.decode())
    assert again["source"].strip() == form["source"]
    assert again.keys() == form.keys()
    again = {name: value.removeprefix("\n") for name, value in again.items()}
    assert client.post(path, again).status_code == 302
    assert Post.objects.get().title == "A new title"


def test_a_fault_of_ours_brings_the_text_back_too(admin_user, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("duplicate key")

    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    path = f"/admin/blog/post/{make_post().pk}/change/"
    form, _files = read_form(client.get(path).content.decode())
    monkeypatch.setattr("blog.admin.posts.save_draft", fail)
    response = client.post(path, form | {"source": "A long text"})
    assert response.status_code == 500
    assert read_form(response.content.decode())[0]["source"].strip() == "A long text"


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (OperationalError("disk is full"), 503, "30"),
        (DataError("out of range"), 400, None),
        (RuntimeError("ours"), 500, None),
    ],
)
def test_a_program_is_told_in_json_that_it_understands(db, monkeypatch, error, status, wait):
    def fail(*_args: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("blog.api.api_access.row_of_token", fail)
    client = Client(raise_request_exception=False)
    answer = client.post(
        "/api/v1/posts", {"text": "Mine."}, headers={"Authorization": "Bearer 1.x"}
    )
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, wait)
    assert answer["Content-Type"] == "application/json"
    assert all(answer.json()["error"][name] for name in ("what", "to_do"))


def test_no_password_comes_back(db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("blog.admin.login_attempts.spend_limits", fail)
    response = Client().post("/admin/login/", {"username": "ada", "password": "secret1"})
    assert response.status_code == 503
    assert "secret1" not in response.content.decode()


def test_a_fault_in_a_middleware_is_answered_as_one_in_a_view(db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("blog.old_addresses.find_target", fail)
    response = Client(raise_request_exception=False).get("/no/such/page")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_the_page_is_drawn_though_what_all_pages_show_cannot_be_read(db, client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused")

    engine = engines["django"].engine
    monkeypatch.setattr(engine, "template_context_processors", (fail,))
    response = client.get("/about/")
    assert response.status_code == 503
    assert "cannot reach its storage" in response.content.decode()
