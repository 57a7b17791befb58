"""Tokens are made and revoked by those whose they are, and shown once."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from blog.admin.own_tokens import TokenForm
from blog.models import ApiToken
from tests.support.api_requests import ask, token_of

pytestmark = pytest.mark.django_db
MINE = "/admin/blog/author/mine/"
ADDRESS = f"{MINE}tokens/"


@pytest.mark.parametrize("right", ["add_post", "draft_post", "change_post"])
def test_who_writes_posts_finds_the_way_to_tokens(client, django_user_model, right):
    user = django_user_model.objects.create_user("ada", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(user)
    for address, next_one in (("/admin/", MINE), (MINE, ADDRESS)):
        assert f'href="{next_one}"' in client.get(address).content.decode()
    assert client.get(ADDRESS).status_code == 200


def test_a_token_is_shown_once_used_and_revoked(client, django_user_model):
    user = django_user_model.objects.create_user("ada", is_staff=True)
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_post"))
    other = token_of(django_user_model.objects.create_superuser("other"), "theirs")
    assert "Tokens for programs" in client.get("/admin/blog/author/mine/").content.decode()
    made = client.post(ADDRESS, {"name": "my  laptop", "days": "30"})
    secret = re.search(r'<code class="secret">(.+?)</code>', made.content.decode())[1]
    assert "no-store" in made["Cache-Control"]
    token = ApiToken.objects.get(user=user)
    assert (token.name, (token.expires_at - token.created_at).days) == ("my laptop", 30)
    page = client.get(ADDRESS).content.decode()
    assert secret not in page and "my laptop" in page and "theirs" not in page
    assert LogEntry.objects.filter(user=user).count() == 1
    again = client.post(ADDRESS, {"name": "my laptop", "days": "30"})
    assert "of this name" in again.content.decode()
    assert client.post(ADDRESS, {"name": "b", "days": "9999"}).context["form"].errors
    assert ask(secret, "GET", "posts").status_code == 200
    client.post(ADDRESS, {"_revoke": other.partition(".")[0]})
    client.post(ADDRESS, {"_revoke": str(token.pk)})
    assert [one.name for one in ApiToken.objects.all()] == ["theirs"]
    assert ask(secret, "GET", "posts").status_code == 401
    assert ask(other, "GET", "posts").status_code == 200


def test_two_forms_of_one_name_at_once_make_one_token(admin_client, admin_user, monkeypatch):
    """The other form is stored between this one's check and its write."""
    make = TokenForm.make

    def make_second(form: TokenForm) -> str:
        token_of(admin_user, form.cleaned_data["name"])
        return make(form)

    monkeypatch.setattr(TokenForm, "make", make_second)
    answer = admin_client.post(ADDRESS, {"name": "laptop", "days": "30"})
    assert answer.status_code == 200 and "of this name" in answer.content.decode()
    assert ApiToken.objects.count() == 1
