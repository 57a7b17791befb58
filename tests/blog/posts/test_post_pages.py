import re
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.moderation.form_stamps import STAMP_FIELD
from papers.models import CitedWork
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post
from tests.support.pages import check_page

RICH = """## First

Text with `code`, $e^x$, a footnote[^1], #Radium and “On the Radium Question” by Curie.

```python
print(1)
```

| a | b |
| --- | ---: |
| 1 | 2 |

## Second

- [x] done
- [ ] open

## Third

> quoted

[^1]: Note.
"""


@pytest.fixture
def rich_post(db):
    make_paper("On the Radium Question", identifiers=[("doi", "10.1000/xyz")])
    post = make_post(
        source=RICH, tags=["C++", "学习"], authors=[make_author()], license="CC BY 4.0"
    )
    reply = make_comment(post, parent=make_comment(post, website="https://example.org"))
    make_comment(post, parent=reply, source="```python\nx = 1\n```")
    return post


def addresses(post):
    paper = post.cited_works.get().paper
    return [
        "/",
        post.get_absolute_url(),
        f"{post.get_absolute_url()}comments/",
        f"{post.get_absolute_url()}comments/thanks/",
        "/archive/",
        "/archive/2020/",
        "/tags/",
        "/tags/c-plus-plus/",
        "/tags/学习/",
        "/tags/radium/",
        post.authors.get().get_absolute_url(),
        "/papers/",
        paper.get_absolute_url(),
        paper.contributors.get().get_absolute_url(),
        "/about/",
    ]


EDIT = re.compile(rb'<li><a href="/admin/[^"]+">Edit</a></li>\s*')


def unstamped(response) -> bytes:
    return STAMP_FIELD.sub(b"", response.content)


def test_every_page_is_sound_and_the_same_for_everybody(client, rich_post, monkeypatch):
    """But for the link by which those edit it who may, and for the stamps of forms: others each
    second, here each time that a form is handed out."""
    clock = SimpleNamespace(time=count(1_700_000_000).__next__)
    monkeypatch.setattr("blog.comments.moderation.form_stamps.time", clock)
    member, editor = Client(), Client()
    member.force_login(get_user_model().objects.create_user("reader", is_staff=True))
    editor.force_login(get_user_model().objects.create_superuser("root"))
    for address in addresses(rich_post):
        response = client.get(address)
        assert response.status_code == 200, address
        check_page(response)
        shown, seen = (unstamped(one) for one in (response, member.get(address)))
        assert seen == shown, address
        edited, links = EDIT.subn(b"", unstamped(editor.get(address)))
        assert links <= 1, address
        assert b"".join(edited.split()) == b"".join(shown.split()), address


def test_empty_pages_say_so(client, db):
    for address in ("/", "/archive/", "/tags/", "/papers/", "/about/"):
        check_page(client.get(address))


