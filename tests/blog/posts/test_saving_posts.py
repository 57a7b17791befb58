from datetime import timedelta

import pytest
from django.utils import timezone

from blog.markup import MarkupError
from blog.models import OldAddress, Post
from blog.posts.derived_columns import make_excerpt
from blog.posts.saving_posts import save_post
from papers.choices import Origin, Role
from papers.models import Citation, CitedWork, Paper
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


@pytest.mark.parametrize("title", [TITLE, f"[Paper Review] {TITLE}"])
def test_a_post_that_is_called_like_the_paper_that_it_links_is_about_it(db, title):
    source = "[PDF](https://arxiv.org/pdf/1912.01703v2.pdf)\n\nIt is good.\n"
    post = make_post(title=title, source=source)
    work = post.cited_works.get()
    assert (work.paper.title, work.paper.state, work.role) == (TITLE, "to_look_up", Role.ABOUT)
    assert (work.found_by, work.is_confirmed) == (Origin.IDENTIFIER, True)
    before = list(Citation.objects.values()), Post.objects.values().get()
    save_post(Post.objects.get(pk=post.pk))
    assert (list(Citation.objects.values()), Post.objects.values().get()) == before
    assert Paper.objects.count() == 1


def test_identifiers_in_a_text_make_papers_that_list_the_post(client, db):
    source = "[A Fine Title of a Work](https://doi.org/10.1145/3065386) and arXiv:1912.01703.\n"
    post = make_post(source=source)
    page = client.get(post.get_absolute_url()).content.decode()
    for title in ("A Fine Title of a Work", "arXiv 1912.01703"):
        paper = Paper.objects.get(title=title)
        assert title in page
        shown = client.get(paper.get_absolute_url()).content.decode()
        assert post.title in shown
        assert "The title is provisional" in shown


@pytest.mark.parametrize("title", [TITLE, f"Review: {TITLE}"])
def test_no_paper_is_made_of_a_title_alone(db, title):
    post = make_post(title=title, source=f"## {TITLE}\n\nCurie (1903) says “{TITLE}”.\n")
    assert not Paper.objects.exists() and not post.cited_works.exists()


def test_the_posts_own_title_names_a_paper_with_a_clue_and_else_proposes_it(client, db):
    paper = make_paper(TITLE)
    sure = make_post(title=TITLE, source="Curie wrote it.\n").cited_works.get()
    assert (sure.paper, sure.role, sure.is_confirmed) == (paper, Role.ABOUT, True)
    work = make_post(title=TITLE, source="Somebody wrote it.\n").cited_works.get()
    assert (work.is_confirmed, work.found_by) == (False, Origin.TITLE)
    page = client.get(sure.post.get_absolute_url()).content.decode()
    assert f'id="work-{paper.key}"' in page and 'href="#"' not in page
    assert (
        f'{sure.post.get_absolute_url()}"' in client.get(paper.get_absolute_url()).content.decode()
    )


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
        (
            r"If $e^{i\pi}+1=0$, $a<b$ and $\stackrel{a}{b}$.",
            r"If e^iπ+1=0, a<b and \stackrel{a}{b}.",
        ),
    ],
)
def test_excerpt_is_the_first_prose(db, source: str, excerpt: str):
    assert make_post(source=source).excerpt == excerpt


def test_excerpt_is_cut_at_a_word():
    assert make_excerpt("word " * 100).endswith("word …")
    assert make_excerpt("Only this.") == "Only this."
    assert make_excerpt("") == ""
