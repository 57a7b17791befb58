import json
import os
from pathlib import Path

import pytest

from blog.backups.backup_files import (
    BackupError,
    Description,
    damaged_files,
    locked,
    new_backup,
    read_description,
    remove_backup,
    take_media,
    whole_backups,
    write_description,
)

EMPTY = Description(made_at="2026-03-01T02:15:00+00:00", site="s", database="sqlite", migrations=[])
FILE = {"path": "media/x", "bytes": 0, "changed_ns": 0, "sha256": ""}


def nothing() -> None:
    pass


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    folder = settings.MEDIA_ROOT = tmp_path / "media"
    (folder / "post/2026").mkdir(parents=True)
    (folder / "post/2026/ä b.png").write_bytes(b"picture")
    (folder / ".hidden").write_bytes(b"")
    (folder / "link").symlink_to("/etc/passwd")
    return folder


def backed_up(folder: Path, name: str, before: Path | None = None) -> Path:
    made = folder / name
    made.mkdir()
    files = list(take_media(made, before, nothing))
    write_description(made, Description(**{**vars(EMPTY), "files": files}))
    return made


def test_media_are_copied_whole_and_no_link_is_followed(tmp_path: Path, media: Path):
    made = backed_up(tmp_path, "20260301T021500Z")
    described = read_description(made)
    assert [file.path for file in described.files] == ["media/.hidden", "media/post/2026/ä b.png"]
    assert (made / "media/post/2026/ä b.png").read_bytes() == b"picture"
    assert described.bytes == len(b"picture")
    assert damaged_files(made, described, nothing) == []


def test_what_did_not_change_is_linked_and_what_did_is_copied(tmp_path: Path, media: Path):
    first = backed_up(tmp_path, "20260301T021500Z")
    (media / ".hidden").write_bytes(b"more")
    second = backed_up(tmp_path, "20260302T021500Z", first)
    same = "media/post/2026/ä b.png"
    assert (second / same).stat().st_ino == (first / same).stat().st_ino
    assert (first / "media/.hidden").read_bytes() == b""
    assert (second / "media/.hidden").read_bytes() == b"more"
    remove_backup(first)
    assert damaged_files(second, read_description(second), nothing) == []


def test_what_is_missing_or_otherwise_is_named(tmp_path: Path, media: Path):
    made = backed_up(tmp_path, "20260301T021500Z")
    (made / "media/post/2026/ä b.png").write_bytes(b"picturE")
    (made / "media/.hidden").unlink()
    damaged = damaged_files(made, read_description(made), nothing)
    assert damaged == ["media/.hidden", "media/post/2026/ä b.png"]


def test_a_backup_that_breaks_off_leaves_nothing(tmp_path: Path):
    def break_off(filled: Path) -> None:
        (filled / "database.sqlite3").write_bytes(b"half")
        assert whole_backups(tmp_path) == []
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), new_backup(tmp_path) as filled:
        break_off(filled)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_one_left_is_taken_away_by_the_next(tmp_path: Path, media: Path):
    made = backed_up(tmp_path, "20260301T021500Z")
    (tmp_path / ".20260228T021500Z").mkdir()
    with locked(tmp_path), pytest.raises(BackupError, match="Another backup"), locked(tmp_path):
        pass
    assert whole_backups(tmp_path) == [made]
    assert not (tmp_path / ".20260228T021500Z").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 2}, "the format 2"),
        ({"format": None}, "the format None"),
        ({"files": [{"path": "x"}]}, "damaged"),
        ({"files": 3}, "damaged"),
        ({"more": 1}, "damaged"),
        *(
            ({"files": [FILE | {"path": path}]}, "damaged")
            for path in ("../x", "/etc/x", "media/../../x", "", "wellcited.sqlite3", "secret_key/x")
        ),
        ({"migrations": 3}, "damaged"),
        ({"made_at": None}, "damaged"),
        *(
            ({"files": [FILE | odd]}, "damaged")
            for odd in ({"path": 3}, {"bytes": "0"}, {"path": "media/\0"}, {"path": "media/\ud800"})
        ),
    ],
)
def test_a_description_that_is_none_is_refused_in_words(tmp_path: Path, change: dict, told: str):
    write_description(tmp_path, EMPTY)
    held = json.loads((tmp_path / "backup.json").read_text()) | change
    (tmp_path / "backup.json").write_text(json.dumps(held))
    with pytest.raises(BackupError, match=told):
        read_description(tmp_path)


def test_hidden_folders_of_others_stay(tmp_path: Path):
    (tmp_path / ".My Tapes from Z").mkdir()
    (tmp_path / ".notes T to Z").write_text("mine")
    with locked(tmp_path):
        pass
    assert len([*tmp_path.glob(".* ?*")]) == 2


def test_media_of_any_name_that_nobody_may_write_are_copied(tmp_path: Path, media: Path):
    odd = media / os.fsdecode(b"caf\xe9.png")
    odd.write_bytes(b"picture")
    odd.chmod(0o444)
    made = backed_up(tmp_path, "20260301T021500Z")
    described = read_description(made)
    assert damaged_files(made, described, nothing) == []
    assert "media/caf\udce9.png" in {file.path for file in described.files}


def test_one_that_is_damaged_is_not_linked_from(tmp_path: Path, media: Path):
    first = backed_up(tmp_path, "20260301T021500Z")
    (first / "backup.json").write_text("{")
    second = backed_up(tmp_path, "20260302T021500Z", first)
    assert damaged_files(second, read_description(second), nothing) == []


@pytest.mark.parametrize("text", ["", "[]", "null", '"x"', "{", "[" * 100_000])
def test_another_file_of_that_name_is_refused_in_words(tmp_path: Path, text: str):
    (tmp_path / "backup.json").write_text(text)
    with pytest.raises(BackupError, match="damaged"):
        read_description(tmp_path)


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path):
    with pytest.raises(BackupError, match="is no backup"):
        read_description(tmp_path / "absent")
