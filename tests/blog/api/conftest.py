"""A token of an administrator who is an author."""

import pytest

from blog.models import Author
from tests.support.api_requests import token_of


@pytest.fixture
def token(admin_user) -> str:
    Author.objects.create(name="Ada", user=admin_user)
    return token_of(admin_user)
