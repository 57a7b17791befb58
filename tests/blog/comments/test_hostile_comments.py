"""Strings that try to run a script, through every field and on every page that shows them."""

import pytest

from blog.comments.rendering_comments import render_comment
from blog.markup import MarkupError
from blog.models import Comment, Report
from tests.support.factories import make_paper, make_post
from tests.support.hostile import hostile_comments, strings
from tests.support.pages import dangers
from tests.support.sending import send, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gates_are_open(settings):
    names = ("comment", "preview", "report")
    settings.BLOG_RATE_LIMITS = dict.fromkeys(names, ((10**6, 60), (10**6, 60)))


def test_this_test_knows_what_is_dangerous():
    for text in (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=' java&#115;cript:x'>a</a>".replace("&#115;", "s"),
        "<a href='java\tscript:x'>a</a>",
        "<form action=https://evil.example><input></form>",
        "<form action='/\t/evil.example'><input></form>",
        "<button formaction='/\\evil.example'>a</button>",
        "<form action='.'></form>",
        "<svg><a xlink:href='javascript:x'>a</a></svg>",
        "<iframe></iframe>",
        "<p style='x'>",
    ):
        assert dangers(text), text
    assert dangers('<a href="/a">b</a><img src="/c"><form action="/d?e"></form><form>') == []


def test_the_form_gives_every_string_back_and_runs_none(client):
    post = make_post()
    found = {}
    for text in strings()[::2]:
        values = dict.fromkeys(("name", "source", "email", "website", "parent", "stamp"), text)
        response = send(client, post, **values, preview="1", wish=text, subject=text)
        assert response.status_code == 422
        if faults := dangers(response.content.decode()):
            found[text] = faults
    assert found == {}
    assert not Comment.objects.exists()


def test_pages_for_one_comment_run_nothing(client, admin_client):
    post = make_post()
    found = {}
    for text in strings()[::12]:
        comment = sent(client, post, name=text[:100], source=text)
        own = f"{post.get_absolute_url()}comments/{comment.pk}/"
        Comment.objects.filter(pk=comment.pk).update(state="published")
        address = f"{comment.get_absolute_url()}report/"
        client.post(address, {"note": text[:500]})
        pages = [client.get(path) for path in (f"{own}edit/", f"{own}withdraw/", address)]
        pages.append(client.post(address, {"note": text * 500}))
        pages.append(client.post(f"{own}edit/", {"name": "", "source": text, "website": text}))
        for page in pages:
            if faults := dangers(page.content.decode()):
                found[text, page.request["PATH_INFO"]] = faults
    queue = admin_client.get("/admin/blog/comment/?tab=reported").content.decode()
    assert Report.objects.exists()
    assert (found, dangers(queue)) == ({}, [])


def test_a_thread_of_them_runs_nothing(client):
    post = make_post()
    hostile_comments(post, ["", " ", *strings()])
    page = client.get(post.get_absolute_url()).content.decode()
    assert page.count('<article id="comment-') > len(strings())
    assert dangers(page) == []


@pytest.mark.parametrize("piece", ["[@k] ", "@k ", "@nobody ", "[@k; @k; @k] ", "@k [p. 3] "])
def test_comment_of_citations_only_is_refused_and_told(piece: str):
    make_paper(key="k")
    with pytest.raises(MarkupError, match="more than 100 citations"):
        render_comment((piece * 5_000)[:4_990], make_post())
