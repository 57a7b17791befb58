import sys
from types import ModuleType
from unittest.mock import Mock

import pytest
from django.contrib.auth import authenticate, get_user_model

from blog.models import DemoObject
from blog.server.first_start import load_demo_once, prepare_database, unfinished_mark
from tests.guards.rows import make_row


@pytest.fixture
def loaded(monkeypatch) -> list[str]:
    """A demo of one row in place of the real one; how often it was loaded."""
    calls = []

    def load_demo() -> None:
        calls.append("demo")
        make_row("blog.demoobject", object_id=make_row("blog.series").pk)

    module = ModuleType("blog.demo")
    module.load_demo = load_demo
    monkeypatch.setitem(sys.modules, "blog.demo", module)
    return calls


def test_demo_comes_with_an_administrator(db, loaded):
    password = load_demo_once()
    assert loaded == ["demo"]
    assert authenticate(username="demo", password=password).is_superuser


def test_start_cut_short_after_the_demo_makes_a_new_password_only(db, loaded):
    before = load_demo_once()
    password = load_demo_once()
    assert loaded == ["demo"]
    assert authenticate(username="demo", password=before) is None
    assert authenticate(username="demo", password=password)


def test_demo_and_administrator_are_one_transaction(db, loaded, monkeypatch):
    def fail() -> str:
        raise RuntimeError

    monkeypatch.setattr("blog.server.first_start.make_administrator", fail)
    with pytest.raises(RuntimeError):
        load_demo_once()
    assert loaded == ["demo"]
    assert not DemoObject.objects.exists()


def test_nothing_is_loaded_where_somebody_works(db, loaded, admin_user):
    assert load_demo_once() is None
    assert loaded == []
    assert not get_user_model().objects.filter(username="demo").exists()


@pytest.fixture
def new_database(monkeypatch, settings, tmp_path) -> None:
    """A data folder without a mark, and a database that says of itself that it is new."""
    settings.DATA_DIR = tmp_path
    recorder = Mock(applied_migrations=Mock(return_value={}))
    monkeypatch.setattr("blog.server.first_start.MigrationRecorder", Mock(return_value=recorder))


def test_new_database_awaits_the_demo(db, new_database):
    prepare_database(with_demo=True)
    assert unfinished_mark().exists()


def test_new_database_awaits_nothing_without_the_demo(db, new_database):
    prepare_database(with_demo=False)
    assert not unfinished_mark().exists()


def test_database_in_use_awaits_nothing(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    prepare_database(with_demo=True)
    assert not unfinished_mark().exists()
