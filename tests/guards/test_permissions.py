"""Who may open what: every public address, in every situation, for every kind of visitor.

An address that is missing from ``MATRIX`` fails the first test. A line of it is a situation, a
function that makes it and returns the path, and the status that each visitor gets for a GET.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AbstractUser, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.guards.api_addresses import API_ADDRESSES
from tests.guards.row_addresses import (
    alias,
    author_of,
    comment,
    confirm_token,
    correction,
    draft_link,
    export_of,
    hidden,
    json_form,
    letter_token,
    look,
    own_comment,
    own_page,
    paper_feed,
    person_of,
    post,
    private_address,
    scheduled,
    series_of,
    stop_token,
    subscribe_page,
    subscription_token,
    tagged,
    version_of,
    versions_of,
    webmention,
)
from tests.guards.rows import NOW, make_row
from tests.support.factories import make_invitation_link

# A visitor's rights in the admin, as "app.codename". None is somebody who has not logged in.
POST_RIGHTS = {"blog.view_post", "blog.add_post", "blog.change_post"}
VISITORS: dict[str, set[str] | None] = {
    "anonymous": None,
    "author": POST_RIGHTS,
    "moderator": {"blog.view_comment", "blog.change_comment", "blog.delete_comment"},
    "editor": POST_RIGHTS
    | {"blog.delete_post", "blog.change_page", "papers.change_paper", "blog.change_tag"},
    "superuser": set(),
}
EDITORS_OF_POSTS = ("author", "editor", "superuser")


def all_get(status: int) -> dict[str, int]:
    return dict.fromkeys(VISITORS, status)


def only(allowed: tuple[str, ...], otherwise: int = 404) -> dict[str, int]:
    return all_get(otherwise) | dict.fromkeys(allowed, 200)


class Situation(NamedTuple):
    name: str
    make: Callable[[], str]
    expected: dict[str, int]


def page(name: str, *args: object) -> list[Situation]:
    """One that is the same for everybody and always there."""
    return [Situation("always", lambda: reverse(name, args=args), all_get(200))]


def of_post(name: str, draft: dict[str, int], *more: str) -> list[Situation]:
    """A page under a post: ``draft`` says who sees that of a draft or a scheduled post."""
    return [
        Situation("published", lambda: reverse(name, args=[post().slug, *more]), all_get(200)),
        Situation(
            "unlisted",
            lambda: reverse(name, args=[post(is_unlisted=True).slug, *more]),
            all_get(200),
        ),
        Situation("scheduled", lambda: reverse(name, args=[scheduled().slug, *more]), draft),
        Situation(
            "draft", lambda: reverse(name, args=[post(published_at=None).slug, *more]), draft
        ),
        Situation("missing", lambda: reverse(name, args=["none", *more]), all_get(404)),
    ]


def feeds(name: str, situations: list[Situation]) -> dict[str, list[Situation]]:
    """A feed in its two forms: Atom's address, and the same one that ends in ``.json``."""
    in_json = [one._replace(make=lambda atom=one.make: json_form(atom())) for one in situations]
    return {name: situations, f"{name}_json": in_json}


def of_comment(status: int, more: str = "") -> list[Situation]:
    """A comment's address or one below it: ``status`` while everybody may read the comment."""
    statuses = {"published": status, "pending": 404, "spam": 404, "removed": 404}
    return [
        Situation(
            state, lambda state=state: comment(state).get_absolute_url() + more, all_get(expected)
        )
        for state, expected in statuses.items()
    ] + [
        Situation(
            "of a draft",
            lambda: comment("published", published_at=None).get_absolute_url() + more,
            all_get(404),
        )
    ]


def mail_link(name: str, token: Callable[[], str]) -> list[Situation]:
    """A page for whoever has the link of a letter."""
    return [
        Situation("with the letter's link", lambda: reverse(name, args=[token()]), all_get(200)),
        Situation("guessed", lambda: reverse(name, args=["1abc:forged"]), all_get(404)),
    ]


def below(situations: list[Situation]) -> list[Situation]:
    """The feeds that stand below these pages."""
    return [one._replace(make=lambda page=one.make: f"{page()}feed.atom") for one in situations]


OF_TAG = [
    Situation("of a post", lambda: tagged("Kept"), all_get(200)),
    Situation("of a draft", lambda: tagged("Kept", published_at=None), all_get(404)),
]
OF_SERIES = [
    Situation("of a post", lambda: series_of(), all_get(200)),
    Situation("of an unlisted post", lambda: series_of(is_unlisted=True), all_get(404)),
    Situation("of a draft", lambda: series_of(published_at=None), all_get(404)),
    Situation(
        "of a scheduled post",
        lambda: series_of(published_at=timezone.now() + timedelta(days=1)),
        all_get(404),
    ),
    Situation("missing", lambda: reverse("blog:series_detail", args=["no"]), all_get(404)),
]
OF_AUTHOR = [
    Situation("of a post", lambda: author_of(post()), all_get(200)),
    Situation("of an unlisted post", lambda: author_of(post(is_unlisted=True)), all_get(200)),
    Situation("of a draft", lambda: author_of(post(published_at=None)), all_get(404)),
    Situation("of a scheduled post", lambda: author_of(scheduled()), all_get(404)),
    Situation("missing", lambda: reverse("blog:author_detail", args=["no"]), all_get(404)),
]

