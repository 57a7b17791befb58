"""Texts that were edited in an exported folder come in; what was edited here stays."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.folder.generators import GENERATORS, Generator
from blog.folder.known_texts import MOST_KEPT
from blog.folder.site_export import export_site
from blog.folder.site_update import update_site
from blog.models import ExportedText, OldAddress, Page, Post
from blog.posts.saving_posts import save_post
from tests.support.factories import make_author, make_page, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


def file_of(root: Path, name: str) -> Path:
    (file,) = root.rglob(f"*{name}.*")
    return file


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_an_edited_text_comes_in_and_the_next_export_writes_its_file(root: Path):
    make_post(
        title="One", source="First.\n\nSecond.", tags=["a"], authors=[make_author(name="Ada")]
    )
    make_post(title="Two", source="Other.")
    export_site(root)
    edit(file_of(root, "one"), "Second.", "As in [@doi:10.5555/x].")
    done = update_site(root)
    assert (done.changed, done.added, done.refused) == (["_posts/2020-05-17-one.md"], [], {})
    post = Post.objects.get(title="One")
    assert post.source == "First.\n\nAs in [@doi:10.5555/x]."
    assert post.cited_works.count() == 1
    assert [tag.name for tag in post.tags.all()] == ["a"]
    assert not update_site(root).changed
    kept = export_site(root)
    assert kept.edited == []
    assert not update_site(root).changed


def test_a_file_is_edited_again_and_again_without_an_export(root: Path):
    make_post(title="One", source="A")
    export_site(root)
    file = file_of(root, "one")
    for before, after in [("\nA\n", "\nB\n"), ("\nB\n", "\nC\n"), ("\nC\n", "\nA\n")]:
        edit(file, before, after)
        assert update_site(root).refused == {}
        assert Post.objects.get().source == after.strip()


def test_what_changed_here_stays_and_what_changed_there_comes(root: Path):
    post = make_post(title="One", source="A", tags=["a"], language="en")
    export_site(root)
    post.title = "Here"
    post.save()
    edit(file_of(root, "one"), "\nA\n", "\nThere.\n")
    edit(file_of(root, "one"), 'tags: ["a"]', "tags: [a, b]")
    edit(file_of(root, "one"), 'lang: "en"', "lang: de")
    assert update_site(root).refused == {}
    post = Post.objects.get()
    assert (post.title, post.source, post.language) == ("Here", "There.", "de")
    assert sorted(tag.name for tag in post.tags.all()) == ["a", "b"]


def test_both_is_a_conflict_that_shows_both_and_takes_nothing(root: Path):
    post = make_post(title="One", source="A\n\nsame")
    export_site(root)
    post.source = "Here.\n\nsame"
    save_post(post)
    file = file_of(root, "one")
    edit(file, "\nA\n", "\nThere.\n")
    edit(file, '"One"', '"Another"')
    (reason,) = update_site(root).refused.values()
    assert "-Here." in reason and "+There." in reason
    post.refresh_from_db()
    assert (post.title, post.source) == ("One", "Here.\n\nsame")
    assert export_site(root).edited == ["_posts/2020-05-17-one.md"]
    assert "There." in file.read_text()
    edit(file, "There.", "Here.")
    assert update_site(root).refused == {}
    post.refresh_from_db()
    assert (post.title, post.source) == ("Another", "Here.\n\nsame")


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
def test_a_conflict_that_was_made_one_in_the_file_is_taken(root: Path, generator: Generator):
    post = make_post(title="One", source="A")
    export_site(root, wanted=generator)
    post.source = "Here."
    save_post(post)
    (file,) = (one for one in root.rglob("*.*md") if "\nA\n" in one.read_text())
    edit(file, "\nA\n", "\nThere.\n")
    for _again in range(2):
        (reason,) = update_site(root).refused.values()
    edit(file, "There.", "Here. There.")
    assert len(update_site(root).refused) == 1
    edit(file, re.search(r"digest: .*", file.read_text())[0], re.search("digest: .*", reason)[0])
    assert update_site(root).refused == {}
    post.refresh_from_db()
    assert post.source == "Here. There."
    assert export_site(root).edited == []


def test_two_folders_that_edit_one_text_are_a_conflict(root: Path):
    make_post(title="One", source="A")
    other = root.with_name("other")
    for folder in (root, other):
        export_site(folder)
    edit(file_of(root, "one"), "\nA\n", "\nB\n")
    edit(file_of(other, "one"), "\nA\n", "\nC\n")
    assert update_site(root).refused == {}
    assert len(update_site(other).refused) == 1
    assert Post.objects.get().source == "B"


def test_a_new_file_is_a_post_and_stays_one(root: Path):
    export_site(root)
    (root / "_posts").mkdir()
    file = root / "_posts/2024-02-03-by-hand.md"
    file.write_text("---\ntitle: By hand, with care\ntags: [one]\n---\nText.\n")
    assert update_site(root).added == ["_posts/2024-02-03-by-hand.md"]
    post = Post.objects.get()
    assert (post.slug, post.published_at.date().isoformat()) == ("by-hand", "2024-02-03")
    assert [tag.name for tag in post.tags.all()] == ["one"]
    edit(file, "Text.", "More text.")
    assert update_site(root).changed == ["_posts/2024-02-03-by-hand.md"]
    assert Post.objects.get().source == "More text."
    assert export_site(root).edited == []
    assert "number:" in file.read_text()


def test_a_draft_that_is_moved_among_the_posts_is_published(root: Path):
    make_post(title="Draft", source="A", published_at=None)
    export_site(root)
    (root / "_posts").mkdir()
    file_of(root, "draft").rename(root / "_posts/2024-02-03-draft.md")
    assert update_site(root).refused == {}
    assert Post.objects.get().published_at.date().isoformat() == "2024-02-03"


def test_a_key_that_was_taken_out_is_as_usual_and_a_slug_redirects(root: Path):
    post = make_post(title="One", source="A", tags=["a"], summary="Short", language="de")
    export_site(root)
    file = file_of(root, "one")
    edit(file, 'description: "Short"\n', "")
    edit(file, 'tags: ["a"]\n', "")
    edit(file, 'slug: "one"', 'slug: "uno"')
    assert update_site(root).refused == {}
    post.refresh_from_db()
    assert (post.summary, post.slug, post.language) == ("", "uno", "de")
    assert not post.tags.exists()
    assert OldAddress.objects.get(post=post).path == "/posts/one/"


def test_a_page_comes_in_too(root: Path):
    make_page(title="About", address="people/alumni", source="A")
    export_site(root)
    edit(file_of(root, "people.alumni"), "\nA\n", "\n**B**\n")
    assert update_site(root).changed == ["pages/people.alumni.md"]
    assert "<strong>B</strong>" in Page.objects.get().body_html


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('slug: "one"', "slug: a/b", "slug"),
        ('title: "One"', "title: ''", "title"),
        ("---\n\nA", "\nA", "header"),
        ("digest: ", "digest: x", "not known here"),
        ('slug: "one"', 'slug: "two"', "UNIQUE|unique"),
        ("\nA\n", "\n\0\n", "NUL"),
        ('title: "One"', r'title: "a\u0000b"', "NUL"),
        ('title: "One"', r'title: "a\ud800b"', "half of a sign"),
        ("layout: ", r'tags: ["\ud800"]' + "\nlayout: ", "half of a sign"),
        ("layout: ", r'authors: ["a\udfff"]' + "\nlayout: ", "half of a sign"),
        ("layout: ", r'series: "\ud83d"' + "\nlayout: ", "half of a sign"),
        ("layout: ", r'redirect_from: ["/a\u0000"]' + "\nlayout: ", "NUL"),
        ("layout: ", f'tags: ["{"a" * 101}"]\nlayout: ', "101 letters"),
        ("layout: ", "comment_days: Infinity\nlayout: ", "comment_days"),
        ("layout: ", "comment_days: -Infinity\nlayout: ", "comment_days"),
        ("layout: ", 'any: [{"a": NaN}]\nlayout: ', "any|no number"),
        ("created: ", 'created: "9999-12-31T23:59:59-12:00"\nx: ', "created"),
        ("created: ", 'created: "0001-01-01T00:00:00+14:00"\nx: ', "created"),
        ("created: ", 'created: "0001-01-01"\nx: ', "created"),
        ("number: ", "number: [1]\nx: ", "number"),
        ("number: ", 'number: {"a": 1}\nx: ', "number"),
        ("number: ", 'number: "1"\nx: ', "number"),
        ("number: ", "number: true\nx: ", "number"),
        ("number: ", "number: 99999999999999999999\nx: ", "number"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_and_the_others_come(
    root: Path, before: str, after: str, told: str
):
    make_post(title="One", source="A")
    make_post(title="Two", source="B")
    export_site(root)
    edit(file_of(root, "one"), before, after)
    edit(file_of(root, "two"), "\nB\n", "\nC\n")
    done = update_site(root)
    (reason,) = done.refused.values()
    assert done.changed == ["_posts/2020-05-17-two.md"]
    assert any(one in reason for one in told.split("|"))
    assert Post.objects.get(title="Two").source == "C"
    assert Post.objects.get(title="One").source == "A"


def test_a_new_file_that_is_refused_is_not_counted_as_taken(root: Path):
    make_post(title="One", source="A")
    export_site(root)
    (root / "_posts/2024-01-01-new.md").write_text("---\ntitle: New\ntags: [1]\n---\nB\n")
    done = update_site(root)
    assert (done.added, [*done.refused]) == ([], ["_posts/2024-01-01-new.md"])
    assert Post.objects.count() == 1


def test_a_file_of_another_site_takes_no_post_of_ours(root: Path):
    post = make_post(title="One", source="A")
    export_site(root)
    ExportedText.objects.all().delete()
    edit(file_of(root, "one"), "\nA\n", "\nTheirs\n")
    assert len(update_site(root).refused) == 1
    new = root / "_posts/2024-01-01-one.md"
    new.write_text("---\ntitle: One\nslug: one\n---\nTheirs\n")
    assert len(update_site(root).refused) == 2
    post.refresh_from_db()
    assert post.source == "A"


def test_html_that_comes_in_is_sanitized(root: Path):
    make_post(title="One", source="A")
    export_site(root)
    edit(file_of(root, "one"), "\nA\n", "\n<script>alert(1)</script>\n")
    update_site(root)
    assert "<script" not in Post.objects.get().body_html


@pytest.mark.parametrize("change", [{"published_at": None}, {"slug": "other"}], ids=str)
def test_the_file_of_a_taken_text_goes_where_its_post_goes(root: Path, change: dict):
    make_post(title="One", source="A")
    export_site(root)
    edit(file_of(root, "one"), "\nA\n", "\nB\n")
    update_site(root)
    post = Post.objects.get()
    for name, value in change.items():
        setattr(post, name, value)
    save_post(post)
    assert export_site(root).edited == []
    assert not (root / "_posts/2020-05-17-one.md").exists()
    assert len([*root.rglob("*.md")]) == 2  # with README.md


def test_only_so_many_texts_are_kept(root: Path):
    post = make_post(title="One", source="A")
    for number in range(MOST_KEPT + 3):
        Post.objects.filter(pk=post.pk).update(source=f"{number}")
        export_site(root)
    assert ExportedText.objects.count() == MOST_KEPT
    export_site(root)
    assert ExportedText.objects.latest("pk").body == f"{MOST_KEPT + 2}"


def test_the_command_says_what_came(root: Path, capsys):
    post = make_post(title="One", source="A")
    export_site(root)
    edit(file_of(root, "one"), "\nA\n", "\nB\n")
    call_command("import_site", str(root))
    assert capsys.readouterr().out == "0 new, 1 changed, 0 not taken.\n"
    save_post(Post.objects.get(pk=post.pk))
    Post.objects.filter(pk=post.pk).update(source="D")
    edit(file_of(root, "one"), "\nB\n", "\nC\n")
    with pytest.raises(CommandError, match="Not everything"):
        call_command("import_site", str(root))
    assert "-D" in capsys.readouterr().err
