from datetime import UTC, datetime

import pytest

from blog.models import ListAddress
from blog.models.list_addresses import BlogList
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/tags/C++/", "/tags/c-plus-plus/"),
        ("/tag/deep_learning/", "/tags/deep-learning/"),
        ("/category/Deep%20Learning/", "/tags/deep-learning/"),
        ("/tag/deep+learning/page/2/", "/tags/deep-learning/"),
        ("/tags/deep-learning/index.xml", "/tags/deep-learning/feed.atom"),
        ("/category/C++/feed/", "/tags/c-plus-plus/feed.atom"),
        ("/tag/deep_learning/feed.json", "/tags/deep-learning/feed.json"),
        ("/tag/none/feed.xml", None),
        ("/tags/none/feed.atom", None),
        ("/feed.json", "/feeds/posts.json"),
        ("/tag/none/", None),
        ("/2024/", "/archive/2024/"),
        ("/2019/", None),
        ("/page/2/", "/"),
        ("/archives/", "/archive/"),
        ("/categories/", "/tags/"),
    ],
)
def test_old_lists_lead_here(client, path: str, target: str | None):
    make_post(tags=["C++", "deep learning"], published_at=datetime(2024, 5, 17, tzinfo=UTC))
    response = client.get(path)
    assert (response.status_code, response.headers.get("Location")) == (
        (301, target) if target else (404, None)
    )


def test_a_tag_of_a_draft_is_not_told(client):
    make_post(tags=["secret"], published_at=None)
    assert client.get("/tag/secret/").status_code == 404


@pytest.mark.parametrize("path", ["/news.rss", "/news.rss/"])
def test_a_path_of_an_editor_leads_to_a_list(client, path: str):
    ListAddress.objects.create(path="/news.rss", leads_to=BlogList.FEED)
    assert client.get(path).headers["Location"] == "/feeds/posts.atom"
