from datetime import timedelta

import pytest
from django.utils import timezone

from blog.markup import MarkupError
from blog.models import OldAddress, Post
from blog.posts.saving_posts import make_excerpt, save_post
from papers.choices import Origin, Role
from papers.models import Citation, CitedWork
from tests.support.factories import make_paper, make_post

TITLE = "On the Radium Question"


def test_saving_twice_changes_nothing(db):
    make_paper(TITLE)
    source = f"## {TITLE}\n\nCurie’s paper “{TITLE}” has #Radium.\n"
    post = make_post(source=source, tags=["physics"])
    before = Post.objects.values().get()
    save_post(Post.objects.get(pk=post.pk))
    assert Post.objects.values().get() == before


def test_a_text_that_cannot_be_rendered_is_not_stored(db):
    post = make_post(source="Fine.")
    post.source = "x" * 600_000
    with pytest.raises(MarkupError):
        save_post(post)
    assert Post.objects.get().source == "Fine."


def test_hashtags_become_links_to_tag_pages_that_exist(client, db):
    post = make_post(source="About #Radium and **#Polonium**.", tags=["Polonium"])
    assert '<a class="hashtag" href="/tags/radium/">#Radium</a>' in post.body_html
    assert [row.tag.name for row in post.hashtags.all()] == ["Radium"]
    assert list(post.tags.names()) == ["Polonium"]
    assert client.get("/tags/radium/").status_code == 200


def test_a_title_in_a_heading_makes_the_post_about_it(db):
    paper = make_paper(TITLE)
    post = make_post(source=f"## 1. {TITLE}\n\nBy Curie, 1903.\n")
    work = post.cited_works.get()
    assert (work.paper, work.role, work.found_by) == (paper, Role.ABOUT, Origin.TITLE)
    assert work.is_confirmed


def test_a_title_without_author_or_year_waits_for_an_editor(client, db):
    paper = make_paper(TITLE)
    post = make_post(source=f"Somebody wrote “{TITLE}”.")
    assert not post.cited_works.get().is_confirmed
    assert post.title not in client.get(paper.get_absolute_url()).content.decode()
    CitedWork.objects.update(is_confirmed=True, found_by=Origin.EDITOR)
    save_post(post)
    assert post.title in client.get(paper.get_absolute_url()).content.decode()


def test_rebuilding_follows_the_text_and_keeps_the_editors_rows(db):
    found = make_paper(TITLE, identifiers=[("arxiv", "1912.01703")])
    added = make_paper("Another")
    post = make_post(source="See [it](https://arxiv.org/abs/1912.01703).")
    CitedWork.objects.create(post=post, paper=added, role=Role.DISPUTES)
    post.source = "Nothing here."
    save_post(post)
    assert [work.paper for work in post.cited_works.all()] == [added]
    assert not Citation.objects.exists()
    assert not found.cited_works.exists()


def test_a_renamed_post_is_found_at_its_old_addresses(client, db):
    post = make_post(title="First", slug="first")
    for slug in ("second", "third"):
        post.slug = slug
        save_post(post)
    for path in ("/posts/first/", "/posts/second/", "/posts/first"):
        assert client.get(path, follow=True).redirect_chain[-1] == ("/posts/third/", 301)
    post.slug = "first"
    save_post(post)
    assert client.get("/posts/first/").status_code == 200
    assert not OldAddress.objects.filter(path="/posts/first/").exists()


def test_an_old_address_tells_nothing_of_a_draft(client, db):
    post = make_post(slug="now")
    OldAddress.objects.create(path="/2019/then.html", post=post)
    assert client.get("/2019/then.html").status_code == 301
    post.published_at = timezone.now() + timedelta(days=1)
    post.save()
    assert client.get("/2019/then.html").status_code == 404


def test_updated_at_moves_with_the_text_only(db):
    post = make_post(source="One.")
    before = post.updated_at
    post.is_unlisted = True
    save_post(post)
    assert post.updated_at == before
    post.source = "Two."
    save_post(post)
    assert post.updated_at > before


@pytest.mark.parametrize(
    ("source", "excerpt"),
    [
        ("Short.\n\nMore.\n\n## Heading\n\nElsewhere.", "Short. More."),
        ("- one\n\n> two\n\nProse.", "Prose."),
        ('<div class="wide">\n\nProse.\n\n</div>', "Prose."),
        ("::: {.note}\nA note.\n:::\n\nProse.[^1]\n\n[^1]: Words.", "Prose."),
        ("- only\n- a list", "only a list"),
    ],
)
def test_excerpt_is_the_first_prose(db, source: str, excerpt: str):
    assert make_post(source=source).excerpt == excerpt


def test_excerpt_is_cut_at_a_word():
    assert make_excerpt("word " * 100).endswith("word …")
    assert make_excerpt("Only this.") == "Only this."
    assert make_excerpt("") == ""
