"""Imports of what was imported before: sites that share paths, and edits that were made here."""

import pytest
from django.core.management import CommandError

from blog.models import Page, Post
from blog.posts.saving_posts import save_post
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import BIB, PNG, post, run


def texts():
    return [
        source.strip() for source in Post.objects.order_by("pk").values_list("source", flat=True)
    ]


def test_two_sites_with_a_post_of_one_path_have_two_posts(db, tmp_path):
    for site in ("a", "b"):
        write(tmp_path, {f"{site}/_posts/2020-01-02-one.md": post(f"From {site}.")})
    assert "2 added" in run(tmp_path / "a", tmp_path / "b")[0]
    assert texts() == ["From a.", "From b."]
    assert "2 unchanged" in run(tmp_path / "b", tmp_path / "a")[0]


def test_a_site_of_another_run_replaces_nothing(db, tmp_path):
    for site in ("a", "b"):
        write(tmp_path, {f"{site}/_posts/2020-01-02-one.md": post(f"From {site}.")})
    run(tmp_path / "a")
    out, err = run(tmp_path / "b")
    assert "1 added" in out
    assert "another site has a post of this path" in err
    assert texts() == ["From a.", "From b."]


def test_a_site_is_known_again_by_its_address_its_bytes_or_its_name(db, tmp_path):
    files = {"_posts/2020-01-02-one.md": post("Text.")}
    write(tmp_path / "a", files | {"_config.yml": "url: https://a.example\n"})
    run(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    write(tmp_path / "b", {"_posts/2020-01-02-one.md": post("Other.")})
    assert "0 added, 1 changed" in run(tmp_path / "b")[0]
    write(tmp_path / "c", {"_posts/2020-01-03-two.md": post("Two.")})
    run(tmp_path / "c")
    (tmp_path / "c").rename(tmp_path / "d")
    assert "1 unchanged" in run(tmp_path / "d")[0]
    write(tmp_path / "d", {"_posts/2020-01-03-two.md": post("Changed.")})
    assert "0 added, 1 changed" in run(tmp_path / "d", site=str(tmp_path / "c"))[0]
    assert texts() == ["Other.", "Changed."]


def test_two_sites_of_one_given_name_are_not_mixed(db, tmp_path):
    for site in ("a", "b"):
        write(tmp_path, {f"{site}/_posts/2020-01-02-one.md": post(f"From {site}.")})
    with pytest.raises(CommandError, match="refused"):
        run(tmp_path / "a", tmp_path / "b", site="x")
    assert texts() == ["From a."]


CHANGES = [
    {"_posts/2020-01-02-one.md": post("![a](../a.png) [@paszke2019] New.")},
    {"a.png": b"\x89PNG\r\n\x1a\n" + b"1" * 20},
    {"_posts/x.bib": "@misc{paszke2019, title={Other}, author={A. B.}, year=2001}"},
    {"_config.yml": "timezone: Asia/Seoul\n"},
]


@pytest.mark.parametrize("change", CHANGES, ids=["file", "image", "bib", "config"])
def test_an_edit_made_here_is_kept_and_said_until_it_is_given_up(db, tmp_path, change):
    body = "![a](../a.png) [@paszke2019]"
    files = {"_posts/2020-01-02-one.md": post(body), "a.png": PNG, "_posts/x.bib": BIB}
    write(tmp_path, files)
    run(tmp_path)
    edited = Post.objects.get()
    edited.source += "Edited here."
    save_post(edited)
    assert "1 unchanged" in run(tmp_path)[0]
    write(tmp_path, change)
    out, err = run(tmp_path)
    assert "0 changed" in out
    assert "1 kept as edited here" in out
    assert "_posts/2020-01-02-one.md:1: it was edited here since its import" in err
    assert Post.objects.get().source == edited.source
    assert "1 changed" in run(tmp_path, overwrite=True)[0]
    assert "Edited here" not in Post.objects.get().source
    assert "1 unchanged" in run(tmp_path)[0]


def test_other_tags_are_an_edit_and_other_newlines_are_none(db, tmp_path):
    write(tmp_path, {"_posts/2020-01-02-one.md": post("One.\n\nTwo.", more="tags: [a]\n")})
    run(tmp_path)
    saved = Post.objects.get()
    saved.source = saved.source.strip().replace("\n", "\r\n")
    save_post(saved)
    write(tmp_path, {"_posts/2020-01-02-one.md": post("Three.", more="tags: [a]\n")})
    assert "1 changed" in run(tmp_path)[0]
    save_post(Post.objects.get(), tags=["a", "b"])
    write(tmp_path, {"_posts/2020-01-02-one.md": post("Four.", more="tags: [a]\n")})
    assert "1 kept" in run(tmp_path)[0]
    assert texts() == ["Three."]


def test_collections_are_posts_where_asked_for_and_named_where_not(db, tmp_path):
    config = "collections:\n  notes:\n    output: true\n  data: {output: false}\n"
    files = {"_config.yml": config, "_data/x.md": post("x")}
    files |= {f"_posts/2020-01-0{n}-p.md": post(f"Text {n}.") for n in (1, 2)}
    write(tmp_path, files | {"_notes/deep/n.md": post("Note.", more="date: 2020-01-03\n")})
    _out, err = run(tmp_path)
    assert err.count("the collection “notes” was left out: --collections notes takes it") == 1
    out, err = run(tmp_path, collections=["notes"])
    assert ("1 added" in out, err) == (True, "")
    assert texts() == ["Text 1.", "Text 2.", "Note."]


def test_a_file_that_the_site_has_no_longer_is_told_and_its_post_stays(db, tmp_path):
    files = {"_config.yml": "title: A", "about.md": "---\ntitle: B\n---\nText."}
    posts = {f"_posts/2020-01-0{day}-a.md": post("Text.") for day in (1, 2)}
    write(tmp_path, files | posts)
    run(tmp_path, take_site=True)
    (tmp_path / "_posts/2020-01-01-a.md").unlink()
    (tmp_path / "about.md").unlink()
    for is_trial in (True, False):
        _out, err = run(tmp_path, take_site=True, dry_run=is_trial)
        assert "no longer: _posts/2020-01-01-a.md, about.md (" in err
    _out, err = run(tmp_path / "_posts/2020-01-02-a.md")
    assert "no longer" not in err
    assert (Post.objects.count(), Page.objects.count()) == (2, 1)
