"""Every screen of the admin in Chromium: what axe finds with the rules of WCAG 2.2, on a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from blog.models import Site
from tests.guards.rows import make_row
from tests.support.browsing import redraw

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "preload": False,  # it puts styles into the page
}
GRAVE = ("serious", "critical")


@pytest.fixture
def logged_in(page: Any, live_site: str, admin_user: Any) -> Any:
    client = Client()
    client.force_login(admin_user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}
    page.context.add_cookies([session])
    return page


def screens(client: Client) -> list[str]:
    """The home, and of each model its list and the form of a row, where there is such a page."""
    found = [reverse("admin:index"), reverse("admin:password_change")]
    for model, page in admin.site._registry.items():
        row = Site.objects.first() if model is Site else None
        names = [("changelist", ()), ("change", ((row or make_row(model)).pk,))]
        opts = page.opts
        found += [
            reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)
            for name, args in names
        ]
    return [one for one in found if client.get(one).status_code == 200]


def test_no_screen_breaks_a_rule_gravely(logged_in, admin_client):
    page, told = logged_in, []
    for place, address in enumerate(screens(admin_client)):
        page.goto(address)
        redraw(page, 390, ("light", "dark")[place % 2])
        found = Axe().run(page, options=OPTIONS).response["violations"]
        told += [
            (address, one["id"], one["nodes"][0]["html"][:200])
            for one in found
            if one["impact"] in GRAVE
        ]
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            told.append((address, "wider than the window", ""))
    assert told == [], "\n".join(map(str, told))
