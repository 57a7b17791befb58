import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.search.near_addresses import near_addresses
from tests.support.factories import cite, make_paper, make_post

pytestmark = pytest.mark.django_db


def near(client, address: str) -> list[str]:
    """The addresses that the 404 of an address proposes."""
    response = client.get(address)
    assert response.status_code == 404
    page = response.content.decode()
    return re.findall(r'<li><a href="([^"]+)"><bdi>', page.partition("<main")[2])


@pytest.fixture
def rows():
    post = make_post(title="How transformers read", tags=["Deep Learning"])
    cite(post, make_paper("Radioactive substances", key="curie1903radium"))
    make_post(title="학습 곡선", slug="학습-곡선")


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/posts/how-transformrs-read/", "/posts/how-transformers-read/"),
        ("/posts/how-transfromers-raed/", "/posts/how-transformers-read/"),
        ("/posts/ow-transformers-read/", "/posts/how-transformers-read/"),
        ("/posts/How-Transformers-Read2/", "/posts/how-transformers-read/"),
        ("/how-transformers-read", "/posts/how-transformers-read/"),
        ("/2020/05/how-transformers-read.html", "/posts/how-transformers-read/"),
        ("/tags/deep-lerning/", "/tags/deep-learning/"),
        ("/papers/curie1903radum/", "/papers/curie1903radium/"),
        ("/papers/curei1903radium/", "/papers/curie1903radium/"),
        ("/posts/학습-곡/", "/posts/%ED%95%99%EC%8A%B5-%EA%B3%A1%EC%84%A0/"),
    ],
)
def test_a_typing_error_leads_on(client, rows, address, meant):
    assert near(client, address)[:1] == [meant]


def test_each_is_told_by_its_kind(rows):
    addresses = ("/posts/how-transformrs-read/", "/papers/curie1903radum/", "/tags/deep-lerning/")
    assert [near_addresses(one)[0][0] for one in addresses] == ["Post", "Paper", "Tag"]


@pytest.mark.parametrize(
    "address",
    ["/wp-login.php", "/posts/zebra-quagga/", "/tags/x/", "/media/x/", "/.env", f"/{'a' * 900}/"],
)
def test_another_address_proposes_nothing(client, rows, address):
    assert near(client, address) == []


def test_nothing_hidden_is_proposed(client, rows):
    soon = timezone.now() + timedelta(days=1)
    make_post(title="How transformers lead", published_at=None, tags=["Deep Earning"])
    make_post(title="How transformers reed", published_at=soon)
    make_post(title="How transformers rad", is_unlisted=True)
    make_paper("Hidden", key="curie1903radia", is_in_library=False)
    assert near(client, "/posts/how-transformers-rea/") == ["/posts/how-transformers-read/"]
    assert near(client, "/tags/deep-earning/") == ["/tags/deep-learning/"]


def test_its_cost_does_not_grow(rows, django_assert_max_num_queries):
    for number in range(40):
        make_post(title=f"How transformers real {number}")
    with django_assert_max_num_queries(6):
        assert len(near_addresses("/posts/how-transformers-real-4x/")) == 3
