"""Each check of an installation finds its fault, says it in a sentence and how it is mended."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.doctor import machine_checks, outside_checks, storage_checks
from blog.doctor.all_checks import INSTALLATION_CHECKS
from blog.doctor.diagnosis import Ailment, InstallationCheck, NeedsALook, NeedsMending, examine
from blog.doctor.proxy_look import SEEN_BY_NOBODY, NotOurs, Unreachable, look_through_proxy
from blog.models import Backup, stored_site
from blog.server.jobs import render_citing
from tests.support.serving import free_port

pytestmark = pytest.mark.django_db


def ask_doctor(*arguments: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def test_the_command_tells_all_and_its_exit_code(settings, monkeypatch):
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setattr(storage_checks, "sqlite_state", lambda: "of tests, in memory")
    monkeypatch.setattr(storage_checks, "is_off", lambda name: False)
    code, told = ask_doctor()
    for check in INSTALLATION_CHECKS:
        assert f" {check.name}: " in told
    assert code == 1  # no static files are collected for tests
    assert "MEND static files" in told
    assert "Start the site again" in told
    monkeypatch.setattr(machine_checks, "collected_fingerprint", machine_checks.files_fingerprint)
    monkeypatch.setattr("blog.models.Backup.is_due", lambda: False)
    code, told = ask_doctor("--json")
    findings = {one["name"]: one for one in json.loads(told)}
    assert len(findings) == len(INSTALLATION_CHECKS)
    assert findings["state of the database"]["state"] == "well"
    assert {one["state"] for one in findings.values() if one["remedy"]} <= {"look", "mend"}
    assert all(one["remedy"] for one in findings.values() if one["state"] != "well")


def test_it_does_without_a_database():
    def away() -> str:
        raise OperationalError("could not connect")

    def unasked() -> str:
        raise AssertionError

    checks = [
        InstallationCheck("database", away, bears_others=True),
        InstallationCheck("queue", unasked, needs_database=True),
        InstallationCheck("disk", lambda: "fine"),
    ]
    assert [one.state for one in examine(checks)] == ["mend", "look", "well"]


def is_said(check, kind: type[Ailment], *words: str) -> None:
    with pytest.raises(kind) as caught:
        check()
    assert all(one in f"{caught.value.words} {caught.value.remedy}" for one in words), caught.value
    assert caught.value.words.endswith((".", ")")) or ":" in caught.value.words


def test_what_the_machine_lacks_is_said(settings, tmp_path, monkeypatch):
    settings.BASE_DIR = settings.DATA_DIR = tmp_path
    (tmp_path / "requirements.txt").write_text("nh3==0.0.1 \\\nno-such-thing==1.0 \\\n")
    is_said(machine_checks.programs, NeedsMending, "no-such-thing", "deploy/install.sh")
    (tmp_path / "requirements.txt").write_text("nh3==0.0.1 \\\n")
    is_said(machine_checks.programs, NeedsALook, "nh3", "pinned: 0.0.1")
    tmp_path.chmod(0o700)
    assert str(tmp_path) in machine_checks.private_files()
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    is_said(machine_checks.private_files, NeedsMending, "secret_key", "chmod")
    settings.SECRET_KEY = "a" * 60
    is_said(machine_checks.secret_key, NeedsMending, "guessed")
    monkeypatch.setattr(storage_checks, "disk_health", lambda: "5 MiB are free")
    is_said(storage_checks.disk, NeedsMending, "5 MiB", "room")
    monkeypatch.setattr(machine_checks.timezone, "now", lambda: timezone.datetime(1970, 1, 1))
    is_said(machine_checks.clock, NeedsMending, "1970", "time service")
    (tmp_path / "static-fingerprint").write_text("of yesterday")
    is_said(machine_checks.static_files, NeedsMending, "another release")
    assert "files" in machine_checks.fonts()


def test_what_the_database_lacks_is_said(settings, monkeypatch):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("blog", "0001_initial")  # as an older release made it
    assert storage_checks.migrations() == "all are applied"
    recorder.record_applied("blog", "9999_of_tomorrow")
    is_said(storage_checks.migrations, NeedsMending, "blog.9999_of_tomorrow", "newer release")
    recorder.record_unapplied("sessions", "0001_initial")
    is_said(storage_checks.migrations, NeedsMending, "sessions.0001_initial", "migrate")
    render_citing.enqueue([])
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    is_said(storage_checks.queue, NeedsMending, "over 15 minutes", "run_jobs")
    DBTaskResult.objects.update(enqueued_at=timezone.now() + timedelta(hours=1), status="FAILED")
    is_said(storage_checks.jobs_given_up, NeedsALook, "1 gave up")
    settings.CACHES = {"default": {"BACKEND": "config.caches.ForgivingRedisCache"}}
    monkeypatch.setattr(storage_checks, "cache_health", lambda: "it does not answer")
    is_said(storage_checks.cache, NeedsALook, "Redis", "REDIS_URL")
    storage_checks.IndexState.objects.all().delete()
    is_said(storage_checks.search_index, NeedsALook, "blog.post", "rebuild_search")
    assert "tables are counted" in storage_checks.page_store()
    table = next(iter(storage_checks.existing_triggers(connection).values()))
    storage_checks.TableVersion.objects.filter(name=table).delete()
    is_said(storage_checks.page_store, NeedsMending, "stale", "migrate")


def test_backups_that_are_old_or_gone_are_said(settings, tmp_path):
    is_said(storage_checks.backups, NeedsMending, "No backup", "manage.py backup")
    made = Backup.objects.create(folder=str(tmp_path), bytes=1)
    assert str(tmp_path) in storage_checks.backups()
    Backup.objects.update(folder=str(tmp_path / "gone"))
    is_said(storage_checks.backups, NeedsALook, "not there")
    Backup.objects.update(made_at=made.made_at - timedelta(days=30))
    is_said(storage_checks.backups, NeedsMending, "newest")
    settings.BLOG_BACKUP_DAYS = 0
    assert "others" in storage_checks.backups()


@pytest.mark.sqlite
def test_sqlite_that_may_lose_what_it_wrote_is_said(tmp_path, monkeypatch):
    file = tmp_path / "site.sqlite3"
    own = connection.copy()
    own.settings_dict = {**own.settings_dict, "NAME": str(file)}
    monkeypatch.setattr(storage_checks, "connection", own)
    with own.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word PRIMARY KEY)")
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
        cursor.execute(f"INSERT INTO words {numbers} SELECT hex(zeroblob(50)) || i FROM n")
        assert "SQLite 3" in storage_checks.database()
        cursor.execute("PRAGMA synchronous=OFF")
        is_said(storage_checks.database, NeedsMending, "journal")
    own.close()
    with file.open("r+b") as bytes_of_file:
        bytes_of_file.seek(3 * 4096)
        bytes_of_file.write(b"damaged" * 1000)
    is_said(storage_checks.database, NeedsMending, "damaged", "restore")
    own.close()


@pytest.mark.postgres
def test_postgres_that_may_lose_what_it_wrote_is_said(monkeypatch):
    monkeypatch.setattr(storage_checks, "is_off", lambda name: False)
    assert "PostgreSQL" in storage_checks.database()
    monkeypatch.setattr(storage_checks, "is_off", lambda name: name == "fsync")
    is_said(storage_checks.database, NeedsMending, "fsync", "power cut")


def test_posts_by_mail_without_a_mail_server_are_told(settings):
    settings.BLOG_SENDS_MAIL = False
    is_said(outside_checks.mail, NeedsALook, "nobody is told of comments", "Set EMAIL_URL")
    site = stored_site()
    site.mails_posts = True
    site.save()
    is_said(outside_checks.mail, NeedsMending, "Posts by mail are switched on", "Set EMAIL_URL")


def test_a_real_letter_goes_out(settings):
    assert "went to me@example.org" in outside_checks.mail("me@example.org")
    assert mail.outbox[0].to == ["me@example.org"]
    assert settings.SITE_URL in mail.outbox[0].body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    is_said(outside_checks.mail, NeedsMending, "refused", "EMAIL_URL")
    settings.BLOG_SENDS_MAIL = False
    is_said(outside_checks.mail, NeedsALook, "EMAIL_URL")
    with pytest.raises(CommandError, match="no address"):
        call_command("doctor", "--mail", "nobody")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


@contextmanager
def site_behind(change) -> Iterator[str]:
    """This site at an address of its own, behind a proxy that changes a request's headers."""
    application = get_wsgi_application()

    def proxied(environ, start_response):
        change(environ)
        try:
            return application(environ, start_response)
        finally:
            connections.close_all()  # of this thread

    with make_server("127.0.0.1", 0, proxied, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def sets_all(environ) -> None:
    environ["HTTP_X_FORWARDED_FOR"], environ["HTTP_X_FORWARDED_PROTO"] = "127.0.0.1", "http"


def appends(environ) -> None:
    environ["HTTP_X_FORWARDED_FOR"] += ", 127.0.0.1"
    environ["HTTP_X_FORWARDED_PROTO"] = "http"


def passes_underscores_on(environ) -> None:
    """As granian has it: the last of two headers of one name in WSGI."""
    last = environ["HTTP_X_FORWARDED_FOR"].rpartition(",")[2]
    sets_all(environ)
    environ["HTTP_X_FORWARDED_FOR"] = last


def renames_host(environ) -> None:
    sets_all(environ)
    environ["HTTP_HOST"] = "backend:8000"


def says_https(environ) -> None:
    sets_all(environ)
    environ["HTTP_X_FORWARDED_PROTO"] = "https"


@pytest.mark.parametrize(
    ("change", "proxies", "kind", "words"),
    [
        (lambda environ: None, 0, None, ""),
        (sets_all, 1, None, ""),
        (appends, 1, None, ""),
        (appends, 2, NeedsMending, "pretend any address"),
        (lambda environ: None, 1, NeedsMending, "pretend any address"),
        (passes_underscores_on, 1, NeedsMending, "headers with underscores"),
        (renames_host, 1, NeedsMending, "backend:8000"),
        (says_https, 1, NeedsMending, "sees https"),
        (appends, 0, NeedsALook, "BEHIND_PROXY is not set"),
    ],
)
def test_a_proxy_that_passes_on_what_it_should_not_is_said(settings, change, proxies, kind, words):
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = bool(proxies), proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    with site_behind(change) as url:
        settings.SITE_URL = url
        if kind is None:
            assert "the site sees http" in outside_checks.proxy()
        else:
            is_said(outside_checks.proxy, kind, words)


def test_nobody_else_is_told_what_the_site_sees(client, settings):
    for asked in ("", "look", "look:1:x"):
        assert client.get("/healthz", headers={"X-Wellcited-Probe": asked}).content == b"ok\n"
    without_key = site_behind(lambda environ: environ.pop("HTTP_X_WELLCITED_PROBE"))
    with without_key as url, pytest.raises(NotOurs):
        look_through_proxy(url)
    with pytest.raises(Unreachable):
        look_through_proxy(f"http://127.0.0.1:{free_port()}")
    with site_behind(sets_all) as url:
        settings.SITE_URL = url.replace("http:", "https:")
        is_said(outside_checks.proxy, NeedsMending, "certificate cannot be verified", "Renew")
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    is_said(outside_checks.proxy, NeedsALook, "curl", SEEN_BY_NOBODY)
