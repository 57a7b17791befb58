import pytest
from django_tasks_db.models import DBTaskResult

from blog.models import Comment, Page, Post
from blog.posts import site_changes
from blog.sharing.picture_jobs import settle_share_pictures
from papers.models import Reading
from tests.support.factories import make_comment, make_page, make_paper, make_post, set_site

pytestmark = pytest.mark.django_db
SOURCE = "As [@curie1903] says, in $\\ourR$."


@pytest.fixture
def texts():
    make_paper("Rays", key="curie1903")
    make_post(slug="as-the-site", source=SOURCE)
    make_post(slug="own", source=SOURCE, style="vancouver", language="de")
    make_comment(Post.objects.get(slug="as-the-site"), source=SOURCE)
    make_page(address="people", source=SOURCE)


def shown() -> dict[str, str]:
    found = dict(Post.objects.values_list("slug", "body_html"))
    found["comment"] = Comment.objects.get().body_html
    found["page"] = Page.objects.get().body_html
    return found


def changed(do_jobs, **values: str) -> set[str]:
    before = shown()
    set_site(**values)
    do_jobs()
    return {name for name, html in shown().items() if html != before[name]}


def test_another_style_is_that_of_all_texts_without_one(texts, do_jobs):
    assert changed(do_jobs, citation_style="ieee") == {"as-the-site", "comment", "page"}
    assert "[1]" in shown()["as-the-site"]


def test_another_language_is_that_of_all_texts_without_one(do_jobs):
    make_paper("Rays", key="a")
    make_post(source="As [@a, section 3] says.", style="chicago-author-date")
    make_post(source="As [@a, section 3] says.", style="chicago-author-date", language="de")
    texts = list(Post.objects.order_by("pk").values_list("body_html", flat=True))
    set_site(language="fr")
    do_jobs()
    now = list(Post.objects.order_by("pk").values_list("body_html", flat=True))
    assert ("sec. 3" in texts[0], "sect. 3" in now[0]) == (True, True)
    assert now[1] == texts[1]


def test_macros_are_known_to_all_texts(texts, do_jobs):
    macros = r"\newcommand{\ourR}{\mathbb{R}}"
    assert changed(do_jobs, tex_macros=macros) == {"as-the-site", "own", "comment", "page"}
    assert all("ℝ" in html for html in shown().values())


def test_another_name_renders_nothing_again(texts):
    waiting = DBTaskResult.objects.ready().exclude(task_path=settle_share_pictures.module_path)
    before = waiting.count()
    set_site(name="Notes")
    assert waiting.count() == before
    set_site(language="de")
    assert waiting.count() > before


def test_many_posts_are_rendered_in_several_jobs(texts, do_jobs, monkeypatch):
    monkeypatch.setattr(site_changes, "AT_ONCE", 1)
    assert changed(do_jobs, citation_style="ieee") == {"as-the-site", "comment", "page"}


def test_post_that_is_rendered_again_did_not_change_for_its_readers(texts, do_jobs):
    before = Post.objects.get(slug="as-the-site").updated_at
    set_site(citation_style="ieee")
    do_jobs()
    assert Post.objects.get(slug="as-the-site").updated_at == before


def test_page_follows_a_paper_that_changed(do_jobs):
    make_page(source="See [@later].")
    assert "Roe" not in Page.objects.get().body_html
    make_paper("Other rays", key="later", author="Roe")
    do_jobs()
    assert "Roe" in Page.objects.get().body_html


def test_macros_are_known_to_the_librarys_notes(do_jobs):
    paper = make_paper("Rays")
    paper.note = r"In $\ourR$."
    paper.save()
    reading = Reading.objects.create(paper=paper, note=r"For $\ourR$.")
    set_site(tex_macros=r"\newcommand{\ourR}{\mathbb{R}}")
    do_jobs()
    for row in (paper, reading):
        row.refresh_from_db()
        assert "<mi>ℝ</mi>" in row.note_html
