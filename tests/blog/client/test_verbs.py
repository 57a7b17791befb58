"""What the verbs of the command do when it is not all well, in this process, and with Django's
client in the place of the network."""

import json
import re
from functools import partialmethod
from io import BytesIO
from urllib.error import HTTPError

import pytest
from django.test import Client

from blog.client import site_requests
from blog.client.wellcited import main
from blog.models import Post
from papers.models import Paper
from tests.blog.client.test_wellcited import edit_in_the_admin
from tests.support.api_requests import token_of
from tests.support.drawn import picture
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
SITE = "https://blog.example"


class DjangoOpener:
    """Opens addresses as ``urllib`` does."""

    def open(self, request, timeout: float) -> BytesIO:
        assert timeout and request.full_url.startswith(f"{SITE}/api/v1/")
        answer = Client().generic(
            request.method,
            request.full_url.removeprefix(SITE),
            request.data or b"",
            request.get_header("Content-type", ""),
            headers={"Authorization": request.get_header("Authorization")},
        )
        body = BytesIO(answer.content)
        if answer.status_code >= 300:
            raise HTTPError(request.full_url, answer.status_code, "", dict(answer.headers), body)
        return body


@pytest.fixture
def run(monkeypatch, tmp_path, capsys, admin_user):
    """Calls the command in a folder of its own; gives what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(site_requests, "build_opener", lambda *_handlers: DjangoOpener())
    monkeypatch.setenv("WELLCITED_SITE", SITE)
    monkeypatch.setenv("WELLCITED_TOKEN", token_of(admin_user))

    def command(*arguments: str, code: int = 0) -> str:
        found = main(arguments)
        said = "".join(capsys.readouterr())
        assert found == code, said
        return said

    return command


def test_changes_at_both_places_lose_nothing(run, tmp_path, admin_client):
    post = make_post(title="One", source="A.\n\nB.", published_at=None)
    assert "one.md: new" in run("pull", "--all")
    file = tmp_path / "one.md"
    before = file.read_text()
    file.write_text(before.replace("B.", "Mine."))
    edit_in_the_admin(admin_client, post, source="A.\n\nTheirs.")
    said = run("push", "one.md", code=1)
    assert "-Theirs." in said and "+Mine." in said and "text: - at the site, + yours" in said
    assert "wellcited pull one.md" in said and "push again" in said
    assert not re.search("digest|version", said)
    assert "one.site.md" in run("pull", "one.md", code=1)
    assert "Mine." in file.read_text()
    beside = tmp_path / "one.site.md"
    assert "Theirs." in beside.read_text()
    assert "is in one.site.md" in run("push", "one.md", code=1)  # nobody looked at it yet
    post.refresh_from_db()
    assert post.source == "A.\n\nTheirs."
    file.write_text(file.read_text().replace("Mine.", "Theirs and mine."))
    assert "changed" in run("push", "one.md") and not beside.exists()
    edit_in_the_admin(admin_client, post, title="Another title")
    file.write_text(file.read_text().replace("A.", "Z."))
    assert "changed" in run("push", "one.md")  # the two do not clash
    assert 'title: "Another title"' in file.read_text()
    assert post.source == "A.\n\nTheirs and mine."
    post.refresh_from_db()
    assert (post.title, post.source) == ("Another title", "Z.\n\nTheirs and mine.")
    assert "one.md: unchanged" in run("pull", "--all")
    file.write_text(file.read_text().replace(SITE, "https://another.example"))
    for verb in ("push", "pull", "preview"):
        assert "of https://another.example" in run(verb, "one.md", code=1)


@pytest.mark.parametrize(
    "header", ["title: One\n", 'title: One\ntags: ["a b", c]\ndescription: D\n']
)
def test_a_new_text_whose_answer_was_lost_is_one_post_whatever_was_typed_since(
    run, tmp_path, monkeypatch, admin_client, header
):
    file = tmp_path / "one.md"
    file.write_bytes(f"---\n{header}---\n\nA.\n".replace("\n", "\r\n").encode())
    works = DjangoOpener.open

    def lose(opener, request, timeout: float) -> None:
        works(opener, request, timeout)
        raise ConnectionResetError

    for typed in ("B.", "C.", "D."):
        monkeypatch.setattr(DjangoOpener, "open", lose)
        run("push", "one.md", code=3)
        with file.open("a") as opened:
            opened.write(f"\n{typed}\n")
    monkeypatch.setattr(DjangoOpener, "open", works)
    edit_in_the_admin(admin_client, Post.objects.get(), title="Theirs")
    assert "one.md: changed" in run("push", "one.md")
    post = Post.objects.get()
    assert (post.title, post.source) == ("Theirs", "A.\n\nB.\n\nC.\n\nD.")
    assert "sending" not in file.read_text() and f"number: {post.pk}\n" in file.read_text()
    assert "unchanged" in run("push", "one.md") and "unchanged" in run("pull", "one.md")
    refused = "\ufeff---\r\ntitle: [\r\n---\r\n\r\nB.\r\n".encode()
    file.write_bytes(refused)
    run("push", "one.md", code=1)
    assert file.read_bytes() == refused


def test_pull_says_that_there_is_nothing_to_write(run, tmp_path):
    assert "has no post that you may change" in run("pull", "--all")
    make_post()
    said = run("pull")
    assert "No post of the site is yours" in said and "--all" in said
    assert not list(tmp_path.iterdir())


def test_what_is_refused_is_told_with_a_code_and_writes_nothing(run, tmp_path, monkeypatch):
    file = tmp_path / "a.md"
    text = "---\ntitle: A\ndate: 2026-01-01\n---\n\nSee [@nobody2020].\n"
    file.write_text(text)
    (tmp_path / "b.md").write_text("No header.")
    (tmp_path / "c.md").write_text("---\ntitle: C\n---\n\nText.\n\n# One\n\n### Two\n")
    said = run("push", "a.md", "b.md", "c.md", code=1)
    assert (
        "a.md:6: asked: The citation key “nobody2020”" in said
        and "b.md: it has no header" in said
        and "c.md: created" in said
    )
    assert file.read_text() == text
    line = (tmp_path / "c.md").read_text().splitlines().index("### Two") + 1
    assert f"c.md:{line}: hint:" in said
    assert run("preview", "a.md", "-o", "a.html") and Post.objects.count() == 1
    page = (tmp_path / "a.html").read_text()
    assert "nobody2020" in page and '<base href="http' in page
    run("preview", "a.md", "--check", code=1)
    (tmp_path / "b.bib").write_text("@book{nobody2020, title={T}, author={B, C}, year={2020}}")
    assert "nobody2020" not in run("preview", "a.md", "--check")
    assert not Paper.objects.exists()
    (tmp_path / "b.bib").unlink()
    assert "published" in run("push", "a.md", "--force")
    monkeypatch.setenv("WELLCITED_TOKEN", "1.wrong")
    assert "Authorization" in run("pull", "a.md", code=1)
    assert "Authorization" in run("pull", code=1)
    for site in ("http://example.org", "https://", "ftp://example.org", "https://a@example.org"):
        monkeypatch.setenv("WELLCITED_SITE", site)
        run("pull", "a.md", code=2)


def test_a_token_stands_in_a_file_that_others_cannot_read(run, tmp_path, monkeypatch, admin_user):
    config = tmp_path / "kept.json"
    monkeypatch.delenv("WELLCITED_TOKEN")
    monkeypatch.setenv("WELLCITED_CONFIG", str(config))
    assert "WELLCITED_TOKEN" in run("pull", code=2)
    config.write_text(f'{{"token": "{token_of(admin_user, "other")}"}}')
    config.chmod(0o644)
    assert "chmod 600" in run("pull", code=2)
    config.chmod(0o600)
    run("pull")
    waits = []
    monkeypatch.setattr(site_requests.time, "sleep", waits.append)
    monkeypatch.setattr(DjangoOpener, "open", open_busy)
    assert "Too many" in run("pull", code=3)
    assert waits == [7] * (site_requests.ATTEMPTS - 1)
    monkeypatch.setattr(DjangoOpener, "open", partialmethod(open_busy, status=503))
    assert "Too many" in run("pull", code=3)
    assert waits == [7] * (site_requests.ATTEMPTS - 1) * 2
    monkeypatch.setattr(DjangoOpener, "open", partialmethod(open_busy, status=502, body=b"<p>"))
    assert "failed with 502" in run("pull", code=3)
    monkeypatch.setattr(DjangoOpener, "open", open_elsewhere)
    assert "leads on to https://elsewhere.example" in run("pull", code=3)
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]


def test_a_text_that_others_wrote_into_sends_no_picture_from_elsewhere(run, tmp_path, monkeypatch):
    (tmp_path / "private.png").write_bytes(picture())
    folder = tmp_path / "posts"
    folder.mkdir()
    file = folder / "a.md"
    file.write_text("---\ntitle: A\n---\n\n![a](../private.png)\n")
    assert "created" in run("push", "posts/a.md")  # which is below where one is
    file.write_text(file.read_text() + "![b](x/../../private.png)\n")
    monkeypatch.chdir(folder)
    for verb in ("push", "preview"):
        said = run(verb, "a.md", code=1)
        assert f"it shows {tmp_path}/private.png, which is neither below" in said
    assert Post.objects.get().version == 1


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ({"number": "../../../x", "slug": "", "is_html": False}, "no JSON as it should"),
        ({"number": 7, "slug": ["x"], "is_html": False}, "no JSON as it should"),
        ({"number": 7, "slug": "../x", "is_html": False}, "post-7.md: new"),
        ({"number": 7, "slug": "a\x1b[2J\x00", "is_html": False}, "post-7.md: new"),
    ],
)
def test_a_hostile_site_writes_nowhere_and_commands_no_terminal(
    run, tmp_path, monkeypatch, post, said
):
    folder = tmp_path / "in"
    folder.mkdir()
    text = {"text": "---\ntitle: A\n---\n\nB.\n", "posts": [post], "next": None}
    monkeypatch.setattr(
        DjangoOpener, "open", lambda *_given, **_named: BytesIO(json.dumps(text).encode())
    )
    assert said in run("pull", "--into", "in", code=0 if "new" in said else 3)
    names = [one.name for one in tmp_path.rglob("*")]
    assert names == ["in", *(["post-7.md"] if "new" in said else [])]


def test_what_others_wrote_is_told_without_what_a_terminal_obeys(run, monkeypatch):
    refused = {"error": {"what": "\x1b]0;x\x07 \u202e no", "where": "a\r\nb"}}

    def refuse(_opener, request, timeout: float) -> None:
        raise HTTPError(request.full_url, 403, "", {}, BytesIO(json.dumps(refused).encode()))

    monkeypatch.setattr(DjangoOpener, "open", refuse)
    assert not set(run("pull", code=1)) & set("\x1b\x07\r\u202e")


def test_an_answer_without_end_ends(run, monkeypatch):
    monkeypatch.setattr(site_requests, "MOST", 100)
    monkeypatch.setattr(DjangoOpener, "open", lambda *_given, **_named: BytesIO(b"x" * 200))
    assert "more than it should" in run("pull", code=3)
    monkeypatch.setattr(site_requests, "LONGEST_ANSWER", -1)
    monkeypatch.setattr(DjangoOpener, "open", lambda *_given, **_named: BytesIO(b"x"))
    assert "too slowly" in run("pull", code=3)


def open_busy(
    _opener, request, timeout: float, status=429, body=b'{"error": {"what": "Too many."}}'
) -> None:
    raise HTTPError(request.full_url, status, "", {"Retry-After": "7"}, BytesIO(body))


def open_elsewhere(_opener, request, timeout: float) -> None:
    headers = {"Location": "https://elsewhere.example"}
    raise HTTPError(request.full_url, 301, "", headers, BytesIO())
