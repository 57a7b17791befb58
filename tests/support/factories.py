"""Rows for tests: each function makes one with what the test does not care about filled in."""

from datetime import UTC, datetime
from itertools import count

from blog.accounts.invitation_links import make_link
from blog.comments.rendering_comments import save_comment
from blog.models import Author, Comment, Invitation, Page, Post, Site, stored_site
from blog.posts.own_pages import save_page
from blog.posts.saving_posts import save_post
from blog.posts.site_changes import store_site
from papers.library.discussion_counts import recount_discussions
from papers.library.paper_rows import add_paper
from papers.library.waiting_papers import add_waiting_papers
from papers.models import CitedWork, Paper
from papers.records.identifiers import Id

numbers = count(1)
LONG_AGO = datetime(2020, 5, 17, 12, tzinfo=UTC)


def make_author(**values) -> Author:
    return Author.objects.create(**{"name": f"Author {next(numbers)}"} | values)


def make_post(*, tags=(), authors=(), **values) -> Post:
    """A published post, rendered and linked as a saved one is."""
    title = f"Post {next(numbers)}"
    post = Post(**{"title": title, "source": "Some text.", "published_at": LONG_AGO} | values)
    return save_post(post, tags=tags, authors=authors)


def make_page(**values) -> Page:
    number = next(numbers)
    defaults = {"title": f"Page {number}", "address": f"page-{number}", "source": "Some text."}
    return save_page(Page(**defaults | values))


def set_site(**values) -> Site:
    """The site with other values, as its form stores them."""
    site = stored_site()
    for name, value in values.items():
        setattr(site, name, value)
    site.full_clean()
    store_site(site)
    return site


def make_comment(post: Post | None = None, **values) -> Comment:
    defaults = {"name": "Reader", "source": "I agree.", "state": "published"}
    return save_comment(Comment(**defaults | {"post": post or make_post()} | values))


def make_paper(title="", *, author="Curie", year=1903, identifiers=(), key="", **fields) -> Paper:
    """A journal article of one author."""
    record = {
        "type": "article-journal",
        "title": title or f"Paper {next(numbers)}",
        "author": [{"family": author, "given": "Marie"}],
        "issued": {"date-parts": [[year]]},
    }
    return add_paper(record | fields, identifiers, key=key)


def make_invitation_link(**values) -> str:
    return make_link(Invitation.objects.create(**{"email": "marie@example.org"} | values))


def make_waiting(known: Id, title: str = "") -> Paper:
    """A paper that waits to be looked up."""
    return add_waiting_papers({known: title})[known]


def cite(post: Post, paper: Paper, **values) -> CitedWork:
    work = CitedWork.objects.create(post=post, paper=paper, published_at=post.listed_at, **values)
    recount_discussions([paper.pk])
    return work