MATRIX: dict[str, list[Situation]] = {
    "admin_password_reset": page("admin_password_reset"),
    "password_reset_done": page("password_reset_done"),
    "password_reset_confirm": page("password_reset_confirm", "MQ", "guessed-token"),
    "password_reset_complete": page("password_reset_complete"),
    "invitation": mail_link("invitation", lambda: make_invitation_link().split("/")[-2]),
    "blog:home": page("blog:home"),
    "blog:archive": page("blog:archive"),
    "blog:tag_list": page("blog:tag_list"),
    "blog:about": page("blog:about"),
    **feeds("blog:post_feed", page("blog:post_feed")),
    "blog:sitemap_index": page("blog:sitemap_index"),
    "blog:sitemap": page("blog:sitemap", "posts"),
    "blog:robots": page("blog:robots"),
    "blog:search": page("blog:search"),
    "blog:search_titles": page("blog:search_titles"),
    "blog:search_description": page("blog:search_description"),
    "blog:healthz": page("blog:healthz"),
    "blog:security_txt": page("blog:security_txt"),
    "blog:favicon": [
        Situation("always", lambda: reverse("blog:favicon"), all_get(301)),
    ],
    "blog:media": [
        Situation("missing", lambda: reverse("blog:media", args=["no.png"]), all_get(404)),
        Situation("outside", lambda: reverse("blog:media", args=["../secret_key"]), all_get(404)),
    ],
    "blog:frame": [
        Situation("missing", lambda: f"/frames/{'0' * 20}/a.html", all_get(404)),
        Situation("outside", lambda: f"/frames/{'0' * 20}/../../secret_key", all_get(404)),
    ],
    "blog:post_detail": of_post("blog:post_detail", only(EDITORS_OF_POSTS)),
    "blog:references": of_post("blog:references", only(EDITORS_OF_POSTS), "bib"),
    "blog:post_cite": of_post("blog:post_cite", all_get(404), "bib"),
    "blog:post_source": of_post("blog:post_source", all_get(404)),
    "blog:correction_detail": [
        Situation("of a published post", correction, all_get(200)),
        Situation("of a draft", lambda: correction(published_at=None), all_get(404)),
        Situation("missing", lambda: f"{post().get_absolute_url()}corrections/9/", all_get(404)),
    ],
    **{
        name: [
            Situation("of a published post", make, all_get(200)),
            Situation("for editors alone", lambda make=make: make(is_public=False), all_get(404)),
            Situation("of a draft", lambda make=make: make(published_at=None), all_get(404)),
        ]
        for name, make in (("blog:version_list", versions_of), ("blog:version_detail", version_of))
    },
    "blog:draft_detail": [
        Situation("with the link", draft_link, all_get(200)),
        Situation("that has ended", lambda: draft_link(days=-1), all_get(410)),
        Situation("of a published post", lambda: draft_link(published_at=NOW), all_get(302)),
        Situation("guessed", lambda: draft_link()[:-5] + "/", all_get(404)),
    ],
    "blog:correction_list": page("blog:correction_list"),
    **feeds("blog:correction_feed", page("blog:correction_feed")),
    **feeds("blog:comment_feed", page("blog:comment_feed")),
    **feeds("blog:post_comment_feed", of_post("blog:post_comment_feed", all_get(404))),
    "blog:comment_add": of_post("blog:comment_add", all_get(404)),
    "blog:comment_thanks": of_post("blog:comment_thanks", all_get(404)),
    "blog:comment_edit": [
        Situation("of somebody else", lambda: own_comment("edit"), all_get(404)),
    ],
    "blog:comment_withdraw": [
        Situation("of somebody else", lambda: own_comment("withdraw"), all_get(404)),
    ],
    "blog:comment_report": of_comment(200, "report/"),
    "blog:comment_detail": of_comment(302),
    "blog:mail_confirm": mail_link("blog:mail_confirm", letter_token),
    "blog:mail_stop": mail_link("blog:mail_stop", subscription_token),
    "blog:subscribe": [
        Situation("where posts are mailed", subscribe_page, all_get(200)),
        Situation("elsewhere", lambda: reverse("blog:subscribe"), all_get(404)),
    ],
    "blog:subscribe_confirm": mail_link("blog:subscribe_confirm", confirm_token),
    "blog:subscribe_stop": mail_link("blog:subscribe_stop", stop_token),
    "blog:bibliography_put": [
        Situation("by GET", lambda: reverse("blog:bibliography_put"), all_get(405)),
    ],
    "blog:bibliography_put_to": [
        Situation("by GET, with the token", private_address, all_get(405)),
        Situation(
            "guessed", lambda: reverse("blog:bibliography_put_to", args=["1.x"]), all_get(405)
        ),
    ],
    "blog:webmention": [
        Situation("switched off", lambda: reverse("blog:webmention"), all_get(404)),
        Situation("by GET", webmention, all_get(405)),
    ],
    "blog:archive_year": [
        Situation(
            "with a post",
            lambda: reverse("blog:archive_year", args=[post().published_at.year]),
            all_get(200),
        ),
        Situation("without", lambda: reverse("blog:archive_year", args=[1999]), all_get(404)),
    ],
    "blog:tag_detail": OF_TAG,
    **feeds("blog:tag_feed", below(OF_TAG)),
    "blog:series_list": page("blog:series_list"),
    "blog:series_detail": OF_SERIES,
    **feeds("blog:series_feed", below(OF_SERIES)),
    "blog:author_list": page("blog:author_list"),
    "blog:author_detail": OF_AUTHOR,
    **feeds("blog:author_feed", below(OF_AUTHOR)),
    "blog:page_detail": [
        Situation("published", own_page, all_get(200)),
        Situation("draft", lambda: own_page(is_draft=True), only(("editor", "superuser"))),
        Situation("missing", lambda: "/people/", all_get(404)),
        Situation("of the posts, which come first", lambda: "/posts/", all_get(302)),
    ],
    "blog:site_look": [
        Situation("of today", look, all_get(200)),
        Situation("of before", lambda: look("0" * 16), all_get(302)),
        Situation("without", lambda: reverse("blog:site_look", args=["0"]), all_get(404)),
    ],
    "papers:paper_list": page("papers:paper_list"),
    "papers:notice_list": page("papers:notice_list"),
    **feeds("blog:notice_feed", page("blog:notice_feed")),
    "papers:reading_list": page("papers:reading_list"),
    **feeds("blog:reading_feed", page("blog:reading_feed")),
    **feeds(
        "blog:paper_feed",
        [
            Situation("there", lambda: paper_feed(make_row("papers.paper").key), all_get(200)),
            Situation("an alias", lambda: paper_feed(alias()), all_get(200)),
            Situation("hidden", lambda: paper_feed(hidden().key), all_get(404)),
            Situation("missing", lambda: paper_feed("no"), all_get(404)),
        ],
    ),
    "papers:paper_detail": [
        Situation("there", lambda: make_row("papers.paper").get_absolute_url(), all_get(200)),
        Situation("hidden", lambda: hidden().get_absolute_url(), only(("editor", "superuser"))),
        Situation("missing", lambda: reverse("papers:paper_detail", args=["no"]), all_get(404)),
    ],
    "papers:paper_export": [
        Situation("there", lambda: export_of(make_row("papers.paper").key, "bib"), all_get(200)),
        Situation("an alias", lambda: export_of(alias(), "ris"), all_get(301)),
        Situation("hidden", lambda: export_of(hidden().key, "bib"), only(("editor", "superuser"))),
        Situation("missing", lambda: export_of("no", "json"), all_get(404)),
    ],
    "papers:library_export": [
        Situation("all", lambda: reverse("papers:library_export", args=["json"]), all_get(200)),
    ],
    "papers:person_list": page("papers:person_list"),
    "papers:person_detail": [
        Situation("of a paper", lambda: person_of(make_row("papers.paper")), all_get(200)),
        Situation("of a hidden paper", lambda: person_of(hidden()), all_get(404)),
        Situation("missing", lambda: reverse("papers:person_detail", args=["no"]), all_get(404)),
    ],
}


