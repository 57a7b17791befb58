"""People of each group in the admin, for guards."""

from django.contrib.auth.models import Group
from django.test import Client

from tests.guards.rows import make_row

GROUPS = ("Authors", "Librarians", "Moderators", "Editors")


def client_of(name: str) -> Client:
    """Logged in as somebody of a group, as a superuser, or (``anonymous``) not at all; ``user`` is
    who."""
    client = Client()
    if name != "anonymous":
        is_superuser = name == "superuser"
        client.user = make_row(
            "auth.user", username=name, is_staff=True, is_active=True, is_superuser=is_superuser
        )
        client.user.groups.set([] if is_superuser else [Group.objects.get(name=name)])
        client.force_login(client.user)
    return client
