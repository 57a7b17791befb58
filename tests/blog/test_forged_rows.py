"""Rows of a form whose hidden copies no form of ours holds."""

import pytest
from django.urls import reverse

from tests.support.factories import make_author, make_post
from tests.support.form_reading import read_form

pytestmark = pytest.mark.django_db


def test_hidden_copy_that_cannot_be_read_is_told_as_a_change_of_somebody_else(admin_client):
    post = make_post(authors=[make_author(name="Ada")])
    address = reverse("admin:blog_post_change", args=[post.pk])
    values, _files = read_form(admin_client.get(address).content.decode())
    name = "bylines-0-position"
    assert f"initial-{name}" in values
    forged = values | {name: "7", f"initial-{name}": "x"}
    response = admin_client.post(address, forged)
    assert response.status_code == 200
    assert post.bylines.get().position != 7
