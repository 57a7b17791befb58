"""Each check finds its fault, and only what is needed makes the site unwell."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.server import health
from blog.server.jobs import render_citing

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def test_all_is_well(client):
    assert client.get("/healthz").content == b"ok\n"


def test_a_job_that_waits_for_long_is_said(client):
    render_citing.enqueue([])
    assert health.jobs_health() == ""
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "queue: jobs wait for over 15 minutes\n" in response.content.decode()
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(days=1))
    assert health.jobs_health() == ""


def test_a_full_disk_is_said(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 5 * 1024**2))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "disk: 5 MiB are free" in response.content.decode()


def test_a_disk_that_cannot_be_written_is_said(client, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 10**12))
    settings.DATA_DIR = tmp_path / "away"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "disk: it cannot be written" in response.content.decode()


def test_a_database_that_is_away_is_said_without_its_secrets(client, monkeypatch):
    def fail():
        raise OperationalError("no password for user at db.internal")

    monkeypatch.setattr(health, "CHECKS", [health.Check("database", fail), *health.CHECKS[3:]])
    response = client.get("/healthz")
    assert response.status_code == 503
    assert b"internal" not in response.content
    lines = ["not ok", "database: the database does not answer", "disk: ok", "cache: ok"]
    assert response.content.decode().splitlines() == lines


def test_a_cache_that_is_away_is_said_and_not_needed(client, monkeypatch):
    monkeypatch.setattr(health.cache, "get", lambda key: None, raising=False)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content.startswith(b"ok\n")
    assert b"cache: it does not answer" in response.content
