"""What a refused comment costs, what its page says, and that floods lock nobody out."""

import pytest

from blog.comments.sending import forms
from blog.models import Comment, Report
from tests.support.factories import make_comment, make_post, set_site
from tests.support.pages import check_page
from tests.support.sending import fields, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def renders(monkeypatch) -> list[str]:
    """The texts that were rendered."""
    done: list[str] = []
    render = forms.render_comment
    monkeypatch.setattr(
        forms, "render_comment", lambda text, post: done.append(text) or render(text, post)
    )
    return done


@pytest.mark.parametrize("what", ["comment", "preview"])
def test_nothing_is_rendered_for_one_too_many(client, settings, renders, what):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {what: ((1, 600), (9, 60))}
    post, more = make_post(), {"preview": "1"} if what == "preview" else {}
    send(client, post, source="One", **more)
    response = send(client, post, source="The typed text", **more)
    assert renders == ["One"]
    assert response.status_code == 429
    assert 590 < int(response.headers["Retry-After"]) <= 600
    page = check_page(response)
    assert "at most 1 are taken in 10 minutes" in page
    assert "in 10 minutes, at " in page
    assert ">\nThe typed text</textarea>" in page


def test_forms_that_lack_something_cost_neither_work_nor_the_limit(client, settings, renders):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"comment": ((1, 600), (9, 60))}
    post = make_post()
    for _number in range(5):
        assert send(client, post, name="").status_code == 422
    assert renders == []
    assert send(client, post).status_code == 302


def test_a_text_that_cannot_be_rendered_counts_as_a_preview_not_as_a_comment(
    client, settings, monkeypatch
):
    def fail(*args):
        raise forms.MarkupError("too tangled")

    settings.BLOG_RATE_LIMITS = {"comment": ((1, 600), (9, 60)), "preview": ((2, 600), (9, 60))}
    post = make_post()
    with monkeypatch.context() as broken:
        broken.setattr(forms, "render_comment", fail)
        answers = [send(client, post, source=f"Tangle {number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]
    assert "too tangled" in answers[0].content.decode()
    other = client.post(
        f"{post.get_absolute_url()}comments/", fields(post), REMOTE_ADDR="203.0.113.7"
    )
    assert other.status_code == 302


def test_a_flood_from_everywhere_leaves_comments_and_makes_them_wait(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"comment": ((2, 600), (3, 600))}
    set_site(holds_comments="suspect")
    post = make_post()
    for number in range(5):
        path = f"{post.get_absolute_url()}comments/"
        values = fields(post, source=f"Number {number}", name=f"Reader {number}")
        assert client.post(path, values, REMOTE_ADDR=f"203.0.113.{number}").status_code == 302
    states = Comment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["published"] * 3 + ["pending"] * 2
    assert ["busy", ""] in Comment.objects.latest("pk").reasons


def test_a_flood_of_previews_takes_the_preview_and_nothing_else(client, settings, renders):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"preview": ((9, 600), (1, 600))}
    post = make_post()
    send(client, post, source="One", preview="1")
    response = send(client, post, source="Two", preview="1")
    assert (response.status_code, renders) == (200, ["One"])
    assert "you can send it all the same" in check_page(response)
    assert send(client, post, source="Two").status_code == 302


def test_a_report_too_many_says_when_and_keeps_its_words(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"report": ((1, 600), (1, 600))}
    comment = make_comment()
    path = f"{comment.get_absolute_url()}report/"
    assert client.post(path, {"note": "Rude"}).status_code == 200
    response = client.post(path, {"note": "Still rude"})
    assert (response.status_code, "Retry-After" in response.headers) == (429, True)
    assert "Still rude" in check_page(response)
    assert client.post(path, {"note": "Yes"}, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert Report.objects.count() == 2


def test_a_quotation_that_has_gone_does_not_use_up_the_comment(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"comment": ((1, 600), (9, 60))}
    post = make_post()
    assert send(client, post, quote="words that stand nowhere").status_code == 422
    assert send(client, post).status_code == 302
