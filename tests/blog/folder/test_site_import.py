"""A site that was exported and imported into an empty database is the same site."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from blog.demo.loading import load_demo
from blog.folder.generators import GENERATORS, JEKYLL, Generator
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_export import export_site
from blog.folder.site_import import import_site
from blog.folder.site_update import update_site
from blog.models import (
    Comment,
    Page,
    Post,
)
from blog.posts.saving_posts import save_post
from blog.posts.telling_corrections import tell_correction
from papers.library.merging import merge_papers, undo_merge
from papers.models import (
    CitedWork,
    Merge,
    Paper,
)
from tests.support.emptied_database import empty_database
from tests.support.factories import (
    make_comment,
    make_page,
    make_paper,
    make_post,
)
from tests.support.hostile_site import make_hostile_site
from tests.support.whole_site import all_pages, all_rows, finish_jobs, folder_bytes, own_models

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


def check_same_site(root: Path, generator: Generator = JEKYLL) -> None:
    finish_jobs()
    rows, pages = all_rows(), all_pages()
    export_site(root, wanted=generator)
    empty_database()
    shutil.rmtree(default_storage.location, ignore_errors=True)
    assert import_site(root) == []
    finish_jobs()
    found = all_rows()
    for name, known in rows.items():
        assert found[name] == known, name
    seen = all_pages()
    assert seen.keys() == pages.keys()
    for path, known in pages.items():
        assert seen[path] == known, path
    export_site(root.with_name("again"), wanted=generator)
    assert folder_bytes(root.with_name("again")) == folder_bytes(root)


def test_the_demo_comes_back_as_it_was(root: Path):
    load_demo()
    check_same_site(root)


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
def test_a_site_with_something_of_everything_comes_back_as_it_was(root: Path, generator: Generator):
    make_hostile_site()
    empty = {model.__name__ for model in own_models() if not model._base_manager.exists()}
    assert empty <= {"Check", "DistinctPeople", "OldSlug", "Style"}
    check_same_site(root, generator)


def test_framed_pages_come_back_with_what_they_load(root: Path):
    shown, drafted, unused = (letter * 20 for letter in "abc")
    files = ("plot.html", "_lib/1.0/sub/a/b/c/d3.min.js", "-x/data.JSON", "b-g-0123456789ab.png")
    for digest in (shown, drafted, unused):
        for path in files:
            name = f"frames/{digest}/{path}.kept"
            default_storage.save(name, ContentFile(f"{digest} {path}".encode()))
    make_post(source=f'<iframe src="/frames/{shown}/plot.html"></iframe>')
    make_post(source=f'<iframe src="/frames/{drafted}/plot.html"></iframe>', published_at=None)
    export_site(root)
    names = folder_bytes(root).keys()
    frames = {name.partition("/frames/")[::2] for name in names if "/frames/" in name}
    assert frames == {
        (place, f"{digest}/{path}.kept")
        for place, digest in (("media", shown), ("private/media", drafted))
        for path in files
    } | {("private/media", f"{unused}/{path}.kept") for path in files}
    empty_database()
    shutil.rmtree(default_storage.location)
    assert import_site(root) == []
    export_site(root.with_name("again"))
    assert folder_bytes(root.with_name("again")) == folder_bytes(root)
    assert Client().get(f"/frames/{shown}/plot.html").getvalue() == f"{shown} plot.html".encode()


def test_a_merge_is_undone_after_an_import(root: Path):
    kept = make_paper("One", key="one")
    make_post(source="[@two]")
    merge_papers(kept, [make_paper("Two", key="two", author="Meitner")])
    export_site(root)
    empty_database()
    import_site(root)
    undo_merge(Merge.objects.get())
    assert sorted(Paper.objects.values_list("key", flat=True)) == ["one", "two"]
    assert CitedWork.objects.get().paper.key in ("one", "two")


def test_what_is_public_alone_is_a_site_too(root: Path):
    make_hostile_site()
    export_site(root)
    empty_database()
    shutil.rmtree(root / "private")
    import_site(root)
    assert Post.objects.filter(published_at=None).count() == 0
    assert not Comment.objects.exclude(state="published").exists()
    assert not Page.objects.filter(is_draft=True).exists()


def test_a_new_row_takes_a_number_that_none_has(root: Path):
    make_hostile_site()
    export_site(root)
    empty_database()
    import_site(root)
    make_comment(make_post(source="[@doi:10.9999/new]"))


def test_a_database_that_is_not_empty_is_refused(root: Path):
    make_post()
    export_site(root)
    with pytest.raises(FolderRefusedError, match="not empty, it has posts"):
        import_site(root)


def test_a_folder_of_a_newer_format_or_of_somebody_else_is_refused(root: Path, tmp_path: Path):
    export_site(root)
    told = json.loads((root / "export.json").read_text())
    (root / "export.json").write_text(json.dumps(told | {"format": 2}))
    with pytest.raises(FolderRefusedError, match="upgrade"):
        import_site(root)
    with pytest.raises(FolderRefusedError, match="was not written by export_site"):
        import_site(tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("_data/tags.json", b"[{"),
        ("_data/tags.json", b"[" * 100_000),
        ("_data/tags.json", b'[{"number": 1, "name": "\\ud800", "slug": "a"}]'),
        ("_data/tags.json", b'[{"number": 1, "name": "a\\u0000", "slug": "a"}]'),
        ("_data/tags.json", b'[{"number": "1", "name": "a", "slug": "a"}]'),
        ("_data/tags.json", b'[{"number": 1, "name": "a", "slug": "a/../b"}]'),
        ("_data/tags.json", b'[{"number": 1, "name": "a"}, {"number": 1, "name": "b"}]'),
        ("_data/tags.json", b'[{"number": 1, "name": ["a"]}]'),
        ("_data/authors.json", b'[{"number": 1, "name": "a", "website": "javascript:alert(1)"}]'),
        ("_data/site.json", b'[{"number": 1, "name": "a", "css": "@import \\"//x\\";"}]'),
        ("_data/site.json", b'[{"number": 1, "name": "a", "logo": "../../etc/passwd"}]'),
        ("_data/site.json", b'[{"number": 2, "name": "a"}]'),
        ("_data/papers/a.json", b'{"number": 1, "key": "a b", "title": "a"}'),
        ("_data/papers/a.json", b'{"number": 1, "key": "a", "record": "none"}'),
        ("_data/papers/a.json", b'{"number": 1, "key": "a", "title": "a", "keys": [7]}'),
        ("_posts/2020-01-01-a.md", b"no header"),
        ("_posts/2020-01-01-a.md", b"---\ntitle: a\nslug: a/b\n---\n"),
        ("_posts/2020-01-01-a.md", b"---\ntitle: a\ncanonical_url: javascript:x\n---\n"),
        ("_posts/2020-01-01-a.md", b"---\ntitle: a\nredirect_from: //evil\n---\n"),
        ("_posts/2020-01-01-a.md", b"---\ntitle: a\ndate: yesterday\n---\n"),
        ("pages/a.md", b"---\ntitle: a\naddress: admin\n---\n"),
        ("pages/a.md", b"---\naddress: a\n---\n"),
        ("private/_data/merges/00000.json", b'[{"number": 1, "journal": {"before": []}}]'),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_stored(root: Path, name: str, data: bytes):
    export_site(root)
    make_post(title="Kept out")  # a folder of one tag alone proves nothing
    empty_database()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(data)
    with pytest.raises(FolderRefusedError, match=re.escape(name)):
        import_site(root)
    assert not any(model._base_manager.exists() for model in own_models())


def test_html_of_a_folder_is_sanitized_and_its_users_have_no_rights(root: Path):
    post = make_post(source="a")
    make_comment(post, source="b")
    get_user_model().objects.create(username="eve", email="eve@example.org")
    export_site(root)
    empty_database()
    file = next((root / "_posts").iterdir())
    file.write_text(file.read_text() + "<script>alert(1)</script><img src=x onerror=alert(1)>\n")
    users = root / "private/_data/users.json"
    rights = {"is_superuser": True, "is_staff": True, "password": "x"}
    users.write_text(json.dumps([json.loads(users.read_text())[0] | rights]))
    import_site(root)
    assert not re.search("<script|onerror", Post.objects.get().body_html)
    eve = get_user_model().objects.get()
    assert not (eve.is_superuser or eve.is_staff or eve.has_usable_password())


def test_a_file_that_is_not_what_its_name_says_is_left_out_and_told(root: Path):
    export_site(root)
    frames = [f"frames/{'a' * 20}/a{ending}" for ending in (".html", ".exe.kept", "b/.kept")]
    frames += ["frames/a/a.html.kept", f"files/{'a' * 20}/a.html.kept"]
    names = ["images/1/a.png", "site/a.html", "files/1/a.exe", *frames]
    for name in names:
        (root / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "media" / name).write_bytes(b"<script>alert(1)</script>")
    assert len(import_site(root)) == len(names)
    assert not Path(default_storage.location).exists()


def test_a_link_out_of_the_folder_is_not_read(root: Path, tmp_path: Path):
    export_site(root)
    outside = tmp_path / "secret.csv"
    outside.write_text("secret")
    (root / "media/files/1").mkdir(parents=True)
    (root / "media/files/1/a.csv").symlink_to(outside)
    (root / "_posts").symlink_to(tmp_path)
    import_site(root)
    assert not default_storage.exists("files/1/a.csv")


def test_a_file_that_is_edited_after_the_import_comes_in(root: Path):
    make_post(title="One", source="A\r\nB")
    make_page(title="About", address="us", source="A")
    export_site(root)
    empty_database()
    import_site(root)
    for file in (*(root / "_posts").iterdir(), *(root / "pages").iterdir()):
        file.write_text(file.read_text().replace("\nA\n", "\nC\n"))
    done = update_site(root)
    assert (len(done.changed), done.refused) == (2, {})
    assert Post.objects.get().source == "C\r\nB"


def test_a_text_that_a_person_wrote_is_a_post(root: Path):
    make_post()
    export_site(root)
    empty_database()
    text = "---\ntitle: By hand\ndate: 2024-02-03\ntags: [one, two]\nauthors: Ada\n---\nText.\n"
    (root / "_posts/2024-02-03-by-hand.md").write_text(text)
    import_site(root)
    post = Post.objects.get(title="By hand")
    assert (post.slug, post.published_at.isoformat()) == ("by-hand", "2024-02-03T00:00:00+00:00")
    assert [tag.name for tag in post.tags.all()] == ["one", "two"]
    assert [author.name for author in post.authors.all()] == ["Ada"]


def test_what_is_saved_after_an_import_has_a_number_of_its_own(root: Path):
    post = make_post(source="One.")
    post.source = "Two."
    save_post(post)
    tell_correction(post.revisions.first(), "Not one.", is_change_shown=True)
    export_site(root)
    empty_database()
    import_site(root)
    post = Post.objects.get()
    post.source = "Three."
    save_post(post)
    tell_correction(post.revisions.first(), "Not two.", is_change_shown=True)
    assert [one.text for one in post.corrections.order_by("version")] == ["Not one.", "Not two."]
    assert list(post.earlier_versions.values_list("source", flat=True)) == ["Two.", "One."]
