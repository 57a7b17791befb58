import pytest
from django.core.exceptions import ValidationError

from blog.models import OldAddress, Page
from tests.support.factories import make_page, make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        *("papers", "archive", "tags", "posts/first", "papers/people", "archive/2020", "admin"),
        *("admin/blog", "tags/python", "authors/ada", "static/a", "media/a", "posts"),
    ],
)
def test_address_of_ours_is_refused(address: str):
    with pytest.raises(ValidationError) as error:
        Page(title="A", address=address).full_clean()
    assert error.value.message_dict == {
        "address": [f"/{address}/ is an address of this blog's own; choose another one."]
    }


@pytest.mark.parametrize("address", ["about", "people/alumni", "학습", "publications", "archives"])
def test_free_address_is_taken(client, address: str):
    page = Page(title="A", address=address)
    page.full_clean()
    page.save()
    assert client.get(page.get_absolute_url()).status_code == 200


def test_second_page_of_an_address_is_refused():
    make_page(address="people")
    with pytest.raises(ValidationError, match="already exists"):
        Page(title="A", address="people").full_clean()


def test_page_takes_an_address_that_redirected(client):
    OldAddress.objects.create(path="/people/", post=make_post())
    assert client.get("/people/").status_code == 301
    make_page(address="people")
    assert client.get("/people/").status_code == 200
