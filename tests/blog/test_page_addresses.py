"""The address that a page calls its own."""

import re

from django.conf import settings

from blog.models import Post
from tests.support.factories import cite, make_author, make_paper, make_post

CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
SHARED = re.compile(r'<meta property="og:url" content="([^"]*)">')


def own_address(client, path: str) -> str:
    [told] = CANONICAL.findall(client.get(path).content.decode())
    return told.removeprefix(settings.SITE_ORIGIN)


def test_a_page_names_itself_without_what_others_add_to_its_address(client, db):
    post = make_post(tags=["학습"], authors=[make_author(name="Ada", bio="Writes.")])
    cite(post, make_paper(key="curie"))
    tag = "/tags/%ED%95%99%EC%8A%B5/"
    pages = [
        "/",
        tag,
        "/authors/ada/",
        "/papers/",
        "/papers/curie/",
        "/archive/",
        "/papers/people/",
    ]
    for page in pages:
        assert own_address(client, f"{page}?utm_source=elsewhere") == page
    shown = client.get(f"{tag}?x=1").content.decode()
    assert SHARED.findall(shown) == CANONICAL.findall(shown)
    assert (
        '<meta name="description" content="Writes.">'
        in client.get("/authors/ada/").content.decode()
    )


def test_an_older_page_of_a_list_is_another_page(client, db):
    post = make_post()
    place = f"/?before={post.published_at:%Y%m%dT%H%M%S.%f}-{post.pk + 1}"
    assert Post.objects.listed().count() == 1
    assert own_address(client, place) == place
    assert own_address(client, f"{place}&amp=1") == "/"
    assert own_address(client, "/papers/?before=&year=1903") == "/papers/"