def test_faults_have_pages_of_ours(client, db, monkeypatch):
    check_page(client.get("/nothing/"))
    assert "There is no post at this address." in client.get("/posts/none/").content.decode()
    assert "begin at its first page" in check_page(client.get("/?before=nonsense"))
    monkeypatch.setattr("blog.posts.post_page.find_post", fail)
    response = client.get("/posts/any/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    check_page(response)


def fail(*args):
    raise OperationalError("locked")


def test_an_unforeseen_error_has_a_page_of_ours(monkeypatch, db):
    monkeypatch.setattr("blog.posts.post_page.find_post", lambda *args: 1 / 0)
    response = Client(raise_request_exception=False).get("/posts/any/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


@pytest.mark.parametrize(
    "value", ["x", "-1", "20200101T000000.000000-", "9" * 99, "-", "20200101T000000.000000-9" * 2]
)
def test_a_wrong_cursor_is_a_404(client, db, value):
    for address in ("/", "/archive/2020/", "/papers/"):
        assert client.get(address, {"before": value}).status_code == 404


def test_lists_page_by_key_through_posts_of_one_instant(client, db, settings):
    settings.BLOG_POSTS_PER_PAGE = 2
    titles = {make_post(tags=["t"]).title for _number in range(5)}
    for start in ("/", "/tags/t/"):
        seen, address = [], start
        while address:
            text = check_page(client.get(address))
            seen += [title for title in titles if f">{title}</a></h2>" in text]
            found = re.search(r'\?before=([^"]+)" rel="next"', text)
            address = found and f"{start}?before={found[1]}"
        assert sorted(seen) == sorted(titles)


def test_the_archive_knows_its_years(client, db):
    for year in (1998, 2003, 2020):
        make_post(title=f"Of {year}", published_at=datetime(year, 12, 31, 23, tzinfo=UTC))
    text = check_page(client.get("/archive/"))
    assert all(f"/archive/{year}/" in text for year in (1998, 2003, 2020))
    assert "/archive/2004/" not in text
    assert "Of 2003" in check_page(client.get("/archive/2003/"))
    assert client.get("/archive/2004/").status_code == 404
    assert client.get("/archive/0/").status_code == 404


def test_neighbours_and_series(client, db):
    posts = [make_post(published_at=datetime(2020, month, 1, tzinfo=UTC)) for month in (1, 2, 3)]
    text = client.get(posts[1].get_absolute_url()).content.decode()
    assert posts[0].get_absolute_url() in text.partition(">Older<")[2]
    assert posts[2].get_absolute_url() in text.partition(">Newer<")[2].partition(">Older<")[0]


def test_the_feed_has_whole_posts(client, rich_post):
    text = client.get("/feeds/posts.atom").content.decode()
    assert "<feed" in text
    assert "On the Radium Question" in text
    assert "&lt;h2" in text
    post = f"http://127.0.0.1:8000{rich_post.get_absolute_url()}"
    assert f'<link href="{post}" rel="alternate"' in text
    assert 'href="http://127.0.0.1:8000/tags/radium/"' in text
    assert f'href="{post}#fn:1"' in text
    assert 'href="/' not in text


HIDDEN = [
    {"published_at": None},
    {"published_at": timezone.now() + timedelta(days=30)},
    {"is_unlisted": True},
]
HIDDEN_WORDS = re.compile("(?<!aria-h)idden|secret")


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_listed_shows_nowhere(client, db, hidden):
    paper = make_paper("On the Radium Question")
    author = make_author()
    make_post(title="Open post", tags=["common"])
    post = make_post(title="Hidden post", tags=["common", "secret"], authors=[author])
    cite(post, paper)
    make_comment(post, name="Hidden reader")
    pages = ["/", "/archive/", "/tags/", "/tags/common/", "/feeds/posts.atom", "/sitemap-posts.xml"]
    pages += ["/sitemap-tags.xml", author.get_absolute_url(), paper.get_absolute_url()]
    pages += [f"{paper.get_absolute_url()}feed.atom", "/papers/people/marie-curie/"]
    before = {page: client.get(page).content.decode() for page in pages}
    assert all(HIDDEN_WORDS.search(text) for text in before.values())
    for name, value in hidden.items():
        setattr(post, name, value)
    post.save()
    for page in pages:
        text = client.get(page).content.decode()
        assert not HIDDEN_WORDS.search(text), page
    assert client.get("/tags/secret/").status_code == 404
    assert "discussed in" not in client.get("/papers/").content.decode()


@pytest.mark.parametrize("hidden", HIDDEN[:2])
def test_an_editor_sees_a_draft_and_nobody_keeps_it(client, db, hidden):
    post = make_post(title="Hidden post", **hidden)
    assert client.get(post.get_absolute_url()).status_code == 404
    client.force_login(get_user_model().objects.create_superuser("root"))
    response = client.get(post.get_absolute_url())
    assert "Hidden post" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_scheduled_post_appears_by_itself(client, db, monkeypatch):
    post = make_post(published_at=timezone.now() + timedelta(days=1), tags=["later"])
    cite(post, make_paper())
    assert client.get("/tags/later/").status_code == 404
    tomorrow = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    for page in ("/", "/tags/later/", CitedWork.objects.get().paper.get_absolute_url()):
        assert post.title in client.get(page).content.decode()


def test_old_keys_of_a_paper_redirect(client, db):
    paper = make_paper(key="new2020key")
    paper.keys.create(value="old")
    response = client.get("/papers/old/")
    assert (response.status_code, response.url) == (301, "/papers/new2020key/")
    assert client.get("/papers/none/").status_code == 404


def test_every_answer_has_the_security_headers(client, db):
    response = client.get("/admin/login/")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'; base-uri")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_media_is_served_where_it_can_do_no_harm(client, db, settings):
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    response = client.get("/media/x.svg")
    assert b"".join(response) == b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ko", "ltr"), ("", "auto")])
def test_a_text_has_its_language_and_the_interface_the_sites(client, db, language, direction):
    post = make_post(title="A title", source="## One\n\nA\n\n## Two\n\nB", language=language)
    text = client.get(post.get_absolute_url()).content.decode()
    marks = f'lang="{language or "en"}" dir="{direction}"'
    assert '<html lang="en">' in text
    assert f"<h1 {marks}>A title</h1>" in text
    assert f"data-post-body {marks}>" in text


def test_a_page_takes_few_statements(client, rich_post):
    client.get(rich_post.get_absolute_url())  # the site is known
    with CaptureQueriesContext(connection) as asked:
        client.get(rich_post.get_absolute_url())
    assert len(asked) <= 10, [one["sql"][:90] for one in asked]
