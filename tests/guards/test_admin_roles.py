"""Which group may open which address of the admin, by the state of what it shows. What superusers
open is in ``test_admin.py``, what single rights open in ``test_admin_permissions.py``."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from blog.models import Post
from tests.guards.roles import GROUPS, client_of
from tests.guards.rows import make_row

PEOPLE = ("anonymous", *GROUPS)
SEES, ENDS, ALL = "list see", "list see delete", "list add see delete"
NOBODYS: dict[str, str] = {}
LIBRARY = dict.fromkeys(("Librarians", "Editors"), ALL)
MODERATION = dict.fromkeys(("Moderators", "Editors"), ENDS)
OF_ROWS: dict[str, dict[str, str]] = {
    "auth.Group": NOBODYS,
    "auth.User": NOBODYS,
    "blog.Act": dict.fromkeys(("Moderators", "Editors"), SEES),
    "blog.Author": {"Authors": SEES, "Editors": ALL},
    "blog.Ban": dict.fromkeys(("Moderators", "Editors"), ALL),
    "blog.Comment": MODERATION,
    "blog.Errand": {"Editors": SEES},
    "blog.Event": NOBODYS,
    "blog.Invitation": NOBODYS,
    "blog.Letter": dict.fromkeys(("Moderators", "Editors"), SEES),
    "blog.ListAddress": {"Editors": ALL},
    "blog.MailAddress": MODERATION,
    "blog.OldAddress": {"Editors": ALL},
    "blog.Page": {"Editors": ALL},
    "blog.Series": {"Authors": SEES, "Editors": ALL},
    "blog.Site": {"Editors": SEES},
    "blog.Subscriber": {"Editors": ALL},
    "blog.Tag": {"Editors": ALL},
    "blog.TagMerge": {"Editors": SEES},
    "blog.WebLink": {"Editors": SEES},
    "django_tasks_database.DBTaskResult": NOBODYS,
    "papers.CitedWork": dict.fromkeys(("Librarians", "Editors"), SEES),
    "papers.Contributor": LIBRARY,
    "papers.Merge": dict.fromkeys(("Librarians", "Editors"), SEES),
    "papers.Notice": LIBRARY,
    "papers.Paper": LIBRARY,
    "papers.Question": dict.fromkeys(("Librarians", "Editors"), SEES),
    "papers.Reading": LIBRARY,
    "papers.Style": LIBRARY,
    "papers.Watch": LIBRARY,
}
"""What each group may do with rows of a model; posts are below. Superusers open what there is."""
VERB_OF_PAGE = {"changelist": "list", "add": "add", "change": "see", "history": "see"}
VERB_OF_PAGE["delete"] = "delete"


EVERYBODY, WRITERS, LIBRARIANS = (200,) * 4, (200, 403, 403, 200), (403, 200, 403, 200)
EDITORS = (403, 403, 403, 200)
# What is sent, or chosen in a list and asked for with nothing, ends with a redirect.
LIBRARIANS_SEND, EDITORS_SEND = (403, 302, 403, 302), (403, 403, 403, 302)
OTHERS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("index", "password_change", "password_change_done", "jsi18n"), EVERYBODY),
    **dict.fromkeys(("auth_user_account", "auth_user_factor"), EVERYBODY),
    "auth_user_codes": (302,) * 4,  # who has no second factor
    **dict.fromkeys(("blog_author_mine", "blog_author_tokens"), WRITERS),
    **dict.fromkeys(("blog_post_pictures", "blog_post_papers", "blog_post_tag_names"), WRITERS),
    "blog_tag_merge": EDITORS_SEND,
    **dict.fromkeys(
        ("papers_paper_add_named", "papers_paper_import", "papers_paper_odd"), LIBRARIANS
    ),
    **dict.fromkeys(("papers_paper_unanswered", "papers_paper_duplicates"), LIBRARIANS),
    "papers_contributor_duplicates": LIBRARIANS,
    **dict.fromkeys(("papers_paper_merge", "papers_contributor_merge"), LIBRARIANS_SEND),
}
OF_A_ROW: dict[str, tuple[str, tuple[int, ...]]] = {
    "auth_user_password_change": ("auth.user", (403,) * 4),
    **dict.fromkeys(
        ("papers_paper_keep", "papers_paper_search", "papers_paper_take"),
        ("papers.paper", LIBRARIANS_SEND),
    ),
    "papers_merge_undo": ("papers.merge", LIBRARIANS),
    "papers_contributor_split": ("papers.contributor", LIBRARIANS),
    "blog_tagmerge_undo": ("blog.tagmerge", EDITORS),
}
ELSEWHERE = {"login", "logout", "app_list"}
CHOOSES = {
    "app_label=blog&model_name=byline&field_name=author": WRITERS,
    "app_label=papers&model_name=notice&field_name=paper": LIBRARIANS,
    "app_label=papers&model_name=authorship&field_name=contributor": LIBRARIANS,
}
"""What fields that search while one types ask ``autocomplete`` for."""

TYPED = {"title": "A title", "source": "Words.", "unsaved_form": "a-name-of-a-form", "_turn": "1"}
WRITES, READS, NOTHING = "writes", "reads", "nothing"
STATES = {
    "own draft": WRITES,
    "own scheduled": READS,
    "own published": READS,
    "draft": NOTHING,
    "scheduled": NOTHING,
    "published": NOTHING,
    "unlisted": NOTHING,
}
"""What an author may do with a post."""


def wanted_of_post(author: str) -> dict[str, tuple[int, ...]]:
    """What each group gets at the pages of a post with which an author may do this."""
    seen = 302 if author == NOTHING else 200
    written = WRITERS if author == WRITES else EDITORS
    deleted = {WRITES: 200, READS: 403, NOTHING: 302}[author]
    return {
        "change": (seen, 403, 403, 200),
        "history": (seen, 302, 302, 200),
        "delete": (deleted, 403, 403, 200),
        "view_on_site": (302 if author != NOTHING else 404, 404, 404, 302),
        **dict.fromkeys(("works", "revisions", "revision", "draft_links"), written),
        **dict.fromkeys(("preview", "checks", "unsaved"), written),
        "fetch_pictures": tuple(302 if one == 200 else one for one in written),
    }


def post_in(state: str, author: object) -> Post:
    day = timedelta(days=1)
    at = {"draft": None, "scheduled": timezone.now() + day}
    published_at = at.get(state.split()[-1], timezone.now() - day)
    post = make_row("blog.post", published_at=published_at, is_unlisted=state == "unlisted")
    if state.startswith("own"):
        make_row("blog.byline", post=post, author=author)
    return post


def pages_of_post(post: Post) -> dict[str, tuple[str, dict[str, object] | None]]:
    """The address of each, and what is sent there."""
    revision = make_row("blog.revision", post=post)
    kind = ContentType.objects.get_for_model(Post)
    below = ("change", "history", "delete", "works", "revisions", "draft_links")
    typed = TYPED | {"_post": post.pk}
    return {
        **{one: (reverse(f"admin:blog_post_{one}", args=[post.pk]), None) for one in below},
        "revision": (reverse("admin:blog_post_revision", args=[post.pk, revision.pk]), None),
        "view_on_site": (reverse("admin:view_on_site", args=[kind.pk, post.pk]), None),
        "preview": (reverse("admin:blog_post_preview", args=[post.pk]), typed),
        "fetch_pictures": (reverse("admin:blog_post_fetch_pictures", args=[post.pk]), typed),
        "checks": (reverse("admin:blog_post_checks"), typed),
        "unsaved": (reverse("admin:blog_post_unsaved"), typed),
    }


def statuses(clients: dict[str, Client], address: str, typed: object = None) -> dict[str, int]:
    """What each gets, who sees most first."""
    return {
        one: (client.get(address) if typed is None else client.post(address, typed)).status_code
        for one, client in reversed(clients.items())
    }


def expected(of_groups: tuple[int, ...], *, is_sent: bool = False) -> dict[str, int]:
    return {
        "anonymous": 403 if is_sent else 302,
        **dict(zip(GROUPS, of_groups, strict=True)),
    }


def admin_names(resolver: URLResolver, is_admin: bool = False) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from admin_names(entry, is_admin or entry.namespace == "admin")
        elif isinstance(entry, URLPattern) and entry.name and is_admin:
            yield entry.name


def test_every_address_of_the_admin_is_in_a_table(db):
    rows = {
        f"{label.lower().replace('.', '_')}_{page}"
        for label in (*OF_ROWS, "blog.Post")
        for page in VERB_OF_PAGE
    }
    of_posts = {f"blog_post_{one}" for one in pages_of_post(make_row("blog.post"))}
    known = {*rows, *of_posts, *OTHERS, *OF_A_ROW, *ELSEWHERE, "autocomplete", "view_on_site"}
    known |= {"blog_post_unsaved_text"}  # in tests/blog/test_unsaved_texts.py: its writer's alone
    assert set(admin_names(get_resolver())) == known - {"blog_post_view_on_site"}
    assert {page.opts.label for page in admin.site._registry.values()} == {*OF_ROWS, "blog.Post"}


def test_groups_open_the_pages_of_rows_that_are_theirs(db):
    clients = {one: client_of(one) for one in PEOPLE}
    for page in admin.site._registry.values():
        if page.model is Post:
            continue
        row, found, wanted = make_row(page.model), {}, {}
        stem = f"admin:{page.opts.app_label}_{page.opts.model_name}"
        for name, verb in VERB_OF_PAGE.items():
            address = reverse(
                f"{stem}_{name}", args=[] if name in ("changelist", "add") else [row.pk]
            )
            found[name] = statuses(clients, address)
            rights = OF_ROWS[page.opts.label]
            wanted[name] = {
                one: 302
                if one == "anonymous"
                else 200
                if verb in rights.get(one, "").split()
                else 403
                for one in clients
            }
        assert (page.opts.label, found) == (page.opts.label, wanted)


def test_groups_open_the_other_pages_that_are_theirs(db):
    clients = {one: client_of(one) for one in PEOPLE}
    asked = {name: (reverse(f"admin:{name}"), of) for name, of in OTHERS.items()}
    for name, (label, of) in OF_A_ROW.items():
        asked[name] = reverse(f"admin:{name}", args=[make_row(label).pk]), of
    for query, of in CHOOSES.items():
        asked[query] = f"{reverse('admin:autocomplete')}?term=&{query}", of
    found = {name: statuses(clients, address) for name, (address, _of) in asked.items()}
    assert found == {name: expected(of) for name, (_address, of) in asked.items()}


def test_groups_open_of_a_post_what_its_state_lets_them(db):
    clients = {one: client_of(one) for one in PEOPLE}
    author = make_row("blog.author", user=clients["Authors"].user)
    for state, author_may in STATES.items():
        pages = pages_of_post(post_in(state, author))
        found = {name: statuses(clients, *asked) for name, asked in pages.items()}
        wanted = {
            name: expected(of, is_sent=pages[name][1] is not None)
            for name, of in wanted_of_post(author_may).items()
        }
        assert (state, found) == (state, wanted)
