"""Addresses that once worked: in every script, after renames to and fro, below a post."""

from unicodedata import normalize
from urllib.parse import quote, unquote

import pytest

from blog.models import OldAddress, Post
from blog.posts.tags import merge_tags
from blog.transfer.post_rows import keep_paths
from tests.support.factories import LONG_AGO, make_author, make_paper, make_post

pytestmark = pytest.mark.django_db
WRITTEN = ["학습", "Ünïcode", "机器学习", "हिन्दी", "ελληνικά", "שלום"]


def rename(row, slug: str) -> None:
    row.slug = slug
    row.save()


def follow(client, address: str, kept: dict[str, str] | None = None) -> str:
    """Where a browser ends that keeps (in ``kept``) what it may keep; fails where it goes round."""
    kept = {} if kept is None else kept
    for _hop in range(5):
        if address not in kept:
            response = client.get(address)
            if response.status_code == 200:
                return unquote(address)
            assert response.status_code in (301, 302, 307, 308), (address, response.status_code)
            may_keep = response.status_code in (301, 308)
            if may_keep and "no-store" not in response.headers.get("Cache-Control", ""):
                kept[address] = response.url
            address = response.url
        else:
            address = kept[address]
    raise AssertionError("the browser goes round")


def spellings(path: str) -> list[str]:
    """One path as browsers and old links write it."""
    forms = [normalize(form, path) for form in ("NFC", "NFD")]
    return [*map(quote, forms), quote(forms[0]).lower(), quote(quote(forms[0]))]


@pytest.mark.parametrize("old", WRITTEN)
def test_a_renamed_post_is_found_however_its_address_is_written(client, old):
    post = make_post(slug=old)
    rename(post, "new")
    for address in spellings(f"/posts/{old}/"):
        assert client.get(address).url == "/posts/new/", address
    rename(post, normalize("NFD", old))
    for address in spellings(f"/posts/{old}/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("old", WRITTEN)
def test_tags_and_authors_of_every_script_go_on_being_found(client, old):
    author = make_author(slug=old)
    tag = make_post(tags=[old], authors=[author]).tags.get()
    rename(author, "ada")
    for address in spellings(f"/authors/{old}/"):
        assert client.get(address).url == "/authors/ada/"
    before = tag.slug
    merge_tags(make_post(tags=["New"]).tags.get(), [tag])
    for address in spellings(f"/tags/{before}/"):
        assert client.get(address).url == "/tags/new/"


@pytest.mark.parametrize("written", ["/2019/학습/", quote("/2019/학습/"), "/2019/%ed%95%99습/"])
def test_an_imported_address_is_found_and_may_be_kept(client, written):
    post = make_post(slug="new")
    keep_paths([(post, [normalize("NFD", written)])])
    for address in spellings("/2019/학습/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (301, "/posts/new/")
        assert "no-store" not in response.headers.get("Cache-Control", "")


def test_bytes_of_another_encoding_are_an_address_too(client):
    keep_paths([(make_post(slug="new"), ["/caf%e9/"])])
    assert client.get("/caf%E9/").url == "/posts/new/"


@pytest.mark.parametrize("way", ["ab" * 2, "abca", "abcba", "abcdbca"])
def test_renaming_to_and_fro_sends_no_browser_round(client, way):
    post, author = make_post(slug="a"), make_author(slug="a")
    tag = make_post(tags=["T"], authors=[author]).tags.get()
    rename(tag, "a")
    kept: dict[str, str] = {}
    for slug in way[1:]:
        for row, folder in ((post, "posts"), (tag, "tags"), (author, "authors")):
            rename(row, slug)
            for old in set(way):
                if OldAddress.objects.filter(path=f"/{folder}/{old}/").exists() or old == slug:
                    assert follow(client, f"/{folder}/{old}/", kept) == f"/{folder}/{slug}/"


def test_a_post_that_takes_an_old_address_has_it(client):
    first = make_post(slug="a")
    rename(first, "b")
    second = make_post(slug="a", title="The second")
    assert "The second" in client.get("/posts/a/").content.decode()
    rename(second, "c")
    assert client.get("/posts/a/").url == "/posts/c/"


def test_what_stands_below_a_post_is_found_too(client):
    post = make_post(slug="학습")
    rename(post, "new")
    below = ("comments/feed.atom", "references.bib")
    for one in below:
        response = client.get(f"/posts/학습/{one}")
        assert (response.status_code, response.url) == (301, f"/posts/new/{one}")
        assert client.get(response.url).status_code == 200
    make_post(slug="학습", commenting="hidden")
    assert client.get(f"/posts/학습/{below[0]}").status_code == 404


def test_an_old_address_tells_nothing_of_what_is_not_public(client):
    author = make_author(slug="a")
    post = make_post(slug="a", tags=["a"], authors=[author])
    for row in (post, author, post.tags.get()):
        rename(row, "b")
    assert [client.get(f"/{one}/a/").status_code for one in ("posts", "tags", "authors")] == [
        301
    ] * 3
    Post.objects.get().delete()
    draft = make_post(slug="b", tags=["a"], authors=[author], published_at=None)
    OldAddress.objects.keep(["/posts/a/"], draft)
    assert [client.get(f"/{one}/a/").status_code for one in ("posts", "tags", "authors")] == [
        404
    ] * 3
    draft.published_at = LONG_AGO
    draft.save()
    assert client.get("/posts/a/").url == "/posts/b/"


@pytest.mark.parametrize("slug", ["हिन्दी-में", "ไทย", "学習"])
def test_a_slug_with_marks_may_be_saved_in_a_form(slug):
    post = make_post(title=slug)
    assert post.slug == slug
    post.full_clean()


def test_a_merged_papers_redirect_is_not_kept_since_merges_are_undone(client):
    paper = make_paper(key="a")
    paper.key = "b"
    paper.save()
    for address in ("/papers/a/", "/papers/a.bib"):
        response = client.get(address)
        assert response.status_code == 301
        assert response.headers["Cache-Control"] == "no-store"
