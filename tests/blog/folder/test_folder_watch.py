from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.folder.folder_watch import FolderWatch
from blog.folder.site_export import export_site
from blog.models import Post
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_post(title="One", source="A")
    export_site(tmp_path / "site")
    return tmp_path / "site"


def test_a_text_comes_in_once_its_file_is_at_rest(root: Path):
    watched = FolderWatch(root)
    assert watched.look().changed == []
    assert watched.look() is None
    (file,) = (root / "_posts").iterdir()
    text = file.read_text()
    file.write_text(text.replace("\nA\n", "\nB"))
    assert watched.look() is None
    file.write_text(text.replace("\nA\n", "\nBoth.\n"))
    assert watched.look() is None
    assert watched.look().changed == [f"_posts/{file.name}"]
    assert Post.objects.get().source == "Both."
    assert watched.look() is None


def test_what_was_edited_before_it_began_comes_in_at_once(root: Path):
    (file,) = (root / "_posts").iterdir()
    file.write_text(file.read_text().replace("\nA\n", "\nB\n"))
    assert FolderWatch(root).look().changed == [f"_posts/{file.name}"]


def test_what_cannot_be_taken_is_told_once(root: Path):
    watched = FolderWatch(root)
    (root / "_posts/x.md").write_text("no header")
    assert list(watched.look().refused) == ["_posts/x.md"]
    (root / "_posts/y.md").write_text("none either")
    assert watched.look() is None
    assert list(watched.look().refused) == ["_posts/y.md"]


def test_the_command_ends_where_it_is_interrupted(root: Path, monkeypatch, capsys):
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("blog.management.commands.watch.time.sleep", interrupt)
    (file,) = (root / "_posts").iterdir()
    file.write_text(file.read_text().replace("\nA\n", "\nB\n"))
    call_command("watch", str(root))
    said = capsys.readouterr().out
    assert f"_posts/{file.name}: taken" in said
    assert "Ended." in said
    with pytest.raises(CommandError, match="was not written by export_site"):
        call_command("watch", str(root / "_posts"))
