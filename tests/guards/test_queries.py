"""A list costs the same queries for one item and for three (style.md, rule 14).

To add a page: one line in LISTS with its address, a function that makes one more item on it, and
the most queries that it may take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.models import Author, Byline, Comment, Post, Series
from papers.checking.standings import settle_standings
from papers.library.discussion_counts import recount_discussions
from papers.models import Authorship, CitedWork, Contributor, Paper
from tests.guards.rows import make_row, serial


@dataclass(frozen=True)
class List:
    """``add`` puts one more item on the page; ``address`` is called after the first one."""

    name: str
    address: Callable[[], str]
    add: Callable[[], object]
    most: int = 5


def add_post() -> Post:
    """A listed post with all that lists show of one: it shares its tag, its author and one of its
    two papers with the other posts that this makes, and has a comment."""
    now = timezone.now() - timedelta(days=1)
    post = make_row("blog.post", published_at=now)
    author, _made = Author.objects.get_or_create(slug="same", defaults={"name": "Same Author"})
    Byline.objects.create(post=post, author=author)
    post.tags.add("Same")
    same = Paper.objects.filter(key="same").first() or add_paper(key="same")
    for position, paper in enumerate([same, add_paper()], start=1):
        work = CitedWork.objects.create(post=post, paper=paper, position=position, published_at=now)
        make_row("papers.citation", cited_work=work)
        recount_discussions([paper.pk])
    add_comment(post)
    return post


def add_two_posts() -> None:
    """One alone has no works beside it to be looked up."""
    add_post()
    add_post()


def add_found_post() -> None:
    Post.objects.filter(pk=add_post().pk).update(title=f"The same {next(serial)}")


def add_author() -> object:
    """One who stands over the one post."""
    return make_row("blog.byline", post=Post.objects.first() or add_post())


def add_post_of_series() -> None:
    post = add_post()
    post.series, _made = Series.objects.get_or_create(slug="same", defaults={"title": "Same"})
    post.save()


def add_paper(**values: str) -> Paper:
    """A paper of the same person as the others that this makes."""
    paper = make_row("papers.paper", **values)
    people = Contributor.objects.filter(slug="same")
    person = people.first() or make_row("papers.contributor", slug="same")
    Authorship.objects.create(paper=paper, contributor=person)
    make_row("papers.identifier", paper=paper)
    return paper


def add_person() -> None:
    name = f"Person {next(serial)}"
    person = make_row("papers.contributor", literal="", family=name, folded_name=name)
    Authorship.objects.create(paper=make_row("papers.paper"), contributor=person)


def add_comment(post: Post | None = None) -> Comment:
    """A comment with a reply, on the one post that there is when none is given."""
    post = post or Post.objects.first() or add_post()
    comment = make_row("blog.comment", post=post, state="published")
    return make_row("blog.comment", post=post, state="published", parent=comment)


def add_remark() -> object:
    """A published comment that cites the one paper."""
    paper = Paper.objects.filter(key="same").first() or add_paper(key="same")
    return make_row("papers.commentcitation", comment=add_comment(), paper=paper)


def add_reading() -> object:
    return make_row("papers.reading", paper=add_paper())


def add_notice() -> object:
    """A retraction of the one paper, which is told so."""
    paper = Paper.objects.filter(key="same").first() or add_paper(key="same")
    row = make_row("papers.notice", paper=paper)
    settle_standings([paper.pk])
    return row


def add_correction() -> None:
    """Of one post, whose feed tells it too."""
    post = Post.objects.first() or add_post()
    at = make_row("blog.correction", post=post, version=next(serial)).at
    Post.objects.update(corrected_at=at)


def add_version() -> None:
    post = Post.objects.first() or add_post()
    make_row("blog.earlierversion", post=post, is_public=True)
    make_row("blog.correction", post=post, version=next(serial))


def add_cited_work() -> CitedWork:
    post = Post.objects.first() or add_post()
    return CitedWork.objects.create(post=post, paper=add_paper(), published_at=post.published_at)


def add_noticed_work() -> None:
    work = add_cited_work()
    make_row("papers.notice", paper=work.paper, note="We cite it still.")
    settle_standings([work.paper_id])


def at(name: str, *args: object) -> Callable[[], str]:
    return lambda: reverse(name, args=args)


def post_address() -> str:
    return Post.objects.get().get_absolute_url()


LISTS = [
    List("home", at("blog:home"), add_post, most=8),
    List("archive", at("blog:archive"), add_post),
    List("archive of a year", lambda: f"/archive/{Post.objects.get().published_at:%Y}/", add_post),
    List("tags", at("blog:tag_list"), lambda: add_post().tags.add(f"Tag{next(serial)}")),
    List("tag", at("blog:tag_detail", "same"), add_post, most=6),
    List("series", at("blog:series_list"), add_post_of_series),
    List("posts of a series", at("blog:series_detail", "same"), add_post_of_series, most=6),
    List("feed of a series", at("blog:series_feed", "same"), add_post_of_series, most=6),
    List("authors", at("blog:author_list"), add_author),
    List("people", at("papers:person_list"), add_person),
    List("author", at("blog:author_detail", "same"), add_post),
    List("papers", at("papers:paper_list"), add_paper),
    List("paper", at("papers:paper_detail", "same"), add_two_posts, most=9),
    List("remarks on a paper", at("papers:paper_detail", "same"), add_remark, most=9),
    List("person", at("papers:person_detail", "same"), add_paper),
    List("posts on a person", at("papers:person_detail", "same"), add_post, most=6),
    List("notices of a paper", at("papers:paper_detail", "same"), add_notice, most=9),
    List("notices", at("papers:notice_list"), add_notice),
    List("feed of the notices", at("blog:notice_feed"), add_notice),
    List("corrections", at("blog:correction_list"), add_correction),
    List("feed of the corrections", at("blog:correction_feed"), add_correction),
    List("corrections in a feed", at("blog:post_feed"), add_correction, most=6),
    List("corrections of a post", lambda: post_address(), add_correction, most=12),
    List("versions of a post", lambda: f"{post_address()}versions/", add_version),
    List("reading list", at("papers:reading_list"), add_reading),
    List("a state of it", lambda: "/papers/reading/?state=to_read", add_reading),
    List("feed of the reading list", at("blog:reading_feed"), add_reading),
    List("feed of a paper", at("blog:paper_feed", "same"), add_post, most=8),
    List("about", at("blog:about"), add_author),
    List("feed", at("blog:post_feed"), add_post, most=7),
    List("feed of a tag", at("blog:tag_feed", "same"), add_post, most=7),
    List("feed of an author", at("blog:author_feed_json", "same"), add_post, most=7),
    List("search", lambda: "/search/?q=same&kind=posts", add_found_post, most=12),
    List("search of papers", lambda: "/search/?q=title&kind=papers", add_paper, most=12),
    List("titles while typing", lambda: "/search/titles/?q=same", add_found_post, most=16),
    List("comment feed", at("blog:comment_feed"), add_comment),
    List("feed of a post's comments", lambda: f"{post_address()}comments/feed.atom", add_comment),
    List("sitemap", at("blog:sitemap", "posts"), add_post),
    List("threads of a post", lambda: Post.objects.get().get_absolute_url(), add_comment, most=11),
    List(
        "notices on works of a post",
        lambda: Post.objects.get().get_absolute_url(),
        add_noticed_work,
        most=12,
    ),
    List("works of a post", lambda: Post.objects.get().get_absolute_url(), add_cited_work, most=11),
]


def count_queries(client: Client, url: str) -> int:
    client.get(url)  # whatever a process reads once, it has read now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def check(client: Client, page: List) -> None:
    page.add()
    url = page.address()
    first = client.get(url).content
    with_one = count_queries(client, url)
    page.add()
    page.add()
    assert client.get(url).content != first, "the added items are not on the page"
    assert count_queries(client, url) == with_one
    assert with_one <= page.most


@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.name)
def test_list_costs_the_same_for_one_item_and_for_three(db, client, page: List):
    check(client, page)
