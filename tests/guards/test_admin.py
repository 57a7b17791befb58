"""Every page of the admin opens (style.md, rule 14)."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.guards.rows import make_row
from tests.guards.sources import ROOT

ADMINS = sorted(admin.site._registry.values(), key=lambda page: page.opts.label)
LISTED = [page for page in ADMINS if page.opts.label != "blog.Site"]  # which is one form
OWN_FORMS = {path.parent.name for path in (ROOT / "templates/admin").rglob("change_form.html")}
WITH_OWN_FORM = [page for page in LISTED if page.opts.model_name in OWN_FORMS]
EVERY_MODEL = pytest.mark.parametrize("model_admin", ADMINS, ids=lambda page: page.opts.label)


@pytest.fixture
def superuser_client(admin_user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(admin_user)
    return client


def address(model_admin: admin.ModelAdmin, page: str, *args: object) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


NAMELESS = re.compile(r'<a\b[^>]*\bhref=""[^>]*>|<a\b(?![^>]*\b(?:aria-label|title)=)[^>]*>\s*</a>')


def status(client: Client, model_admin: admin.ModelAdmin, page: str, *args: object) -> int:
    response = client.get(address(model_admin, page, *args))
    if hasattr(response, "render"):
        assert response.is_rendered
    assert NAMELESS.findall(response.content.decode()) == []  # also where nothing optional is said
    return response.status_code


@EVERY_MODEL
def test_changelist_opens_and_searches(superuser_client, model_admin):
    make_row(model_admin.model)
    assert status(superuser_client, model_admin, "changelist") == 200
    if model_admin.search_fields:
        found = superuser_client.get(address(model_admin, "changelist"), {"q": "łódź '\"%"})
        assert found.status_code == 200


@pytest.mark.parametrize("model_admin", LISTED, ids=lambda page: page.opts.label)
def test_changelist_filters_open(superuser_client, model_admin):
    make_row(model_admin.model)
    response = superuser_client.get(address(model_admin, "changelist"))
    changelist = response.context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            link = address(model_admin, "changelist") + choice.get("query_string", "")
            assert superuser_client.get(link).status_code == 200, link


@EVERY_MODEL
def test_add_page_opens(rf, admin_user, superuser_client, model_admin):
    request = rf.get("/")
    request.user = admin_user
    expected = 200 if model_admin.has_add_permission(request) else 403
    assert status(superuser_client, model_admin, "add") == expected


@EVERY_MODEL
@pytest.mark.parametrize("page", ["change", "history"])
def test_pages_of_a_row_open(superuser_client, model_admin, page: str):
    row = make_row(model_admin.model)
    assert status(superuser_client, model_admin, page, row.pk) == 200


@pytest.mark.parametrize("model_admin", WITH_OWN_FORM, ids=lambda page: page.opts.label)
def test_a_forged_button_finds_no_fault(superuser_client, model_admin):
    """Django takes ``_saveasnew`` from every form, whether it has that button or not."""
    row = make_row(model_admin.model)
    sent = superuser_client.post(address(model_admin, "change", row.pk), {"_saveasnew": "1"})
    assert sent.status_code in (200, 302, 403)


GONE_WITH_OTHERS = {"papers.CitedWork"}
"""Rows that go with another, or in another's form, and never by themselves."""


@EVERY_MODEL
def test_delete_page_opens(rf, admin_user, superuser_client, model_admin):
    row = make_row(model_admin.model)
    request = rf.get("/")
    request.user = admin_user
    may = model_admin.has_delete_permission(request, row)
    expected = 200 if may and model_admin.opts.label not in GONE_WITH_OTHERS else 403
    assert status(superuser_client, model_admin, "delete", row.pk) == expected


@pytest.mark.parametrize("name", ["index", "password_change", "jsi18n"])
def test_pages_of_the_site_open(superuser_client, name: str):
    assert superuser_client.get(reverse(f"admin:{name}")).status_code == 200


def test_every_model_of_ours_that_people_edit_is_registered():
    assert {"blog.Post", "blog.Comment", "papers.Paper"} <= {page.opts.label for page in ADMINS}
