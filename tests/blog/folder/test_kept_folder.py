import json

import pytest

from blog.folder.kept_folder import MANIFEST, FolderRefusedError, KeptFolder


def write(root, **files: str) -> KeptFolder:
    with KeptFolder(root, "test", "private") as folder:
        for name, text in files.items():
            folder.write(name.replace("__", "/"), text.encode())
    return folder


def test_the_second_time_only_what_changed_is_written_and_what_went_is_removed(tmp_path):
    root = tmp_path / "site"
    write(root, a__one="1", a__two="2", b__three="3")
    before = (root / "a/one").stat().st_mtime_ns
    done = write(root, a__one="1", a__two="changed")
    assert (done.written, done.removed) == (1, 1)
    assert (root / "a/one").stat().st_mtime_ns == before
    assert not (root / "b").exists()


def test_a_folder_of_somebody_elses_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(FolderRefusedError, match="not empty"):
        write(tmp_path, a="1")
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_repository_without_files_is_taken(tmp_path):
    (tmp_path / ".git").mkdir()
    assert write(tmp_path, a="1").written == 1


def test_a_strangers_file_is_never_written_over_nor_removed(tmp_path):
    write(tmp_path, a="1")
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "b").write_text("mine")
    with pytest.raises(FolderRefusedError, match="not ours"):
        write(tmp_path, a="1", b="2")
    (tmp_path / "b").unlink()
    write(tmp_path, b="2")
    assert (tmp_path / "CNAME").read_text() == "example.org"


def test_what_somebody_changed_since_stays_and_is_told(tmp_path):
    write(tmp_path, a="1", b="1")
    (tmp_path / "a").write_text("edited")
    (tmp_path / "b").write_text("edited")
    for _again in range(2):
        done = write(tmp_path, a="2")
        assert sorted(done.edited) == ["a", "b"]
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "edited"


def test_what_somebody_changed_and_we_took_goes_with_the_file(tmp_path):
    write(tmp_path, a="1", b="1")
    (tmp_path / "a").write_text("taken")
    (tmp_path / "b").write_text("edited")
    with KeptFolder(tmp_path, "test", "private", lambda name, found: found == b"taken") as folder:
        pass
    assert (folder.edited, folder.removed) == (["b"], 1)
    assert not (tmp_path / "a").exists()


def write_and_die(root) -> None:
    with KeptFolder(root, "test", "private") as folder:
        folder.write("a", b"2")
        folder.write("new", b"2")
        (root / ".0123456789ab.part-17").write_text("half")
        raise KeyboardInterrupt


def test_a_run_that_was_killed_is_completed_by_the_next_one(tmp_path):
    write(tmp_path, a="1", b="1", c="1")

    with pytest.raises(KeyboardInterrupt):
        write_and_die(tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text())["files"].keys() == {"a", "b", "c"}
    done = write(tmp_path, a="3", b="1", c="1")
    assert not done.edited
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        MANIFEST,
        *("a", "b", "c"),
    ]
    assert (tmp_path / "a").read_text() == "3"


def test_names_of_what_is_private_stand_in_no_public_file(tmp_path):
    write(tmp_path, a="1", private__secret="2")
    assert "secret" not in (tmp_path / MANIFEST).read_text()
    assert write(tmp_path, a="1").removed == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    root, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    write(root, a="1")
    (root / "b").symlink_to(outside)
    with pytest.raises(FolderRefusedError, match="is a link"):
        write(root, a="1", b__c="2")
    assert not list(outside.iterdir())


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../b", "a//b", "a\\..\\b", ""])
def test_a_manifest_cannot_name_files_elsewhere(tmp_path, name: str):
    root = tmp_path / "site"
    (tmp_path / "out").write_text("mine")
    write(root, a="1")
    told = json.loads((root / MANIFEST).read_text())
    told["files"][name] = "0"
    (root / MANIFEST).write_text(json.dumps(told))
    write(root, a="1")
    assert (tmp_path / "out").read_text() == "mine"
