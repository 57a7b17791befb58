from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Post
from blog.posts.saving_posts import save_post
from blog.server.jobs import count_new_discussions
from papers.library.discussion_counts import recount_discussions
from papers.models import CitedWork, Paper
from tests.support.factories import cite, make_paper, make_post
from tests.support.forms import fields_of

pytestmark = pytest.mark.django_db


def count(paper: Paper) -> int:
    return Paper.objects.get(pk=paper.pk).discussions_count


def test_a_count_follows_the_texts():
    paper = make_paper(key="curie")
    posts = [make_post(source="As [@curie] says; see [@curie].") for _number in range(2)]
    assert count(paper) == 2
    posts[0].source = "Nothing."
    save_post(posts[0])
    assert count(paper) == 1


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"is_unlisted": True}])
def test_a_count_follows_what_readers_may_see(hidden):
    paper = make_paper(key="curie")
    post = make_post(source="As [@curie] says.")
    assert count(paper) == 1
    for name, value in hidden.items():
        setattr(post, name, value)
    post.save()
    assert count(paper) == 0


def test_a_work_without_confirmation_is_not_counted():
    paper = make_paper()
    work = cite(make_post(), paper, is_confirmed=False)
    assert count(paper) == 0
    CitedWork.objects.filter(pk=work.pk).update(is_confirmed=True)
    assert recount_discussions([paper.pk]) == 1
    assert recount_discussions([paper.pk]) == 0


@pytest.mark.parametrize("delete", [Post.delete, lambda post: Post.objects.all().delete()])
def test_a_count_follows_deleted_posts(delete):
    paper = make_paper()
    post = make_post()
    cite(post, paper)
    assert count(paper) == 1
    delete(post)
    assert count(paper) == 0


def test_a_scheduled_post_is_counted_when_it_appears(monkeypatch):
    paper = make_paper(key="curie")
    later = timezone.now() + timedelta(days=1)
    post = make_post(source="As [@curie] says.", published_at=later)
    assert count(paper) == 0
    [job] = jobs = DBTaskResult.objects.filter(
        task_path="papers.library.discussion_counts.count_again"
    )
    assert job.run_after == later
    assert save_post(post)
    assert jobs.all().count() == 1, "the same text again leaves no second job"
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(minutes=1))
    job.task.func(*job.args_kwargs["args"])
    assert count(paper) == 1


def test_a_lost_job_is_made_up_for(monkeypatch):
    paper = make_paper(key="curie")
    later = timezone.now() + timedelta(days=1)
    make_post(source="As [@curie] says.", published_at=later)
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(hours=1))
    count_new_discussions()
    assert count(paper) == 1


def test_an_editor_who_takes_a_work_away_changes_its_count(client):
    paper, other = make_paper(), make_paper(key="other")
    post = make_post()
    cite(post, paper)
    client.force_login(get_user_model().objects.create_superuser("root"))
    address = f"/admin/blog/post/{post.pk}/works/"
    values = fields_of(client.get(address).content.decode())
    assert client.post(address, values | {"added-key": "other"}).status_code == 302
    assert (count(paper), count(other)) == (1, 1)
    values = fields_of(client.get(address).content.decode())
    del values["works-1-is_confirmed"]
    assert client.post(address, values | {"works-0-DELETE": "on"}).status_code == 302
    assert (count(paper), count(other)) == (0, 0)
