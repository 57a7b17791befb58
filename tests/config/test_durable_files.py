import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from config.environment import read_secret_key
from config.media_store import DurableFiles
from config.settings import STORAGES


@pytest.fixture
def synced(monkeypatch) -> list[tuple[str, int]]:
    """Paths that were written down, each with the bytes that it had then, in order."""
    found: list[tuple[str, int]] = []

    def note(number: int) -> None:
        path = Path(f"/proc/self/fd/{number}").readlink()
        found.append((path.name, path.stat().st_size if path.is_file() else 0))

    monkeypatch.setattr(os, "fsync", note)
    return found


def test_a_stored_picture_is_written_down_with_its_name_and_its_new_folders(tmp_path, synced):
    assert STORAGES["default"]["BACKEND"] == "config.media_store.DurableFiles"
    storage = DurableFiles(location=tmp_path / "media")
    assert storage.save("posts/ab/one.png", ContentFile(b"pixels")) == "posts/ab/one.png"
    assert synced == [("one.png", 6), ("ab", 0), ("posts", 0), ("media", 0)]


def test_a_new_secret_key_is_written_down_before_it_has_its_name(tmp_path, synced, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = read_secret_key(tmp_path)
    (draft, size), folder = synced
    assert draft.startswith(".secret_key-")
    assert size == len(key)
    assert folder == (tmp_path.name, 0)
