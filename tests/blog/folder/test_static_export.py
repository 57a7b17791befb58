"""The public site as files: whoever serves them needs no program, and each link leads on."""

import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from blog.folder.kept_folder import FolderRefusedError
from blog.folder.static_export import export_static
from blog.folder.static_links import (
    FEED_JSON,
    SitePlace,
    links_of,
    query_mark,
    with_file_links,
    without_live_parts,
)
from blog.models import ListAddress, OldAddress, forget_site
from papers.models import Paper, Reading
from tests.support.factories import (
    cite,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(
    r'\b(?:href|src)="([^"]*)"|<loc>([^<]*)</loc>|http-equiv="refresh" content="0; url=([^"]*)"'
)
SECRET = "geheimnis"
POSTS = 22  # more than a page of a feed
PUBLISHED = POSTS + 1  # with the one that has no Latin letter in its address


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BLOG_POSTS_PER_PAGE = 4
    return tmp_path / "public"


@pytest.fixture(scope="module")
def exported(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """The folder of ``make_site``, exported once for all that only read it; its rows are gone."""
    folder = tmp_path_factory.mktemp("exported")
    changed = override_settings(MEDIA_ROOT=folder / "media", BLOG_POSTS_PER_PAGE=4)
    with changed, django_db_blocker.unblock(), transaction.atomic():
        make_site()
        done = export_static(folder / "public")
        transaction.set_rollback(True)
    forget_site()
    assert not done.dead and not done.left_out
    return folder / "public"


@pytest.fixture(scope="module")
def served(exported: Path) -> Iterator[str]:
    handler = partial(QuietHandler, directory=str(exported))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def make_site() -> None:
    """Enough of everything that lists have more than one page."""
    make_paper("On radium", key="DBLP:curie 1903", identifiers=[("doi", "10.1234/x")])
    known = make_paper("On GPT", key="GPT", container_title="Annals & more")
    Reading.objects.create(paper=known, state="read")
    image = default_storage.save("images/1/a.png", ContentFile(b"\x89PNG"))
    text = f"As in [@GPT].\n\n![A](/media/{image}) [list](/papers/?year=2020)\n\n#Tag1"
    posts = [make_post(title=f"Post {n}", source=text, tags=["C++", "学习"]) for n in range(POSTS)]
    make_post(title="学习", slug="学习", source="[There](/posts/post-1/?comments=1#comments)")
    begun = make_comment(posts[0], source="As in [@GPT]: *yes*.")
    make_comment(posts[0], parent=begun, source="No.")
    make_comment(posts[0], source=SECRET, state="pending")
    make_post(title=SECRET, published_at=None)
    make_page(title="People", address="people/alumni", source="[Posts](/archive/)")
    OldAddress.objects.create(path="/2019/old/", post=posts[1])
    OldAddress.objects.create(path="/2019/old.html", post=posts[2])
    OldAddress.objects.create(path="/blog/bare", post=posts[3])
    ListAddress.objects.create(path="/news.rss", leads_to="post_feed")


def followed(origin: str, base: str, start: str = "/") -> dict[str, str]:
    """All pages of the served folder by their paths; asserts that no link is dead."""
    waiting, found = deque([(start, "")]), {}
    while waiting:
        path, page = waiting.popleft()
        if path in found:
            continue
        try:
            with urlopen(f"{origin}{quote(path, safe='/%~=&+')}") as response:
                kind, data = response.headers["Content-Type"], response.read()
        except HTTPError as error:
            raise AssertionError(f"{page} links to {path}: {error.code}") from error
        found[path] = data.decode(errors="replace")
        is_text = "html" in kind or "xml" in kind or path.endswith(".atom")
        for groups in LINK.findall(found[path]) if is_text else ():
            link = urlsplit(urljoin(f"{base}{path}", unescape(next(filter(None, groups), ""))))
            if f"{link.scheme}://{link.netloc}" == base:
                assert not link.query, f"{page}{path} links to {link.geturl()}"
                waiting.append((link.path, path))
    return found


def test_each_link_of_the_served_folder_leads_to_a_page(served: str, settings):
    found = followed(served, settings.SITE_ORIGIN)
    assert len([path for path in found if path.startswith("/posts/post-")]) >= POSTS
    assert any(path.startswith("/~before") for path in found)
    for path, text in found.items():
        assert SECRET not in text, path
        assert "<form" not in text, path
    page = found["/posts/post-0/"]
    assert "As in" in page and "No." in page
    assert "Write a comment" not in page and ">Report<" not in page and "?style" not in page
    assert "/sitemap.xml" not in found  # which only robots.txt names
    assert followed(served, settings.SITE_ORIGIN, "/sitemap.xml").keys() >= {"/tags/"}


def test_the_search_is_left_out(exported: Path, client):
    assert not (exported / "search").exists()
    assert not list(exported.rglob("search*.js"))
    pages = ["index.html", "papers/index.html", "papers/GPT/index.html", "404.html"]
    for name in pages:
        text = (exported / name).read_text()
        assert "/search/" not in text and "search.js" not in text, name
    make_paper("On GPT", key="GPT")
    assert "/search/" in client.get("/papers/GPT/").content.decode()


def test_all_pages_of_a_json_feed_are_read(exported: Path, settings):
    begun = f"{settings.SITE_ORIGIN}/"
    url: str | None = f"{begun}feeds/posts.json"
    read, titles = set(), []
    while url:
        assert url not in read and url.startswith(begun)
        read.add(url)
        feed = json.loads((exported / unquote(url.removeprefix(begun))).read_text())
        assert feed["feed_url"] == url
        titles += [item["title"] for item in feed["items"]]
        url = feed.get("next_url")
    assert len(read) > 1
    assert len(titles) == len(set(titles)) == PUBLISHED


def test_a_library_that_a_job_writes_is_there(root: Path, monkeypatch, settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    for module in ("library_files", "exports"):
        monkeypatch.setattr(f"papers.pages.{module}.MOST_AT_ONCE", 1)
    for title in ("On radium", "On polonium"):
        cite(make_post(title=f"About {title}"), make_paper(title))
    export_static(root)
    assert "On polonium" in (root / "papers.bib").read_text()
    make_paper("On thorium", is_listed=True)
    cite(make_post(title="About thorium"), Paper.objects.get(title="On thorium"))
    export_static(root)
    assert "On thorium" in (root / "papers.json").read_text()


def test_framed_pages_are_written_whole(root: Path):
    folder = "frames/0123456789abcdef0123"
    page = "<form id=f><input></form><script>load('./data/' + 'a.json')</script>"
    page += '<a href="/nowhere/">n</a><a href="/search/">s</a>'
    for name, text in {
        "plot.html": page,
        "data/a.json": "[1]",
        "bad.svg": "<svg>",
        "x.exe": "x",
    }.items():
        default_storage.save(f"{folder}/{name}.kept", ContentFile(text.encode()))
    default_storage.save(f"frames/{'f' * 20}/secret.html.kept", ContentFile(b"x"))
    make_post(title="One", source=f'<iframe src="/{folder}/plot.html"></iframe>')
    done = export_static(root)
    assert (root / folder / "plot.html").read_text().endswith(page)
    assert (root / folder / "data/a.json").read_text() == "[1]"
    assert sorted(one.name for one in (root / folder).iterdir()) == ["data", "plot.html"]
    assert [one.name for one in (root / "frames").iterdir()] == ["0123456789abcdef0123"]
    assert done.left_out == {f"{folder}/bad.svg": "the SVG is not well formed"}
    assert not done.dead
    assert 'sandbox="allow-scripts"' in (root / "posts/one/index.html").read_text()
    assert "sandbox allow-scripts;" in (root / "_headers").read_text()


def test_old_addresses_and_feeds_lead_on(exported: Path, served: str):
    for path in ("/2019/old/", "/2019/old.html", "/blog/bare/"):
        with urlopen(f"{served}{path}") as response:
            assert b'content="0; url=/posts/post-' in response.read()
    for path in ("news.rss", "feed.xml"):
        assert (exported / path).read_bytes() == (exported / "feeds/posts.atom").read_bytes()
    assert "/2019/old/ /posts/post-1/ 301" in (exported / "_redirects").read_text().splitlines()
    assert "<h1" in (exported / "404.html").read_text()


def test_only_what_changed_is_written_again(root: Path):
    post = make_post(title="One", source="Text.")
    make_post(title="Two", source="Text.")
    (root / "x").parent.mkdir(parents=True, exist_ok=True)
    export_static(root)
    (root / "CNAME").write_text("blog.example.org")
    again = export_static(root).folder
    assert (again.written, again.removed) == (0, 0)
    post.delete()
    again = export_static(root).folder
    assert again.removed and not (root / "posts/one/index.html").exists()
    assert (root / "CNAME").exists()


def test_a_dead_link_is_told_and_breaks_nothing(root: Path):
    make_post(title="One", source="[gone](/nowhere/)")
    done = export_static(root)
    assert done.dead.keys() == {"/nowhere/"}


@pytest.mark.parametrize(
    "link",
    [
        "/media/../x",
        "/media/%2e%2e/x",
        "/static/%2e%2e/x",
        "/%00x",
        f"/{'x' * 3000}",
        "/media/a%00b",
    ],
)
def test_no_link_of_a_reader_stops_it(root: Path, link: str):
    make_comment(source=f"See [it]({link}).")
    done = export_static(root)
    assert (root / "index.html").is_file()
    assert len(done.folder.seen) > 5


def test_a_link_without_the_last_slash_takes_no_page_away(root: Path):
    post = make_post(title="Old", source="The old text.")
    make_post(title="New", source=f"See [it]({post.get_absolute_url().rstrip('/')}).")
    make_page(title="Start", address="start", source=f"[It]({post.get_absolute_url()[:-1]})")
    done = export_static(root)
    place = f"{post.get_absolute_url().strip('/')}/index.html"
    assert "The old text." in (root / place).read_text()
    assert not done.left_out


def test_old_addresses_that_differ_in_their_last_slash_alone_are_one_file(root: Path):
    post = make_post(title="One")
    for path in ("/old/one", "/old/one/"):
        OldAddress.objects.create(post=post, path=path)
    done = export_static(root)
    assert not done.left_out
    assert post.get_absolute_url() in (root / "old/one/index.html").read_text()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, settings):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FolderRefusedError, match="not empty"):
        export_static(tmp_path)


def test_a_host_that_is_not_allowed_is_told(root: Path, settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    with pytest.raises(FolderRefusedError, match="ALLOWED_HOSTS"):
        export_static(root)


def test_the_command_says_what_it_did(root: Path, settings, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setattr("blog.management.commands.export_static.collect_static", lambda: None)
    make_post(source="[gone](/nowhere/)")
    call_command("export_static", str(root))
    said = capsys.readouterr()
    assert "written, 0 removed" in said.out
    assert "its link to /nowhere/ leads nowhere" in said.err
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media/x").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_static", str(tmp_path / "media"))


@pytest.mark.parametrize(
    ("path", "query", "file"),
    [
        ("/", "", "index.html"),
        ("/", "before=2020-01-01.7", "~before=2020-01-01.7/index.html"),
        ("/papers/", "venue=A%20%26%20b", None),
        ("/feeds/posts.atom", "before=7", "feeds/posts~before=7.atom"),
        ("/x.html", "", "x.html"),
    ],
)
def test_a_page_with_a_query_has_a_file_of_its_own(path: str, query: str, file: str | None):
    found = SitePlace(path, query).file
    assert found == file or file is None
    assert not re.search(r"[?&%\\:*|<>\"]", found)


def test_queries_that_differ_have_files_that_differ():
    queries = ["a=1&b=2", "a=1_b=2", "a=1%26b=2", "a=" + "x" * 300, "a=" + "x" * 301, "a=../../x"]
    marks = [query_mark(query) for query in queries]
    assert len(set(marks)) == len(marks)
    assert not any("/" in mark or len(mark) > 200 for mark in marks)


def test_links_of_a_json_feed_are_changed_and_its_texts_are_not(settings):
    link = f"{settings.SITE_ORIGIN}/feeds/posts.json?before=7"
    text = '"next_url": "/feeds/posts.json?before=8"'
    feed = json.dumps({"next_url": link, "items": [{"url": '/a"b/', "content_html": text}]})
    assert list(links_of(feed, FEED_JSON)) == [link, '/a"b/']
    changed = json.loads(with_file_links(feed, FEED_JSON, SitePlace("/feeds/posts.json")))
    assert changed["next_url"] == f"{settings.SITE_ORIGIN}/feeds/posts~before=7.json"
    assert changed["items"] == json.loads(feed)["items"]


def test_narrower_copies_of_pictures_are_links_too():
    page = '<img src="/a.png" srcset="/b.webp 480w, /c.webp 960w, /a.png 1200w">'
    assert list(links_of(page, "text/html")) == ["/a.png", "/b.webp", "/c.webp", "/a.png"]


def test_links_that_only_a_server_answers_are_taken_out():
    page = '<p class="facts"><a href="/comments/1/report/">Report</a></p><a href="/tags/">T</a>'
    assert without_live_parts(page, SitePlace("/")) == '<a href="/tags/">T</a>'


def test_nothing_of_a_site_with_a_name_and_colours_is_lost(root: Path):
    set_site(name="Ours", css="a { color: red }")
    export_static(root)
    (sheet,) = (root / "look").iterdir()
    assert "color: red" in sheet.read_text()
    assert list((root / "static/blog").glob("site*.css"))
