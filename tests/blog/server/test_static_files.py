import os

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from blog.server.static_files import collect_static
from config.settings import STORAGES as REAL_STORAGES


@pytest.fixture
def source(settings, tmp_path):
    """A static file of the only folder of sources."""
    (tmp_path / "sources").mkdir()
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = REAL_STORAGES
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    file = tmp_path / "sources" / "a.css"
    file.write_text("one")
    return file


@pytest.fixture
def collected(settings):
    """The text that pages get under the file's name."""
    return lambda: (settings.STATIC_ROOT / staticfiles_storage.stored_name("a.css")).read_text()


def test_files_are_collected_once(source, collected):
    assert collect_static()
    assert collected() == "one"
    assert not collect_static()


def test_changed_file_is_collected_again(source, collected):
    collect_static()
    source.write_text("two!")
    assert collect_static()
    assert collected() == "two!"


def test_file_that_became_older_is_collected_again(source, collected):
    collect_static()
    source.write_text("old!")
    os.utime(source, (1, 1))
    assert collect_static()
    assert collected() == "old!"


def test_collection_that_was_cut_short_starts_afresh(source, collected, settings):
    collect_static()
    (settings.DATA_DIR / "static-fingerprint").unlink()
    (settings.STATIC_ROOT / staticfiles_storage.stored_name("a.css")).write_text("on")
    assert collect_static()
    assert collected() == "one"


def test_files_that_a_power_cut_emptied_are_collected_again(source, collected, settings):
    collect_static()
    (settings.STATIC_ROOT / staticfiles_storage.stored_name("a.css")).write_text("")
    assert collect_static()
    assert collected() == "one"
    assert not collect_static()
