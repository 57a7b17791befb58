"""The home page: who writes here, what leads, and what stands beside it."""

import pytest
from django.urls import reverse

from papers.library.discussion_counts import recount_discussions
from tests.support.factories import make_author, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client) -> str:
    paper = make_paper("On the Radium Question", key="curie")
    for number in range(2):
        post = make_post(
            title=f"Post {number}",
            source="As it says [@curie].",
            authors=[make_author(name=f"A{number}")],
        )
    make_comment(post, name="Reader")
    make_comment(post, name="Waiting", state="pending")
    hidden = make_post(title="Secret", published_at=None)
    make_comment(hidden, name="Ghost")
    recount_discussions([paper.pk])
    return client.get(reverse("blog:home")).content.decode()


def test_it_says_who_writes(home):
    masthead = home[home.index("masthead") : home.index("</header>", home.index("masthead"))]
    assert "Wellcited" in masthead
    assert ">A0</a>, " in masthead and ">A1</a>" in masthead


def test_the_papers_that_most_posts_discuss_stand_beside_it(home):
    beside = home[home.index("Most discussed papers") :]
    assert "On the Radium Question" in beside and "2 posts" in beside


def test_the_newest_comments_are_named_but_not_those_that_wait(home):
    beside = home[home.index("Newest comments") :]
    assert "<bdi>Reader</bdi>" in beside
    assert "Waiting" not in home and "Ghost" not in home and "Secret" not in home


def test_a_blog_without_posts_has_its_masthead(client):
    page = client.get(reverse("blog:home")).content.decode()
    assert "masthead" in page and "There are no posts yet" in page
    assert "Most discussed" not in page
