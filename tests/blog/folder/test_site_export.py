"""What everybody may have stands in the folder, and nothing else outside of ``private/``."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.folder.generators import GENERATORS, Generator
from blog.folder.site_export import SiteExport, export_site
from blog.models import Act, Ban, MailAddress, OldAddress, Report, Series, Tag, TagAlias
from papers.models import DistinctPair, Notice, Source
from tests.support.factories import (
    cite,
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)

pytestmark = pytest.mark.django_db
SECRET = "geheimnis"
JEKYLL = shutil.which("jekyll")


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


def contents(root: Path) -> dict[str, bytes]:
    names = (file for file in sorted(root.rglob("*")) if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in names}


def make_secrets() -> None:
    """Something of every kind that not everybody may see, and a public thing beside it."""
    public = make_paper("Known to all", key="known")
    hidden = make_paper(f"{SECRET} title", key=f"{SECRET}2020", author=SECRET.title())
    type(hidden).objects.filter(pk=hidden.pk).update(is_in_library=False, is_listed=False)
    writer = make_author(name="Ada", user=get_user_model().objects.create(username=SECRET))
    shown = make_post(
        title="Seen",
        source="As in [@known].",
        tags=["Open"],
        authors=[writer],
        import_path=f"{SECRET}/seen.md",
        import_site=f"/home/{SECRET}",
    )
    stranger = make_author(name=SECRET)
    series = Series.objects.create(title=SECRET)
    for number, date in enumerate([None, timezone.now() + timedelta(days=9)]):
        make_post(
            title=f"{SECRET} {number}",
            source=f"{SECRET} [@{SECRET}2020] #{SECRET}Tag",
            published_at=date,
            tags=[SECRET],
            authors=[stranger],
            series=series,
            import_path=f"{SECRET}/draft-{number}.md",
        )
    draft = make_post(title=f"{SECRET} old", published_at=None)
    OldAddress.objects.create(path=f"/{SECRET}/", post=draft)
    cite(shown, hidden, is_confirmed=False)
    TagAlias.objects.create(tag=Tag.objects.get(name=SECRET), name=SECRET * 2, key=SECRET * 2)
    make_page(title=SECRET, address=SECRET, source=SECRET, is_draft=True)
    make_secret_comments(shown)
    make_secret_facts(public, hidden)
    set_site(suspect_words=SECRET, name="Public")
    default_storage.save(f"images/{SECRET}.txt", ContentFile(SECRET.encode()))


def make_secret_comments(post) -> None:
    mail = f"ada@{SECRET}.example"
    held = make_comment(post, source=SECRET, state="pending", name=SECRET, email=mail)
    make_comment(post, source=f"{SECRET} spam", state="spam")
    shown = make_comment(post, source="Well said.", email=mail, reasons=[["words", SECRET]])
    make_comment(make_post(commenting="hidden"), source=f"{SECRET}, once shown")
    MailAddress.objects.create(address=mail)
    Ban.objects.create(kind="words", value=SECRET)
    Act.objects.create(kind="keep", comment=held, note=SECRET)
    Report.objects.create(comment=shown, note=SECRET)


def make_secret_facts(public, hidden) -> None:
    Notice.objects.create(paper=public, kind="other", reason=SECRET, is_confirmed=False)
    Source.objects.create(paper=public, kind="file", name=f"/home/{SECRET}.bib", key="known")
    noted = {"title": "Known to all", "annote": SECRET, "custom": {"annote": SECRET}}
    Source.objects.create(paper=public, kind="file", name="b", key="known", record=noted)
    path = f"{SECRET}/draft-0.md"
    Source.objects.create(paper=public, kind="post", name=path, key=SECRET, record={"note": SECRET})
    DistinctPair.objects.create(first=public, second=hidden)


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
def test_what_is_not_public_stands_below_private_alone(root: Path, generator: Generator):
    make_secrets()
    export_site(root, wanted=generator)
    files = contents(root)
    hidden = {name: data for name, data in files.items() if name.startswith("private/")}
    told = b"\n".join(hidden.values()) + "\n".join(hidden).encode()
    assert told.lower().count(SECRET.encode()) > 30
    for name, data in files.items():
        if name not in hidden:
            assert SECRET.encode() not in data.lower(), name
            assert SECRET not in name.lower()
    assert "/private/" in files[".gitignore"].decode().splitlines()


def test_a_folder_exported_twice_has_the_same_bytes_and_nothing_is_written(root: Path):
    make_secrets()
    export_site(root)
    before = contents(root)
    done = export_site(root)
    assert (done.written, done.removed) == (0, 0)
    assert contents(root) == before
    other = root.with_name("other")
    export_site(other)
    assert contents(other) == before


def test_only_what_changed_is_written_again(root: Path):
    posts = [make_post(title=f"Post {number}") for number in range(3)]
    export_site(root)
    posts[0].title = "Another title"
    posts[0].save()
    posts[1].delete()
    done = export_site(root)
    assert (done.written, done.removed) == (2, 1)  # beside the title, the revisions of posts


def test_a_paper_is_there_for_other_programs(root: Path):
    make_paper("On radium", key="curie1903", identifiers=[("doi", "10.1234/x")])
    export_site(root)
    (item,) = json.loads((root / "papers/curie1903.json").read_text())
    assert (item["id"], item["title"], item["DOI"]) == ("curie1903", "On radium", "10.1234/x")
    assert "@article{curie1903," in (root / "papers/curie1903.bib").read_text()


def test_an_unlisted_post_is_in_no_list_of_jekylls_posts(root: Path):
    make_post(title="Quiet", is_unlisted=True)
    export_site(root)
    assert [file.name for file in (root / "_unlisted").iterdir()] == ["2020-05-17-quiet.md"]
    assert not (root / "_posts").exists()


def test_posts_that_differ_in_case_alone_are_two_files(root: Path):
    make_post(title="a", slug="gpt")
    make_post(title="b", slug="GPT")
    export_site(root)
    names = [file.name.lower() for file in (root / "_posts").iterdir()]
    assert len(set(names)) == 2


def test_the_command_says_what_it_did(root: Path, capsys):
    make_post()
    call_command("export_site", str(root))
    assert "written, 0 removed" in capsys.readouterr().out
    (root / "stranger").mkdir()
    other = root / "stranger"
    (other / "file").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", str(other))


def test_queries_do_not_grow_with_each_row(tmp_path: Path, django_assert_num_queries):
    """Some for each table, none for each row of one."""

    def add_posts(numbers: range) -> None:
        for number in numbers:
            make_post(title=f"Post {number}", source=f"[@doi:10.5555/abc{number}]", tags=["a"])

    add_posts(range(2))
    with CaptureQueriesContext(connection) as few:
        export_site(tmp_path / "few")
    add_posts(range(2, 12))
    with django_assert_num_queries(len(few)):
        export_site(tmp_path / "many")


@pytest.mark.jekyll
def test_jekyll_builds_it(root: Path, tmp_path: Path):
    nasty = '"x": [y] # {{ z }} {% raw %} \\u0041 \u2028 <b>&amp;</b> 😀 --- \\'
    make_post(title=nasty, slug="nasty", source=f"{nasty}\n\n---\ntitle: b\n---\n\n{{% if %}}")
    make_post(title="html", source="<p>As <em>said</em></p>", is_html=True, is_unlisted=True)
    make_post(title="草稿", slug="学习", source="a\r\n\r\nb", tags=["C++"])
    make_post(title="draft", published_at=None, source=SECRET)
    make_page(title="About: us", address="people/alumni", source="Text.")
    make_paper("On radium", key="DBLP:curie", note=nasty)
    set_site(name=nasty[:50], time_zone="Asia/Tokyo")
    export_site(root)
    built = tmp_path / "built"
    command = [JEKYLL, "build", "--source", str(root), "--destination", str(built), "--trace"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stdout + done.stderr
    pages = {file.relative_to(built).as_posix(): file.read_text() for file in built.rglob("*.html")}
    assert {"posts/nasty/index.html", "posts/html/index.html", "posts/学习/index.html"} <= set(
        pages
    )
    assert "people/alumni/index.html" in pages
    assert "{% if %}" in pages["posts/nasty/index.html"]
    assert not any(SECRET in text for text in pages.values())


@pytest.mark.parametrize("moment", ["write_papers", "post_pairs", "write_pages", "write_comments"])
def test_what_comes_while_it_is_written_waits_for_the_next(root: Path, monkeypatch, moment: str):
    """Its file would name people, tags or posts whose files were written without them."""
    make_comment(make_post(title="Early"))
    write = getattr(SiteExport, moment)

    def write_late(export: SiteExport) -> object:
        make_comment(make_post(title="Late", source="See [@late]."))
        make_paper("Late", author="Nova", key="late")
        return write(export)

    monkeypatch.setattr(SiteExport, moment, write_late)
    export_site(root)
    names = {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}
    assert any("early" in name for name in names)
    assert not any("late" in name for name in names)
    monkeypatch.undo()
    export_site(root)
    assert (root / "_data/papers/late.json").is_file()
