"""What stands in the admin is a group's to edit, or is left to superusers for a reason."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from blog.models import stored_site
from papers.models import CitedWork
from tests.support.forms import fields_of

SUPERUSERS_ONLY = {
    "auth.User": "who may change users may make a superuser",
    "blog.Invitation": "who may invite may give every right",
    "blog.Event": "the log of what administrators do, too",
    "auth.Group": "who may change groups may give every right",
    "django_tasks_database.DBTaskResult": "its tracebacks are for who runs the server",
}
PAGES = sorted(admin.site._registry.values(), key=lambda page: page.opts.label)
PARTS = {CitedWork} | {inline.model for page in PAGES for inline in page.inlines}
"""What is added and removed with what it belongs to: a cited work on a page of its post."""
IN_THE_ADMIN = {model._meta.label for model in PARTS} | {page.opts.label for page in PAGES}
GROUPS = ("Authors", "Editors", "Librarians", "Moderators")


def rights_of(name: str) -> set[str]:
    """Such as ``blog.change_post``."""
    found = Group.objects.get(name=name).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in found}


@pytest.fixture
def editor_client(db, django_user_model) -> Client:
    user = django_user_model.objects.create_user("ed", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def test_every_model_of_the_admin_is_a_groups_or_left_to_superusers_for_a_reason(db):
    seen = rights_of("Editors") | rights_of("Moderators")
    viewed = {label for label in IN_THE_ADMIN if label.lower().replace(".", ".view_") in seen}
    assert viewed | set(SUPERUSERS_ONLY) == IN_THE_ADMIN
    assert not viewed & set(SUPERUSERS_ONLY)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.model not in PARTS], ids=lambda page: page.opts.label
)
def test_a_group_has_no_right_that_the_admin_does_not_offer_to_a_superuser(
    rf, admin_user, page: admin.ModelAdmin
):
    """A row that nobody adds by hand (a comment, an act) is no group's to add either. One that is
    added in another's form is not meant."""
    request = rf.get("/")
    request.user = admin_user
    granted = set().union(*map(rights_of, GROUPS))
    for verb in ("add", "change", "delete"):
        if f"{page.opts.app_label}.{verb}_{page.opts.model_name}" in granted:
            assert getattr(page, f"has_{verb}_permission")(request), verb


def test_an_editor_names_the_site(editor_client):
    form = reverse("admin:blog_site_changelist")
    values = fields_of(editor_client.get(form).content.decode(), "site_form")
    assert editor_client.post(form, values | {"name": "Carnet"}).status_code == 302
    assert stored_site().name == "Carnet"