def url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every named address of ours; the admin keeps its own rules."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
                yield from url_names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


def make_visitor(name: str) -> AbstractUser | None:
    rights = VISITORS[name]
    if rights is None:
        return None
    user = make_row(
        "auth.user", username=name, is_staff=True, is_active=True, is_superuser=name == "superuser"
    )
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


def test_every_address_is_in_the_matrix():
    assert set(url_names(get_resolver())) == {*MATRIX, *API_ADDRESSES}


CASES = [
    pytest.param(situation, id=f"{name} {situation.name}")
    for name, situations in MATRIX.items()
    for situation in situations
]


@pytest.mark.parametrize("situation", CASES)
def test_visitors_may_open(db, situation: Situation):
    """Who sees most asks first: nothing that is kept of it is for those who see less."""
    address, found = situation.make(), {}
    for visitor in reversed(VISITORS):
        client = Client()
        if user := make_visitor(visitor):
            client.force_login(user)
        found[visitor] = client.get(address).status_code
    assert found == situation.expected


@pytest.mark.parametrize("name", ["anonymous", "nobody's"])
def test_the_admin_is_closed_without_rights(db, name: str):
    client = Client()
    if name != "anonymous":
        client.force_login(make_row("auth.user", username=name, is_staff=False, is_active=True))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
