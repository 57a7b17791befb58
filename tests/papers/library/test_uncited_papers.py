"""What becomes of papers that texts named by identifiers alone, once no text does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Comment, Post
from blog.posts.saving_posts import save_post
from papers.library.corrections import keep_corrections
from papers.library.paper_rows import put_source
from papers.library.source_names import PASTED
from papers.library.uncited_papers import forget_never_cited, forget_uncited
from papers.models import CitedWork, Key, Notice, Paper, Reading, Source
from papers.records.identifiers import Id
from tests.support.factories import make_comment, make_paper, make_post, make_waiting

NAMED = "Of [@doi:10.9999/one]."


def change(post: Post, source: str) -> None:
    post.source = source
    save_post(post)


def test_a_paper_goes_with_the_last_text_that_names_it(db):
    post, other = make_post(source=NAMED), make_post(source=f"{NAMED} More.", published_at=None)
    assert Paper.objects.count() == 1
    change(post, "Of nothing.")
    assert Paper.objects.count() == 1
    change(other, "Of nothing.")
    assert not Paper.objects.exists()
    assert not Source.objects.exists()
    assert not Key.objects.exists()


def test_it_goes_with_a_deleted_post_or_comment_and_an_edited_one(db, do_jobs):
    make_post(source=NAMED).delete()
    assert not Paper.objects.exists()
    make_post(source=NAMED)
    Post.objects.all().delete()
    assert not Paper.objects.exists()
    comment = make_comment(source=NAMED)
    do_jobs()
    assert Paper.objects.count() == 1
    comment.delete()
    assert not Paper.objects.exists()
    make_comment(source=NAMED)
    do_jobs()
    Comment.objects.all().delete()
    assert not Paper.objects.exists()


def test_it_comes_again_with_the_text(db):
    post = make_post(source=NAMED)
    change(post, "Of nothing.")
    change(post, NAMED)
    assert Paper.objects.get().state == "to_look_up"
    assert CitedWork.objects.filter(post=post).count() == 1


def test_it_is_private_until_something_public_names_it(client, db):
    post = make_post(source=NAMED, published_at=None)
    paper = Paper.objects.get()
    assert not paper.is_listed
    assert not Paper.objects.visible().exists()
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert "10.9999/one" not in client.get("/papers/").content.decode()
    assert not client.get("/search/titles/", {"q": "10.9999/one"}).json()[1]
    post.published_at = timezone.now() - timedelta(hours=1)
    save_post(post)
    assert client.get(paper.get_absolute_url()).status_code == 200


def looked_up(paper: Paper) -> None:
    put_source(paper, PASTED, "x", {"type": "book", "title": "One"})


def noted(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(note="Read this.")


def corrected(paper: Paper) -> None:
    paper.publisher = "A press"
    paper.save()
    keep_corrections(paper, ())


def wanted(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(is_in_library=True)


KEEPING = {
    "looked up": looked_up,
    "noted": noted,
    "corrected by an editor": corrected,
    "wanted in the library": wanted,
    "on the reading list": lambda paper: Reading.objects.create(paper=paper),
    "called otherwise": lambda paper: Key.objects.create(paper=paper, value="other"),
    "noticed": lambda paper: Notice.objects.create(paper=paper, kind="retraction"),
    "another's version": lambda paper: Paper.objects.filter(pk=make_paper().pk).update(
        version_of=paper
    ),
}


@pytest.mark.parametrize("said", KEEPING)
def test_a_paper_of_which_somebody_said_something_stays(db, said: str):
    post = make_post(source=NAMED)
    paper = Paper.objects.get()
    KEEPING[said](Paper.objects.get())
    change(post, "Of nothing.")
    assert Paper.objects.filter(pk=paper.pk).exists()


def test_a_known_paper_stays(db):
    paper = make_paper("Known", identifiers=[("doi", "10.9999/one")])
    change(make_post(source=NAMED), "Of nothing.")
    assert forget_uncited([paper.pk]) == 0
    assert Paper.objects.get() == paper


def test_what_was_named_and_never_cited_goes_after_some_weeks(db):
    young, old = make_waiting(Id("doi", "10.9999/a")), make_waiting(Id("doi", "10.9999/b"))
    cited = make_post(source="[@doi:10.9999/c]").cited_works.get().paper
    long_ago = timezone.now() - timedelta(days=61)
    Paper.objects.filter(pk__in=[old.pk, cited.pk]).update(created_at=long_ago)
    forget_never_cited()
    assert set(Paper.objects.all()) == {young, cited}
