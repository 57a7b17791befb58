"""One stylesheet of all, one script of a post's page: the same from the reloading server and when
they are collected."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from blog.server.joined_files import (
    JOINED,
    ORDER,
    SCRIPTS,
    SHEETS,
    JoinedFiles,
    joined_scripts,
    joined_sheets,
)
from tests.support.factories import make_paper, make_post, set_site

SHEET = re.compile(r'<link rel="stylesheet"[^>]*href="([^"]*)"')


def test_every_sheet_has_its_place_and_paper_comes_last():
    assert sorted(ORDER) == sorted(path.stem for path in SHEETS.iterdir())
    assert ORDER[-1] == "print"
    css = joined_sheets()
    assert css.count("{") == css.count("}")
    assert not re.search(r"@import|@charset|/\*|\*/", css)


def test_scripts_are_joined_without_their_remarks():
    joined, parts = joined_scripts(), list(SCRIPTS.iterdir())
    assert joined.count("(() => {") >= len(parts) == 3
    assert not re.search(r"/\*|\*/|^ *//", joined, re.MULTILINE)
    assert Path(finders.find("blog/post.js")).read_text() == joined


def test_the_joined_sheet_is_found_and_follows_its_parts(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    found = Path(finders.find(JOINED))
    assert found.read_text() == joined_sheets()
    before = found.stat().st_mtime_ns
    assert next(iter(JoinedFiles().list(None)))[0] == JOINED
    assert found.stat().st_mtime_ns == before  # else every start would collect again
    monkeypatch.setattr("blog.server.joined_files.ORDER", ("colours_and_measures",))
    finders.find(JOINED)
    assert found.read_text() == joined_sheets()
    assert "--paper:" in found.read_text()
    assert ".comment-form" not in found.read_text()
    assert finders.find("blog/colours_and_measures.css") is None


def test_the_collected_sheet_names_the_collected_faces(settings, tmp_path):
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    (sheet,) = (tmp_path / "static/blog").glob("site.*.css")
    faces = re.findall(r'url\("fonts/([^"]*)"\)', sheet.read_text())
    assert len(faces) > 30
    for face in faces:
        assert re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.woff2", face)
        assert (tmp_path / "static/blog/fonts" / face).exists()


@pytest.mark.django_db
def test_a_page_asks_for_one_sheet_and_the_owners_after_it(client):
    make_paper("On the Radium Question", key="radium")
    make_post(title="One", slug="one")
    paths = ("/", "/posts/one/", "/papers/", "/papers/radium/", "/search/", "/no/such/page")
    for path in paths:
        found = SHEET.findall(client.get(path).content.decode())
        assert [one.rsplit("/", 1)[1] for one in found] == ["site.css"], path
    set_site(css="main { color: red }")
    found = SHEET.findall(client.get("/").content.decode())
    assert [one.split("/")[1] for one in found] == ["static", "look"]
