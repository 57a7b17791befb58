"""No link and no form's address in the admin leads people where they may not go."""

import re
from collections import defaultdict, deque
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib import admin
from django.urls import resolve

from tests.guards.roles import client_of
from tests.guards.rows import NOW, make_row
from tests.support.factories import make_author, make_comment, make_paper, make_post

LOOKED_AT = {"Authors": 3, "Librarians": 2, "Moderators": 3, "Editors": 1}
"""Pages of one kind that are opened for each group: rows of it may differ in who sees them."""
LINK = re.compile(r'\b(?:href|action|formaction|data-(?:address|papers))="([^"#]+)')
ALONE = ("Site", "User", "Group")
"""Models whose rows are not made: they are one, or give rights."""


def make_site(author) -> None:
    """A row of everything, and posts of an author in two states with what belongs to them."""
    make_paper("Of One", key="one", identifiers=[("doi", "10.1000/one")])
    make_paper("Of One", key="two")
    byline = [make_author(name="Ada", user=author)]
    source = "[@one] #Tag ![](https://a.example/x.png)"
    for published_at in (None, NOW):
        post = make_post(source=source, authors=byline, published_at=published_at)
        for label in ("blog.revision", "blog.draftnote"):
            make_row(label, post=post)
        make_row("blog.unsavedtext", post=post, user=author)
    make_comment(post)
    for page in admin.site._registry.values():
        if page.model.__name__ not in ALONE:
            make_row(page.model)


def kind_of(address: str) -> tuple[str, str]:
    """What is asked for behind a question mark makes no other kind: filters have their guard."""
    match = resolve(urlsplit(address).path)
    return match.view_name, match.kwargs.get("app_label", "")


def links_in(address: str, page: str) -> set[str]:
    found = {urldefrag(urljoin(address, unescape(link)))[0] for link in LINK.findall(page)}
    return {one for one in found if one.startswith("/admin/") and "/logout/" not in one}


@pytest.mark.parametrize("group", LOOKED_AT)
def test_links_lead_where_a_group_may_go(db, group: str):
    author = client_of("Authors")
    make_site(author.user)
    client = author if group == "Authors" else client_of(group)
    opened, waiting, refused = defaultdict(set), deque([("/admin/", "")]), []
    while waiting:
        address, found_on = waiting.popleft()
        answer = client.get(address)
        if answer.status_code in (403, 404):
            refused.append((answer.status_code, address, found_on))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for link in sorted(links_in(address, answer.content.decode())):
            same = opened[kind_of(link)]
            if link not in same and len(same) < LOOKED_AT[group]:
                same.add(link)
                waiting.append((link, address))
    assert refused == []
    assert len(opened) > 10
