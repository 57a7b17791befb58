"""No statement of a page costs more on a larger site: the database's own steps are counted on every
public page, feed, part of the sitemap and list of the admin, on a small corpus and on one ten times
as large, where that has no statistics and where it has them.

What a page may read at most is made small here, so that the small corpus fills it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from blog import sitemaps
from blog.admin import comments as comments_admin
from blog.comments import thread_pages
from blog.comments.moderation import queue
from blog.corpus.making_corpus import make_corpus
from blog.feeds import comment_feeds, correction_feed, notice_feed, paper_feeds, post_feeds
from blog.posts import post_lists, related, series_order
from blog.views import corrections as correction_views
from blog.views import posts as post_views
from blog.views import series as series_views
from blog.views import tags as tag_views
from papers.admin import word_search
from papers.pages import library_filters, paper_page, person_page
from papers.queries import capped_counts
from papers.search import ranked_hits
from papers.views import people as people_views
from papers.views import reading as reading_views
from tests.support.corpus_pages import admin_pages, corpus_pages
from tests.support.database_steps import counted_steps

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL, LARGE = 100, 1000  # posts, with as many comments and half as many papers
ALLOWED = 1000  # steps more, on a page that was not full on the small site
MOST_TIMES = 1.5
BOUNDS = {
    capped_counts: ["COUNT_CAP"],
    queue: ["MOST_COUNTED"],
    thread_pages: ["COUNT_CAP"],
    comment_feeds: ["COMMENTS"],
    comments_admin: ["MOST_POSTS"],
    correction_feed: ["CORRECTIONS"],
    correction_views: ["CORRECTIONS_PER_PAGE"],
    library_filters: ["COUNT_CAP", "NAMESAKES"],
    notice_feed: ["NOTICES"],
    paper_feeds: ["POSTS"],
    paper_page: ["MOST_REMARKS", "NEWEST_PLACES", "NEWEST_POSTS"],
    people_views: ["PEOPLE_PER_PAGE"],
    person_page: ["NEWEST_OF_PERSON", "WORKS_OF_PERSON"],
    post_feeds: ["POSTS"],
    post_lists: ["MENTIONED_IN"],
    post_views: ["AUTHORS_PER_PAGE", "TITLES_PER_PAGE"],
    ranked_hits: ["FEW", "FEWEST", "MOST_RANKED"],
    reading_views: ["NEWEST"],
    related: ["MOST_ROWS", "NEWEST_OF_TAG"],
    series_order: ["LONGEST_SERIES"],
    series_views: ["SERIES_PER_PAGE"],
    sitemaps.SiteSitemap: ["limit"],
    tag_views: ["TAGS_PER_PAGE"],
    word_search: ["MOST_FOUND", "MOST_LOOKED_THROUGH"],
}
FEW = 5
BY_LETTERS = ("admin: papers.Question, searched",)
"""Searches that look for parts of identifiers in all rows: no index leads to those."""
EXPECTED = {"comment": {302}, "nothing there": {404}}
Costs = dict[str, tuple[int, Counter[str]]]
"""Of each page its steps, and those of each of its statements."""


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch, settings, new_statements) -> None:
    for owner, names in BOUNDS.items():
        for name in names:
            monkeypatch.setattr(owner, name, FEW)
    for model_admin in admin.site._registry.values():
        monkeypatch.setattr(model_admin, "list_per_page", FEW)
    settings.BLOG_POSTS_PER_PAGE = settings.PAPERS_PER_PAGE = FEW
    settings.BLOG_COMMENTS_PER_PAGE = FEW


@contextmanager
def corpus_of(posts: int) -> Iterator[None]:
    """A site that is gone afterwards."""
    with transaction.atomic():
        make_corpus(posts, posts, posts // 2)
        yield
        transaction.set_rollback(True)


def costs_of(clients: dict[str, Client]) -> Costs:
    """What is counted of the whole library is kept (``papers.pages.library_overview``), and so is
    the site: both are read before."""
    found: Costs = {}
    clients["reader"].get("/papers/")
    clients["editor"].get("/admin/")
    for client, pages in (("reader", corpus_pages), ("editor", admin_pages)):
        for name, address in pages():
            with counted_steps() as statements:
                response = clients[client].get(address)
                assert response.status_code in EXPECTED.get(name, {200}), address
                b"".join(response)
            steps: Counter[str] = Counter()
            for one in statements:
                kind = kind_of(one.sql)
                steps[kind] = max(steps[kind], one.steps)
            found[name] = (sum(one.steps for one in statements), steps)
    return found


def kind_of(sql: str) -> str:
    """The statement without its values and the length of its lists."""
    return re.sub(r"'[^']*'|\b\d+\b|\((?:%s, )*%s\)", "?", sql)


def grown(small: Costs, large: Costs) -> list[str]:
    """The statements that cost more on the large site, the worst first."""
    found = []
    for name, (_steps, statements) in large.items():
        if name in BY_LETTERS:
            continue
        whole, before = small.get(name, (0, Counter()))
        for kind, steps in statements.items():
            most = MOST_TIMES * before.get(kind, whole) + ALLOWED
            if steps > most:
                found.append((steps, f"{name}: {before[kind]} -> {steps}: {kind}"))
    return [told for _steps, told in sorted(found, reverse=True)]


def test_no_statement_costs_more_on_a_larger_site(client: Client, admin_client: Client):
    clients = {"reader": client, "editor": admin_client}
    cache.clear()
    with corpus_of(SMALL):
        small = costs_of(clients)
    cache.clear()
    with corpus_of(LARGE):
        without_statistics = costs_of(clients)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with_statistics = costs_of(clients)
    cache.clear()
    assert len(small) > 100
    assert not (told := grown(small, without_statistics)), "\n".join(told)
    assert not (told := grown(small, with_statistics)), "\n".join(told)
