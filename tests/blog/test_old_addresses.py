"""Addresses that once worked: in every script, after renames to and fro, below a post."""

from unicodedata import normalize
from urllib.parse import quote, unquote

import pytest
from django.core.exceptions import ValidationError
from django.urls import set_script_prefix

from blog.models import OldAddress, Page, Post, current_site
from blog.posts.tag_merges import merge_tags
from blog.transfer.storing.post_rows import keep_paths
from tests.support.factories import LONG_AGO, make_author, make_page, make_paper, make_post

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


def test_a_renamed_page_leads_on_and_may_be_named_back(client):
    page, kept = make_page(address="people"), {}
    for address in ("people/team", "사람", "people"):
        page.address = address
        page.save()
        for old in ("people", "people/team", "사람"):
            if OldAddress.objects.filter(path=f"/{old}/").exists() or old == address:
                assert follow(client, f"/{old}/", kept) == f"/{address}/"
    assert OldAddress.objects.count() == 2
    assert client.get("/사람.html").url == "/people/"
    page.is_draft = True
    page.save()
    assert client.get("/사람/").status_code == 404


@pytest.fixture
def below_blog(settings):
    """The site stands at /blog/."""
    settings.STATIC_URL, settings.MEDIA_URL = "/blog/static/", "/blog/media/"
    settings.FORCE_SCRIPT_NAME = "/blog"
    set_script_prefix("/blog/")
    yield
    set_script_prefix("/")


def test_a_page_below_the_sites_path_may_begin_with_its_word(below_blog, client):
    page = make_page(address="blog/people")
    page.full_clean()
    page.address = "blog/static/people"
    page.full_clean()
    page.save()
    assert OldAddress.objects.get().path == "/blog/people/"
    assert client.get("/blog/people/").url == "/blog/blog/static/people/"
    with pytest.raises(ValidationError):
        Page(title="A", address="static/people").full_clean()


def test_a_draft_is_told_by_no_redirect(client):
    """A draft that takes an address that leads elsewhere changes nothing that readers see."""
    post = make_post(slug="a")
    rename(post, "b")
    draft = make_post(slug="a", published_at=None)
    for slug in ("c", "a"):
        assert client.get("/posts/a/").url == "/posts/b/"
        assert client.get("/posts/a/references.bib").url == "/posts/b/references.bib"
        assert client.get("/posts/c/").status_code == 404
        rename(draft, slug)
    draft.published_at = LONG_AGO
    draft.save()
    rename(draft, "z")
    assert client.get("/posts/a/").url == "/posts/z/"


@pytest.mark.parametrize("letter", ["a", "학", "é"])
@pytest.mark.parametrize(
    "address",
    [
        *("/posts/{}/", "/posts/{}/references.bib", "/posts/{}/comments/feed.atom", "/tags/{}/"),
        *("/authors/{}/", "/{}/", "/{}", "/papers/{}/", "/papers/{}.bib", "/papers/people/{}/"),
        *("/papers/{}/feed.atom", "/tag/{}/", "/a/b/{}.html", "/category/{}/feed.xml"),
    ],
)
def test_a_name_too_long_for_any_row_asks_nothing(
    client, django_assert_num_queries, address, letter
):
    current_site()
    with django_assert_num_queries(0):
        assert client.get(address.format(quote(letter * 501))).status_code == 404
    with django_assert_num_queries(0):
        assert client.get(address.format(quote(letter * 2001))).status_code == 400


@pytest.mark.parametrize("address", ["/posts/{}/", "/tags/{}/", "/papers/{}/", "/{}/"])
def test_a_name_of_nearly_a_columns_length_is_looked_up(client, address):
    for length in (90, 100, 101, 149, 150, 151, 199, 200, 201, 480):
        assert client.get(address.format(quote("학" * length))).status_code == 404


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


def test_feeds_of_what_was_renamed_or_merged_lead_on(client):
    author = make_author(name="Ada")
    old = make_post(tags=["학습"], authors=[author]).tags.get()
    merge_tags(make_post(tags=["New"]).tags.get(), [old])
    rename(author, "ada-2")
    for form in ("atom", "json"):
        assert client.get(f"/tags/학습/feed.{form}").url == f"/tags/new/feed.{form}"
        assert client.get(f"/authors/ada/feed.{form}").url == f"/authors/ada-2/feed.{form}"
    assert client.get("/tags/학습/nothing").status_code == 404


@pytest.mark.parametrize(
    "address", ["/posts/none/", "/series/none/", "/comments/7/", "/admin/blog/post/7/revisions/"]
)
def test_a_row_that_is_not_there_is_told_in_the_readers_words(admin_client, address):
    answer = admin_client.get(address)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert '<p class="lead">There is no' in page
    assert "given query" not in page
