"""Answers compressed and told once: whoever unpacks one has what everybody else has."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.models import Post
from config.compression import reads_gzip
from tests.support.factories import make_author, make_comment, make_paper, make_post

PATHS = [
    *("/", "/archive/", "/tags/", "/papers/", "/about/", "/posts/one/", "/posts/one/?comments=2"),
    *("/authors/ada/", "/papers/radium/", "/search/", "/search/?q=radium", "/search/titles/?q=ra"),
    *("/feeds/posts.atom", "/feeds/posts.json", "/feeds/comments.atom", "/papers.bib"),
    *("/papers/radium.ris", "/sitemap.xml", "/sitemap-posts.xml", "/robots.txt", "/no/such/page"),
    *("/admin/login/", "/posts/draft/"),
]
ACCEPTED = ["", "gzip", "gzip, deflate, br", "*", "gzip;q=0", "br", "identity", "GZIP;q=0.5", "q=;"]
PACKED_OR_NOT = ["", "gzip", "br"]
"""Asked on every page; the other headers on one, since they are read in one place."""
MINE = ["/posts/draft/", "/admin/login/"]


@pytest.fixture(autouse=True)
def _site(db, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    paper = make_paper("On the Radium Question", key="radium")
    post = make_post(
        title="One", slug="one", source="Radium, *anew*. " * 80, authors=[make_author(name="Ada")]
    )
    make_comment(post)
    make_post(title="Draft", slug="draft", published_at=None)
    assert paper.key == "radium"


@pytest.mark.parametrize("path", PATHS)
def test_who_unpacks_an_answer_has_the_plain_one(client, path: str):
    plain = client.get(path)
    for accepted in ACCEPTED if path == "/posts/one/" else PACKED_OR_NOT:
        sent = {"Accept-Encoding": accepted}
        answer = client.get(path, headers=sent)
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(answer.content) if is_packed else answer.content
        assert answer.status_code == plain.status_code
        assert path in MINE or body == plain.content
        assert answer.headers.get("Vary", "") == plain.headers.get("Vary", "")
        if "Content-Length" in answer.headers:
            assert int(answer.headers["Content-Length"]) == len(answer.content)
        head = client.head(path, headers=sent)
        told = ("ETag", "Content-Encoding", "Content-Length", "Vary")
        assert path in MINE or [head.headers.get(name) for name in told] == [
            answer.headers.get(name) for name in told
        ]


@pytest.mark.parametrize("path", [path for path in PATHS if path not in MINE])
def test_who_has_an_answer_is_not_sent_it_again(client, path: str):
    etags = {}
    for accepted in ("", "gzip"):
        sent = {"Accept-Encoding": accepted}
        first = client.get(path, headers=sent)
        if first.status_code != 200:
            assert not first.has_header("ETag")
            return
        etags[first.headers.get("Content-Encoding")] = etag = first.headers["ETag"]
        for method in (client.get, client.head):
            for known in (etag, f'"other", {etag}', "*"):
                again = method(path, headers={**sent, "If-None-Match": known})
                assert (again.status_code, again.content) == (304, b"")
                assert again.headers["ETag"] == etag
                assert again.headers.get("Vary") == first.headers.get("Vary")
                assert not again.has_header("Content-Encoding")
        assert client.get(path, headers={**sent, "If-None-Match": '"other"'}).status_code == 200
    assert len(set(etags.values())) == len(etags)  # of each representation its own


def test_a_page_with_a_form_is_the_same_page_a_minute_later(client, monkeypatch):
    path = "/posts/one/"
    first = client.get(path)
    monkeypatch.setattr("time.time", lambda: 1_900_000_060.0)
    later = client.get(path)
    assert first.content != later.content
    assert later.headers["ETag"] == first.headers["ETag"]
    assert first.headers["ETag"].startswith("W/")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert not client.get("/").headers["ETag"].startswith("W/")


def test_who_has_other_headers_than_an_answer_would_have_now_is_sent_it_anew(client, settings):
    """A 304 has few headers: the others are kept with the answer that it is about."""
    path, post = "/posts/one.md", Post.objects.get(slug="one")
    etags = {client.get(path).headers["ETag"]}
    Post.objects.filter(pk=post.pk).update(canonical_url="https://elsewhere.example/one")
    known = {"If-None-Match": etags.copy().pop()}
    changed = client.get(path, headers=known)
    assert (changed.status_code, "elsewhere" in changed.headers["Link"]) == (200, True)
    etags.add(changed.headers["ETag"])
    settings.SECURE_CSP = {"default-src": ["'none'"]}
    etags.add(client.get(path).headers["ETag"])
    assert len(etags) == 3
    assert client.get(path).headers["ETag"] in etags


def test_what_one_visitor_alone_sees_is_not_packed(client, admin_client):
    sent = {"Accept-Encoding": "gzip"}
    for reader, path in (
        (admin_client, "/admin/blog/post/"),
        (admin_client, "/posts/draft/"),
        (client, "/admin/login/"),
    ):
        answer = reader.get(path, headers=sent)
        assert answer.status_code == 200
        assert len(answer.content) > 500
        assert not answer.has_header("Content-Encoding")
        assert not answer.has_header("ETag")


def test_an_answer_to_a_form_is_not_packed(client):
    answer = client.post("/posts/one/comments/", {}, headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) > 500
    assert not answer.has_header("Content-Encoding")


def test_no_page_that_is_packed_holds_a_token(client):
    """Else whoever can have a word of theirs shown beside it could guess it (BREACH)."""
    packed = 0
    for path in PATHS:
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        if answer.has_header("Content-Encoding"):
            packed += 1
            assert b"csrfmiddlewaretoken" not in gzip.decompress(answer.content)
            assert not answer.cookies
    assert packed > 10


def test_pictures_and_tiny_answers_are_left_alone(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.png").write_bytes(b"\x89PNG" + b"0" * 2000)
    for path in ("/media/a.png", "/robots.txt"):
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert not answer.has_header("Content-Encoding")
        answer.close()


SPOKEN = ["", ";q=1", "; q=0.5", ";Q=0.001"]
REFUSED = [";q=0", ";q=0.000", ";q=-1", ";q="]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["gzip", "GZip", "br", "identity", "zstd"]),
            st.sampled_from(
                ["", ";q=1", "; q=0.5", ";Q=0.001", ";q=0", ";q=0.000", ";q=-1", ";q="]
            ),
        ),
        max_size=4,
        unique_by=lambda one: one[0].lower(),
    ),
    st.sampled_from([",", ", ", " , "]),
)
def test_gzip_is_sent_only_to_who_says_so(parts: list[tuple[str, str]], comma: str):
    told = comma.join(name + quality for name, quality in parts)
    wanted = any(name.lower() == "gzip" and quality in SPOKEN for name, quality in parts)
    assert reads_gzip(told) is wanted


@settings(max_examples=30)
@given(st.text(max_size=30))
def test_any_header_is_read(text: str):
    assert reads_gzip(text) in (True, False)
